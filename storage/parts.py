"""Objects that come in parts."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from typing import TYPE_CHECKING, Any

from storage.answers import translated
from storage.errors import ObjectMissing
from storage.objects import StoredPart, Unfinished

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def begin(client: "S3Client", bucket: str, key: str, content_type: str) -> str:
    """Begin; see Bucket.begin_parts."""
    with translated(key):
        answer = client.create_multipart_upload(Bucket=bucket, Key=key, ContentType=content_type)
    return answer["UploadId"]


def send(
    client: "S3Client", bucket: str, begun: Unfinished, number: int, data: bytes
) -> StoredPart:
    """One part; see Bucket.send_part."""
    with translated(begun.key):
        answer = client.upload_part(
            Bucket=bucket,
            Key=begun.key,
            UploadId=begun.multipart_id,
            PartNumber=number,
            Body=data,
        )
    return StoredPart(number, len(data), answer["ETag"])


def those_of(client: "S3Client", bucket: str, key: str, multipart_id: str) -> list[StoredPart]:
    """The parts; see Bucket.parts."""
    pages = client.get_paginator("list_parts")
    with translated(key):
        found = [
            part
            for page in pages.paginate(Bucket=bucket, Key=key, UploadId=multipart_id)
            for part in page.get("Parts", [])
        ]
    # SeaweedFS also lists the parts that were sent anew since: the latest counts.
    found.sort(key=lambda part: (part["PartNumber"], part["LastModified"]))
    newest = {part["PartNumber"]: part for part in found}
    return [StoredPart(number, part["Size"], part["ETag"]) for number, part in newest.items()]


def end(
    client: "S3Client", bucket: str, key: str, multipart_id: str, sent: Sequence[StoredPart]
) -> None:
    """Make the object; see Bucket.end_parts."""
    whole: Any = {"Parts": [{"PartNumber": part.number, "ETag": part.etag} for part in sent]}
    with translated(key):
        client.complete_multipart_upload(
            Bucket=bucket, Key=key, UploadId=multipart_id, MultipartUpload=whole
        )


def abort(client: "S3Client", bucket: str, key: str) -> None:
    """Throw away; see Bucket.abort_parts."""
    for multipart_id in _begun(client, bucket, key):
        abort_one(client, bucket, key, multipart_id)


def abort_one(client: "S3Client", bucket: str, key: str, multipart_id: str) -> None:
    """Throw away one beginning; see Bucket.abort_unfinished."""
    # Else somebody was faster.
    with suppress(ObjectMissing), translated(key):
        client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=multipart_id)


def unfinished(client: "S3Client", bucket: str) -> list[Unfinished]:
    """All beginnings; see Bucket.unfinished."""
    found: dict[tuple[str, str], Unfinished] = {}
    marker: Any = {}
    while True:
        with translated(bucket):
            page = client.list_multipart_uploads(Bucket=bucket, **marker)
        before = len(found)
        for one in page.get("Uploads", []):
            begun_at = one["Initiated"].astimezone(UTC)
            found[one["Key"], one["UploadId"]] = Unfinished(one["Key"], one["UploadId"], begun_at)
        if not page["IsTruncated"] or len(found) == before:
            return list(found.values())
        # SeaweedFS does not tell where to go on: behind the last one that it told.
        last = page["Uploads"][-1]
        marker = {"KeyMarker": last["Key"], "UploadIdMarker": last["UploadId"]}


def _begun(client: "S3Client", bucket: str, key: str) -> list[str]:
    pages = client.get_paginator("list_multipart_uploads")
    with translated(key):
        return [
            begun["UploadId"]
            for page in pages.paginate(Bucket=bucket, Prefix=key)
            for begun in page.get("Uploads", [])
            if begun["Key"] == key
        ]

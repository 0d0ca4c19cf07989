"""Objects that come in parts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from storage.answers import translated
from storage.errors import ObjectMissing
from storage.objects import StoredPart

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def begin(client: "S3Client", bucket: str, key: str, content_type: str) -> str:
    """Begin; see Bucket.begin_parts."""
    with translated(key):
        answer = client.create_multipart_upload(Bucket=bucket, Key=key, ContentType=content_type)
    return answer["UploadId"]


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
        try:
            with translated(key):
                client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=multipart_id)
        except ObjectMissing:
            # Somebody else was faster.
            continue


def _begun(client: "S3Client", bucket: str, key: str) -> list[str]:
    pages = client.get_paginator("list_multipart_uploads")
    with translated(key):
        return [
            begun["UploadId"]
            for page in pages.paginate(Bucket=bucket, Prefix=key)
            for begun in page.get("Uploads", [])
            if begun["Key"] == key
        ]

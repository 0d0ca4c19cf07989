"""A page of the objects of a bucket, from any key on."""

from datetime import UTC
from typing import TYPE_CHECKING, Any

from storage.answers import translated
from storage.objects import Listed, ObjectInfo

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def page(client: "S3Client", bucket: str, prefix: str, after: str, most: int) -> Listed:
    """The page; see Bucket.page."""
    start: Any = {"StartAfter": after} if after else {}
    with translated(prefix):
        answer = client.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=most, **start)
    objects = [
        ObjectInfo(one["Key"], one["Size"], one["ETag"], one["LastModified"].astimezone(UTC))
        for one in answer.get("Contents", [])
    ]
    return Listed(objects, more=answer["IsTruncated"] and bool(objects))

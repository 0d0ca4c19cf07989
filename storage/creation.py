"""Making a bucket, and saying which pages may use it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from storage.answers import code, translated
from storage.errors import ObjectMissing

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

METHODS = ["GET", "HEAD", "PUT", "POST"]
EXPOSED = ["ETag", "Content-Length", "Content-Range", "Content-Disposition"]
MAX_AGE_SECONDS = 3600


def ensure(client: "S3Client", bucket: str, origins: Sequence[str]) -> None:
    """Make the bucket if there is none; let pages of `origins` send and fetch, no others."""
    with translated(bucket):
        if not exists(client, bucket):
            _create(client, bucket)
        _allow(client, bucket, origins)


def exists(client: "S3Client", bucket: str) -> bool:
    """Whether the bucket is there."""
    try:
        with translated(bucket):
            client.head_bucket(Bucket=bucket)
    except ObjectMissing:
        return False
    return True


def _create(client: "S3Client", bucket: str) -> None:
    region: Any = client.meta.region_name
    options: Any = {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        # The oldest region is the one that must not be named.
        client.create_bucket(Bucket=bucket, **({} if region == "us-east-1" else options))
    except ClientError as error:
        if code(error) != "BucketAlreadyOwnedByYou":
            raise


def _allow(client: "S3Client", bucket: str, origins: Sequence[str]) -> None:
    if not origins:
        client.delete_bucket_cors(Bucket=bucket)
        return
    rule: Any = {
        "AllowedOrigins": list(origins),
        "AllowedMethods": METHODS,
        "AllowedHeaders": ["*"],
        "ExposeHeaders": EXPOSED,
        "MaxAgeSeconds": MAX_AGE_SECONDS,
    }
    client.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})

"""One client for an S3 store, tuned once."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONNECT_SECONDS = 5
READ_SECONDS = 60
ATTEMPTS = 3
POOL_SIZE = 32


@dataclass(frozen=True, slots=True)
class S3Location:
    """Where a bucket is, and how to reach it.

    Without `endpoint_url` it is AWS itself; without keys the machine's role speaks for us.
    `public_endpoint_url` is what browsers can reach, where that differs.
    """

    endpoint_url: str | None
    public_endpoint_url: str | None
    region: str
    bucket: str
    access_key: str | None
    secret_key: str | None = field(repr=False)
    path_style: bool


def connect(location: S3Location) -> "S3Client":
    """A client for `location`; make one a process, before threads start, and share it."""
    session = boto3.Session(
        aws_access_key_id=location.access_key,
        aws_secret_access_key=location.secret_key,
        region_name=location.region,
    )
    return session.client("s3", endpoint_url=location.endpoint_url, config=_config(location))


def _config(location: S3Location) -> Config:
    return Config(
        signature_version="s3v4",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        max_pool_connections=POOL_SIZE,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        tcp_keepalive=True,
        s3=_s3(location),
        proxies=_proxies(location),
        request_checksum_calculation=_checksums(location),
        response_checksum_validation=_checksums(location),
    )


def _s3(location: S3Location) -> Any:
    style = {"addressing_style": "path" if location.path_style else "virtual"}
    # Over http boto3 hashes every body for its signature, so that nobody alters it on its way. On
    # our own machine nobody stands on that way, and the hash costs a third of sending it.
    return {**style, "payload_signing_enabled": False} if _is_own(location) else style


def _checksums(location: S3Location) -> Literal["when_required", "when_supported"]:
    # Other stores do not all know the checksum trailers that boto3 sends by default.
    return "when_required" if location.endpoint_url else "when_supported"


def _proxies(location: S3Location) -> dict[str, str] | None:
    # A proxy from the environment cannot reach our own machine: none there, the default else.
    return {} if _is_own(location) else None


def _is_own(location: S3Location) -> bool:
    """Whether the store is on this machine."""
    host = urlsplit(location.endpoint_url or "").hostname
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False

"""Signing for the store (AWS signature version 4), with the standard library alone."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urlsplit

from storage.client import S3Location
from storage.credentials import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"
LONGEST_SECONDS = 7 * 24 * 3600
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class DaySigner:
    """What all signatures of one day and one pair of keys have in common."""

    credentials: Credentials
    scope: str
    key: bytes

    @property
    def credential(self) -> str:
        """Who signs, as the store reads it."""
        return f"{self.credentials.access_key}/{self.scope}"

    def sign(self, text: str) -> str:
        """The signature of a text, in hex."""
        return hmac.digest(self.key, text.encode(), "sha256").hex()

    def sign_request(self, moment: str, request: str) -> str:
        """The signature of a canonical request at `moment`, as in 20261121T120000Z."""
        hashed = sha256(request.encode()).hexdigest()
        return self.sign(f"{ALGORITHM}\n{moment}\n{self.scope}\n{hashed}")


class Signing:
    """Gives the signer of a day; its key is made once and kept while keys and day last.

    `credentials` is asked each time, for a role's keys change.
    """

    def __init__(self, location: S3Location, credentials: Callable[[], Credentials]) -> None:
        self._region, self._credentials = location.region, credentials
        self._signer: DaySigner | None = None

    def of(self, day: str) -> DaySigner:
        """The signer of a day, given as in 20261121."""
        credentials = self._credentials()
        scope = f"{day}/{self._region}/s3/aws4_request"
        known = self._signer
        if known is None or known.scope != scope or known.credentials != credentials:
            key = _signing_key(credentials.secret_key, scope)
            self._signer = known = DaySigner(credentials, scope, key)
        return known


def base_url(location: S3Location) -> SplitResult:
    """The address of the bucket as browsers reach it, ending in a slash."""
    given = urlsplit(location.public_endpoint_url or location.endpoint_url or _aws(location.region))
    folder = given.path.rstrip("/")
    if location.path_style or not _can_be_host(location.bucket, given):
        return given._replace(path=f"{folder}/{location.bucket}/")
    return given._replace(netloc=f"{location.bucket}.{given.netloc}", path=f"{folder}/")


def signed_host(base: SplitResult) -> str:
    """The host as clients send it: in small letters, without the usual port."""
    host = base.netloc.lower()
    return host.removesuffix(f":{DEFAULT_PORTS[base.scheme]}")


def authority(signer: DaySigner, moment: str, seconds: int, headers: str) -> list[str]:
    """The parameters that say who signed what and when, in the order boto3 writes them."""
    token = signer.credentials.token
    return [
        f"X-Amz-Algorithm={ALGORITHM}",
        f"X-Amz-Credential={encoded(signer.credential)}",
        f"X-Amz-Date={moment}",
        f"X-Amz-Expires={seconds}",
        f"X-Amz-SignedHeaders={encoded(headers)}",
        *([f"X-Amz-Security-Token={encoded(token)}"] if token else []),
    ]


def encoded(value: str) -> str:
    """A value as it stands in a query."""
    return quote(value, safe="-._~")


def lasting(seconds: int) -> int:
    """The time that a signature is to live. Raises ValueError beyond 1 s to 7 days."""
    if not 1 <= seconds <= LONGEST_SECONDS:
        raise ValueError(f"A link can live from 1 s to 7 days, not {seconds} s.")
    return seconds


def _aws(region: str) -> str:
    if region == "us-east-1":
        return "https://s3.amazonaws.com"
    suffix = ".cn" if region.startswith("cn-") else ""
    return f"https://s3.{region}.amazonaws.com{suffix}"


def _can_be_host(bucket: str, base: SplitResult) -> bool:
    """A dot in the bucket's name breaks certificates, and addresses have no subdomains."""
    try:
        ip_address(base.hostname or "")
    except ValueError:
        return "." not in bucket
    return False


def _signing_key(secret_key: str, scope: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key

"""Links that let anybody read one object for a while."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.client import S3Location
from storage.credentials import Credentials
from storage.filenames import attachment
from storage.links import Presigner

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEYS = Credentials("AKIAEXAMPLE", "secret/with+signs=")
ROLE = Credentials("ASIAEXAMPLE", "another/secret", "token/with+signs==")
AWS = S3Location(None, None, "eu-central-1", "pictures", None, None, path_style=False)
OTHER = replace(AWS, endpoint_url="http://127.0.0.1:8333", path_style=True)
LOCATIONS = {
    "aws": AWS,
    "the oldest region": replace(AWS, region="us-east-1"),
    "china": replace(AWS, region="cn-north-1"),
    "aws with the bucket in the path": replace(AWS, path_style=True),
    "a bucket with a dot": replace(AWS, bucket="our.pictures"),
    "another store": OTHER,
    "an address without subdomains": replace(OTHER, path_style=False),
    "the usual port": replace(OTHER, endpoint_url="http://Store.example:80"),
    "a public endpoint": replace(OTHER, public_endpoint_url="https://files.example/s3/"),
    "a public subdomain": replace(AWS, public_endpoint_url="https://files.example:8443"),
}


def boto(location: S3Location, keys: Credentials) -> "S3Client":
    """The reference: botocore's own signer."""
    session = boto3.Session(
        keys.access_key, keys.secret_key, keys.token, region_name=location.region
    )
    style: Any = "path" if location.path_style else "virtual"
    return session.client(
        "s3",
        endpoint_url=location.public_endpoint_url or location.endpoint_url,
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
    )


def reference(client: "S3Client", location: S3Location, key: str, name: str | None) -> str:
    """The link that botocore makes at noon."""
    extra = {} if name is None else {"ResponseContentDisposition": attachment(name)}
    params = {"Bucket": location.bucket, "Key": key, **extra}
    with patch("botocore.auth.get_current_datetime", return_value=NOON):
        return client.generate_presigned_url("get_object", Params=params, ExpiresIn=3600)


def presigner(
    location: S3Location, keys: Credentials = KEYS, clock: Callable[[], float] = NOON.timestamp
) -> Presigner:
    """Ours, at noon unless the clock says otherwise."""
    return Presigner(location, lambda: keys, clock=clock)


@pytest.mark.parametrize("keys", [KEYS, ROLE], ids=["own keys", "a role's keys"])
@pytest.mark.parametrize("location", LOCATIONS.values(), ids=LOCATIONS.keys())
@pytest.mark.parametrize("name", [None, 'Größe "1+2" & 50%.jpg'])
def test_links_are_botocores(location: S3Location, keys: Credentials, name: str | None) -> None:
    """Whatever the store's address and the keys, the link is botocore's, byte by byte."""
    key = "5f/original/Blumen & Gräser (2) + 100%~=,;@!'*.jpg"

    expected = reference(boto(location, keys), location, key, name)
    assert presigner(location, keys).url(key, file_name=name) == expected


@pytest.fixture(scope="module")
def signer() -> "S3Client":
    """One client of botocore's for many links."""
    return boto(OTHER, KEYS)


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    name=st.none() | st.text(max_size=30),
)
def test_links_are_botocores_for_any_key(signer: "S3Client", key: str, name: str | None) -> None:
    """No character in a key or a name tells our link from botocore's."""
    expected = reference(signer, OTHER, key, name)

    assert presigner(OTHER).url(key, file_name=name) == expected


def test_a_link_stays_the_same_for_ten_minutes() -> None:
    """A browser that lists again finds the pictures in its cache."""
    now = [NOON.timestamp()]
    links = presigner(OTHER, clock=lambda: now[0])
    first = links.url("a/thumb/cat.jpg")
    now[0] += 599.9
    assert links.url("a/thumb/cat.jpg") == first

    now[0] += 0.1
    assert links.url("a/thumb/cat.jpg") != first


@pytest.mark.parametrize("seconds", [1, 5, 60, 300, 900, 3600, 604_800])
def test_a_link_lives_five_sixths_of_its_time_at_least(seconds: int) -> None:
    """Rounding the time of signing never makes a link that is born dead."""
    now = NOON.timestamp() + 599
    query = parse_qs(urlsplit(presigner(OTHER, clock=lambda: now).url("a", seconds=seconds)).query)
    signed = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%S%z").timestamp()
    left = signed + int(query["X-Amz-Expires"][0]) - now

    assert seconds * 5 / 6 <= left <= seconds


@pytest.mark.parametrize("seconds", [0, -1, 604_801])
def test_a_link_cannot_live_longer_than_the_store_allows(seconds: int) -> None:
    """The store would refuse it; better to say so at once."""
    with pytest.raises(ValueError, match="7 days"):
        presigner(OTHER).url("a", seconds=seconds)


def test_new_keys_are_used_at_once() -> None:
    """A role's keys change every few hours, and the old ones stop working."""
    held = [KEYS]
    links = Presigner(OTHER, lambda: held[0], clock=NOON.timestamp)
    before = links.url("a")
    held[0] = ROLE

    assert "X-Amz-Security-Token=token%2Fwith%2Bsigns%3D%3D" in links.url("a")
    assert before != links.url("a")
    assert "AKIAEXAMPLE" in before


def test_a_new_day_gets_a_new_signing_key() -> None:
    """The cached key is of one day; a link of the next day must not use it."""
    now = [NOON.timestamp()]
    links = Presigner(OTHER, lambda: KEYS, clock=lambda: now[0])
    links.url("a")
    now[0] += 86_400
    tomorrow = links.url("a")

    assert tomorrow == presigner(OTHER, clock=lambda: now[0]).url("a")
    assert "20261122" in tomorrow

"""Signed leave to send: botocore's bytes, and a real store that refuses everything else."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import httpx
import pytest

from storage.bucket import Bucket
from storage.client import S3Location
from storage.credentials import Credentials, credentials
from storage.upload_links import Ticket, UploadPresigner
from tests.storage.test_links import KEYS, LOCATIONS, NOON, ROLE, boto

KEY = "incoming/6b011f000000000000000001"
JPEG = "image/jpeg"
ORIGIN = "http://localhost:8000"


def presigner(location: S3Location, keys: Credentials = KEYS) -> UploadPresigner:
    """Ours, at noon."""
    return UploadPresigner(location, lambda: keys, clock=NOON.timestamp)


def noon() -> Any:
    """What makes botocore believe that it is noon."""
    return patch("botocore.auth.get_current_datetime", return_value=NOON)


each_location = pytest.mark.parametrize("location", LOCATIONS.values(), ids=LOCATIONS.keys())
each_keys = pytest.mark.parametrize("keys", [KEYS, ROLE], ids=["own keys", "a role's keys"])


@each_keys
@each_location
def test_puts_are_botocores(location: S3Location, keys: Credentials) -> None:
    """Size and type are signed, and the link is botocore's, byte by byte."""
    params = {
        "Bucket": location.bucket,
        "Key": KEY,
        "ContentType": "image/svg+xml; charset=utf-8",
        "ContentLength": 300,
    }
    with noon():
        expected = boto(location, keys).generate_presigned_url(
            "put_object", Params=params, ExpiresIn=900
        )
    ours = presigner(location, keys).put(
        KEY, content_type="image/svg+xml; charset=utf-8", size=300, seconds=900
    )

    assert ours.url == expected


@each_keys
@each_location
def test_parts_are_botocores(location: S3Location, keys: Credentials) -> None:
    """Number, size and upload are signed, and the link is botocore's, byte by byte."""
    params = {
        "Bucket": location.bucket,
        "Key": KEY,
        "UploadId": "a.b+c/d=_-",
        "PartNumber": 7,
        "ContentLength": 5,
    }
    with noon():
        expected = boto(location, keys).generate_presigned_url(
            "upload_part", Params=params, ExpiresIn=900
        )

    assert presigner(location, keys).part(KEY, "a.b+c/d=_-", 7, size=5, seconds=900).url == expected


@each_keys
@each_location
def test_posts_are_botocores(location: S3Location, keys: Credentials) -> None:
    """Address, policy and signature are botocore's, byte by byte."""
    client = boto(location, keys)
    with noon(), patch("botocore.signers.get_current_datetime", return_value=NOON):
        expected = client.generate_presigned_post(
            location.bucket,
            KEY,
            Fields={"Content-Type": JPEG},
            Conditions=[{"Content-Type": JPEG}, ["content-length-range", 300, 300]],
            ExpiresIn=900,
        )
    ours = presigner(location, keys).post(KEY, content_type=JPEG, size=300, seconds=900)

    assert ours.fields == expected["fields"]
    assert ours.url.rstrip("/") == expected["url"].rstrip("/")


@pytest.mark.parametrize("seconds", [0, -1, 604_801])
def test_leave_cannot_last_longer_than_the_store_allows(seconds: int) -> None:
    """The store would refuse it; better to say so at once."""
    links = presigner(LOCATIONS["aws"])
    with pytest.raises(ValueError, match="7 days"):
        links.put(KEY, content_type=JPEG, size=1, seconds=seconds)
    with pytest.raises(ValueError, match="7 days"):
        links.post(KEY, content_type=JPEG, size=1, seconds=seconds)
    with pytest.raises(ValueError, match="7 days"):
        links.part(KEY, "id", 1, size=1, seconds=seconds)


# The real store


@pytest.fixture
def location(object_store: S3Location, bucket: Bucket) -> S3Location:
    """Where this test's bucket is."""
    return replace(object_store, bucket=bucket.name)


@pytest.fixture
def links(location: S3Location) -> UploadPresigner:
    """Signs for the real store."""
    return UploadPresigner(location, credentials(location))


async def put(ticket: Ticket, content: bytes, **other: str) -> int:
    """The store's answer to a PUT; `other` headers are sent instead."""
    sent = {**ticket.headers, **{n.replace("_", "-"): v for n, v in other.items()}}
    sent["Content-Length"] = str(len(content))
    async with httpx.AsyncClient(trust_env=False) as http:
        return (await http.put(ticket.url, content=content, headers=sent)).status_code


async def post(ticket: Ticket, content: bytes, other: Mapping[str, str] | None = None) -> int:
    """The store's answer to a form; `other` fields are sent instead."""
    async with httpx.AsyncClient(trust_env=False) as http:
        form = {**ticket.fields, **(other or {})}
        answer = await http.post(ticket.url, data=form, files={"file": ("a.jpg", content)})
        return answer.status_code


async def stored(bucket: Bucket) -> list[str]:
    """Every key of the bucket."""
    return [info.key async for info in bucket.list()]


async def test_the_store_takes_what_was_announced(bucket: Bucket, links: UploadPresigner) -> None:
    """By PUT and by POST the announced bytes arrive under the announced key, with their type."""
    first = links.put("incoming/1", content_type=JPEG, size=300, seconds=60)
    second = links.post("incoming/2", content_type=JPEG, size=300, seconds=60)

    assert await put(first, b"x" * 300) == 200
    assert await post(second, b"y" * 300) in {200, 204}
    for key in ("incoming/1", "incoming/2"):
        info = await bucket.head(key)
        assert (info.length, info.content_type) == (300, JPEG)


async def test_the_store_refuses_another_put(bucket: Bucket, links: UploadPresigner) -> None:
    """Another size, another type, another key: nothing is stored."""
    ticket = links.put(KEY, content_type=JPEG, size=300, seconds=60)
    elsewhere = replace(ticket, url=ticket.url.replace(KEY, "published/1"))

    assert await put(ticket, b"x" * 3) == 403
    assert await put(ticket, b"x" * 301) == 403
    assert await put(ticket, b"x" * 300, Content_Type="text/html") == 403
    assert await put(elsewhere, b"x" * 300) == 403
    assert await stored(bucket) == []


async def test_the_store_refuses_another_post(bucket: Bucket, links: UploadPresigner) -> None:
    """Another size, type, key or policy: nothing is stored."""
    ticket = links.post(KEY, content_type=JPEG, size=300, seconds=60)
    rules = json.loads(base64.b64decode(ticket.fields["policy"]))
    rules["expiration"] = "2099-01-01T00:00:00Z"
    altered = base64.b64encode(json.dumps(rules).encode()).decode()

    assert await post(ticket, b"x" * 3) in {400, 403}
    assert await post(ticket, b"x" * 301) in {400, 403}
    assert await post(ticket, b"x" * 300, {"Content-Type": "text/html"}) in {400, 403}
    assert await post(ticket, b"x" * 300, {"key": "published/1"}) in {400, 403}
    assert await post(ticket, b"x" * 300, {"policy": altered}) in {400, 403}
    assert await stored(bucket) == []


async def test_leave_runs_out(bucket: Bucket, location: S3Location) -> None:
    """What was signed for a minute is of no use an hour later."""
    old = UploadPresigner(location, credentials(location), clock=lambda: time.time() - 3600)
    put_ticket = old.put(KEY, content_type=JPEG, size=3, seconds=60)
    post_ticket = old.post(KEY, content_type=JPEG, size=3, seconds=60)
    assert await put(put_ticket, b"abc") == 403
    assert await post(post_ticket, b"abc") in {400, 403}
    assert await stored(bucket) == []


@pytest.mark.parametrize("method", ["PUT", "POST"])
async def test_pages_of_ours_may_send(bucket: Bucket, links: UploadPresigner, method: str) -> None:
    """A browser's preflight is answered for our origin, and for no other."""
    url = links.put(KEY, content_type=JPEG, size=3, seconds=60).url
    asked = {"access-control-request-method": method}
    asked |= {"access-control-request-headers": "content-type"}
    async with httpx.AsyncClient(trust_env=False) as http:
        ours = await http.options(url, headers={**asked, "origin": ORIGIN})
        others = await http.options(url, headers={**asked, "origin": "https://evil.example"})

    assert ours.headers["access-control-allow-origin"] == ORIGIN
    assert method in ours.headers["access-control-allow-methods"]
    assert "access-control-allow-origin" not in others.headers

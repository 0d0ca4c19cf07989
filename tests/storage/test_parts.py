"""Objects that come in parts, and bytes that are taken over."""

import io
from dataclasses import replace

import pytest

from storage.bucket import Bucket
from storage.client import S3Location
from storage.credentials import credentials
from storage.errors import ObjectChanged, ObjectMissing
from storage.objects import StoredPart
from storage.upload_links import UploadPresigner
from tests.storage.test_bucket import read
from tests.storage.test_upload_links import put

KEY = "incoming/1"
PART = 5 * 1024**2


@pytest.fixture
def links(object_store: S3Location, bucket: Bucket) -> UploadPresigner:
    """Signs for the real store."""
    location = replace(object_store, bucket=bucket.name)
    return UploadPresigner(location, credentials(location))


async def sent(bucket: Bucket, links: UploadPresigner, id: str, number: int, size: int) -> None:
    """Send one part as a client does."""
    ticket = links.part(KEY, id, number, size=size, seconds=60)
    assert await put(ticket, bytes([number]) * size) == 200


async def test_parts_become_one_object(bucket: Bucket, links: UploadPresigner) -> None:
    """Sent in disorder, and one of them twice, the parts make the object, once."""
    id = await bucket.begin_parts(KEY, content_type="image/png")
    await sent(bucket, links, id, 2, 7)
    await sent(bucket, links, id, 1, PART)
    await sent(bucket, links, id, 2, 7)
    there = await bucket.parts(KEY, id)
    await bucket.end_parts(KEY, id, there)
    info = await bucket.head(KEY)

    assert [(part.number, part.length) for part in there] == [(1, PART), (2, 7)]
    assert (info.length, info.content_type) == (PART + 7, "image/png")
    assert await read(bucket, KEY, f"bytes={PART - 1}-") == b"\1" + b"\2" * 7
    with pytest.raises(ObjectMissing):
        await bucket.parts(KEY, id)


async def test_the_store_refuses_another_part(bucket: Bucket, links: UploadPresigner) -> None:
    """A part of another size, or one that was not signed, is not stored."""
    id = await bucket.begin_parts(KEY, content_type="image/png")
    ticket = links.part(KEY, id, 1, size=100, seconds=60)
    other = replace(ticket, url=ticket.url.replace("partNumber=1", "partNumber=2"))

    assert await put(ticket, b"x" * 99) == 403
    assert await put(other, b"x" * 100) == 403
    assert await bucket.parts(KEY, id) == []


async def test_what_was_begun_can_be_thrown_away(bucket: Bucket, links: UploadPresigner) -> None:
    """All that was begun under a key is gone, again and again, and nothing of its neighbours."""
    ids = [await bucket.begin_parts(KEY, content_type="image/png") for _ in range(2)]
    neighbour = await bucket.begin_parts(f"{KEY}2", content_type="image/png")
    await sent(bucket, links, ids[0], 1, 10)
    await bucket.abort_parts(KEY)
    await bucket.abort_parts(KEY)

    for id in ids:
        with pytest.raises(ObjectMissing):
            await bucket.parts(KEY, id)
    assert await bucket.parts(f"{KEY}2", neighbour) == []
    await bucket.abort_parts(f"{KEY}2")


async def test_an_end_without_its_beginning_is_told(bucket: Bucket) -> None:
    """Ending what nobody began, or what is ended already, has a name."""
    with pytest.raises(ObjectMissing):
        await bucket.end_parts(KEY, "0" * 32, [StoredPart(1, 1, '"0"')])


async def test_only_the_bytes_are_taken_over(bucket: Bucket) -> None:
    """Type, caching and disposition are ours to say, not the sender's."""
    await bucket.put(
        KEY,
        io.BytesIO(b"meow"),
        content_type="text/html",
        cache_control="public",
        disposition="inline",
    )
    etag = (await bucket.head(KEY)).etag
    await bucket.adopt(KEY, "1/original/cat.jpg", etag=etag, content_type="image/jpeg")
    stored = await bucket.open("1/original/cat.jpg")

    assert [piece async for piece in stored.chunks()] == [b"meow"]
    assert (stored.content_type, stored.cache_control) == ("image/jpeg", None)


async def test_what_was_sent_again_is_not_taken_over(bucket: Bucket) -> None:
    """Between the look and the copy nobody can slip other bytes in."""
    await bucket.put(KEY, io.BytesIO(b"meow"), content_type="image/jpeg")
    etag = (await bucket.head(KEY)).etag
    await bucket.put(KEY, io.BytesIO(b"wuff"), content_type="image/jpeg")

    with pytest.raises(ObjectChanged):
        await bucket.adopt(KEY, "1/original/cat.jpg", etag=etag, content_type="image/jpeg")
    with pytest.raises(ObjectMissing):
        await bucket.head("1/original/cat.jpg")

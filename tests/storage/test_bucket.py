"""A bucket of a real S3 store, without ever blocking the event loop."""

import asyncio
import hashlib
import io
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from storage.bucket import Bucket
from storage.client import S3Location, connect
from storage.errors import ObjectMissing, RangeNotSatisfiable, StoreUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CAT = "5f/original/Größe 38 (2) + 'x'&y,=;@!.jpg"


async def put(bucket: Bucket, key: str, content: bytes = b"meow") -> None:
    """Store a small object."""
    await bucket.put(key, io.BytesIO(content), content_type="image/jpeg")


async def read(bucket: Bucket, key: str, byte_range: str | None = None) -> bytes:
    """All bytes of an object, or of a range."""
    stored = await bucket.open(key, byte_range=byte_range)
    return b"".join([piece async for piece in stored.chunks()])


async def test_what_was_put_comes_back(bucket: Bucket) -> None:
    """Bytes, type and caching rule are kept, under a name of any letters."""
    await bucket.put(
        CAT,
        io.BytesIO(b"meow"),
        content_type="image/webp",
        cache_control="public, max-age=31536000, immutable",
        disposition="inline",
    )
    stored = await bucket.open(CAT)

    assert [piece async for piece in stored.chunks()] == [b"meow"]
    assert (stored.content_type, stored.length, stored.content_range) == ("image/webp", 4, None)
    assert stored.cache_control == "public, max-age=31536000, immutable"
    assert stored.etag == f'"{hashlib.md5(b"meow").hexdigest()}"'  # noqa: S324 - S3's choice
    assert abs(datetime.now(UTC) - stored.last_modified) < timedelta(minutes=1)


async def test_put_sends_from_where_the_file_stands_and_leaves_it_open(bucket: Bucket) -> None:
    """The file is the caller's: to wind, and to close."""
    file = io.BytesIO(b"header:meow")
    file.seek(7)
    await bucket.put("cat", file, content_type="image/jpeg")

    assert await read(bucket, "cat") == b"meow"
    assert not file.closed


async def test_a_large_file_goes_both_ways_in_pieces(bucket: Bucket, tmp_path: Path) -> None:
    """More than fits in one part arrives whole, by `download` as by `chunks`."""
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(secrets.token_bytes(1024**2) * 40)
    with source.open("rb") as file:
        await bucket.put("large", file, content_type="application/zip")
    await bucket.download("large", target)
    stored = await bucket.open("large")
    pieces = [piece async for piece in stored.chunks()]

    assert hash_of(target.read_bytes()) == hash_of(b"".join(pieces)) == hash_of(source.read_bytes())
    assert max(map(len, pieces)) <= 256 * 1024
    assert stored.content_type == "application/zip"


def hash_of(content: bytes) -> str:
    """Something short to compare."""
    return hashlib.sha256(content).hexdigest()


def is_empty(folder: Path) -> bool:
    """Whether nothing, not even half a file, is in it."""
    return not any(folder.iterdir())


@pytest.mark.parametrize(
    ("byte_range", "expected", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=8-", b"89", "bytes 8-9/10"),
        ("bytes=-1", b"9", "bytes 9-9/10"),
    ],
)
async def test_a_range_is_a_part(
    bucket: Bucket, byte_range: str, expected: bytes, told: str
) -> None:
    """Only what was asked for crosses the wire, and the answer says what it is."""
    await put(bucket, "digits", b"0123456789")
    stored = await bucket.open("digits", byte_range=byte_range)

    assert [piece async for piece in stored.chunks()] == [expected]
    assert (stored.content_range, stored.length) == (told, len(expected))


async def test_a_range_outside_is_named(bucket: Bucket) -> None:
    """The HTTP answer to it is 416, not 404 and not 500."""
    await put(bucket, "digits", b"0123456789")

    with pytest.raises(RangeNotSatisfiable):
        await bucket.open("digits", byte_range="bytes=10-")


async def test_a_missing_object_is_named(bucket: Bucket, tmp_path: Path) -> None:
    """Whatever is asked of it, the error says which key has no object."""
    with pytest.raises(ObjectMissing, match="nothing/here"):
        await bucket.open("nothing/here")
    with pytest.raises(ObjectMissing, match="nothing/here"):
        await bucket.head("nothing/here")
    with pytest.raises(ObjectMissing, match="nothing/here"):
        await bucket.copy("nothing/here", "there")
    with pytest.raises(ObjectMissing, match="nothing/here"):
        await bucket.download("nothing/here", tmp_path / "cat")
    assert is_empty(tmp_path)


async def test_a_copy_keeps_type_and_bytes(bucket: Bucket) -> None:
    """A verified upload moves inside the store."""
    await put(bucket, "incoming/1")
    await bucket.copy("incoming/1", CAT)
    info = await bucket.head(CAT)

    assert await read(bucket, CAT) == b"meow"
    assert (info.key, info.length, info.content_type) == (CAT, 4, "image/jpeg")


async def test_deleting_twice_is_deleting(bucket: Bucket) -> None:
    """A crash in between is finished by doing it again."""
    await put(bucket, CAT)
    await bucket.delete([CAT, "never/was"])
    await bucket.delete([CAT])
    await bucket.delete([])

    with pytest.raises(ObjectMissing):
        await bucket.head(CAT)


async def test_lists_and_deletes_beyond_one_page(bucket: Bucket) -> None:
    """The store answers at most 1,000 keys at a time; callers need not know."""
    keys = [f"many/{number:04}" for number in range(1003)]
    for start in range(0, len(keys), 50):
        await asyncio.gather(*(put(bucket, key) for key in keys[start : start + 50]))
    await put(bucket, "manyfold")

    assert [info.key async for info in bucket.list("many/")] == keys
    await bucket.delete(keys)
    assert [info.key async for info in bucket.list("")] == ["manyfold"]


async def test_a_listing_tells_size_and_time(bucket: Bucket) -> None:
    """What sync compares with the records, without a request per object."""
    await put(bucket, CAT)
    (info,) = [info async for info in bucket.list("5f/")]

    assert info == replace(
        await bucket.head(CAT), content_type=None, last_modified=info.last_modified
    )
    assert abs(datetime.now(UTC) - info.last_modified) < timedelta(minutes=1)


async def test_the_loop_goes_on_while_bytes_come(bucket: Bucket) -> None:
    """Sixty-four megabytes go both ways while the loop keeps ticking."""
    ticking = asyncio.create_task(longest_pause())
    await put(bucket, "large", bytes(64 * 1024**2))
    await read(bucket, "large")
    ticking.cancel()

    assert await ticking < 0.5


async def longest_pause() -> float:
    """The longest time for which the loop did not come back to us, until cancelled."""
    longest, before = 0.0, monotonic()
    try:
        while True:
            await asyncio.sleep(0.005)
            longest, before = max(longest, monotonic() - before), monotonic()
    except asyncio.CancelledError:
        return longest


async def test_readers_that_leave_give_their_threads_back(bucket: Bucket) -> None:
    """Forty browsers that went away in mid-picture do not use up a store's two threads."""
    await put(bucket, "large", bytes(4 * 1024**2))
    async with Bucket(bucket.client, bucket.name, threads=2) as narrow:
        for _ in range(40):
            pieces = (await narrow.open("large")).chunks()
            await anext(pieces)
            await pieces.aclose()
        async with await narrow.open("large") as unread:
            pass

        assert len(await read(narrow, "large")) == unread.length


async def test_an_open_object_outlives_its_bucket_quietly(bucket: Bucket) -> None:
    """Whoever closes in the wrong order gets no error out of a clean-up."""
    await put(bucket, "cat")
    async with Bucket(bucket.client, bucket.name) as short_lived:
        stored = await short_lived.open("cat")

    async with stored:
        pass


class Hanging:
    """A store that takes calls and never answers."""

    def __init__(self) -> None:
        self.calls: list[asyncio.StreamWriter] = []

    async def take(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls.append(writer)

    def hang_up(self) -> None:
        for call in self.calls:
            call.transport.abort()


@pytest.fixture
async def hanging(object_store: S3Location) -> AsyncIterator[tuple[Bucket, Hanging]]:
    """A bucket whose store hangs, until the test is over."""
    store = Hanging()
    server = await asyncio.start_server(store.take, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    location = replace(object_store, endpoint_url=f"http://127.0.0.1:{port}")
    with closing(connect(location)) as client:
        async with Bucket(client, "pictures", threads=2) as bucket:
            yield bucket, store
            server.close()
            store.hang_up()


async def test_a_ping_never_takes_long(hanging: tuple[Bucket, Hanging]) -> None:
    """When the store hangs, /readyz says so in 2 s, and asking often costs one call."""
    bucket, store = hanging
    began = monotonic()
    answers = await asyncio.gather(*(bucket.ping() for _ in range(8)), return_exceptions=True)
    took = monotonic() - began

    assert {type(answer) for answer in answers} == {StoreUnavailable}
    assert took < 3
    assert len(store.calls) == 1


async def test_whoever_gives_up_is_free_at_once(hanging: tuple[Bucket, Hanging]) -> None:
    """A store that hangs holds a thread, never the task that was cancelled."""
    bucket, _ = hanging
    began = monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await bucket.open("cat")

    assert monotonic() - began < 1


async def test_a_store_that_is_not_there_is_named(object_store: S3Location) -> None:
    """Nobody listens: that is an answer of its own, not a stack of urllib3's."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    location = replace(object_store, endpoint_url=f"http://127.0.0.1:{port}")
    with closing(connect(location)) as client:
        async with Bucket(client, "pictures", threads=1) as bucket:
            with pytest.raises(StoreUnavailable):
                await bucket.head("cat")


async def test_a_missing_bucket_is_not_ready(s3: "S3Client") -> None:
    """A store that answers, but has not our bucket, cannot serve."""
    async with Bucket(s3, "test-never-made") as bucket:
        with pytest.raises(StoreUnavailable, match="test-never-made"):
            await bucket.ping()


async def test_ensuring_twice_changes_nothing(bucket: Bucket) -> None:
    """Every start does it; objects and rules stay."""
    await put(bucket, "cat")
    await bucket.ensure(["http://localhost:*", "https://shop.example"])
    rules = bucket.client.get_bucket_cors(Bucket=bucket.name)["CORSRules"]

    assert rules[0]["AllowedOrigins"] == ["http://localhost:*", "https://shop.example"]
    assert await read(bucket, "cat") == b"meow"


def test_secrets_stay_out_of_logs() -> None:
    """Whoever prints a location does not print what opens it."""
    location = S3Location("http://s3.example", None, "eu", "b", "key", "hush", path_style=True)

    assert "hush" not in repr(location)


@pytest.mark.parametrize(
    ("endpoint", "checksums", "proxies"),
    [
        (None, "when_supported", None),
        ("https://minio.example", "when_required", None),
        ("http://127.0.0.1:8333", "when_required", {}),
        ("http://localhost:8333", "when_required", {}),
    ],
)
def test_a_client_suits_its_store(
    endpoint: str | None, checksums: str, proxies: dict[str, str] | None
) -> None:
    """Others than AWS get no checksum trailers, and our own machine needs no proxy."""
    location = S3Location(endpoint, None, "us-east-1", "b", "key", "secret", path_style=True)
    with closing(connect(location)) as client:
        config: Any = client.meta.config

        assert config.request_checksum_calculation == checksums
        assert config.response_checksum_validation == checksums
        assert config.proxies == proxies

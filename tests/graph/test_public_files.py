"""What lies at immutable addresses: the files of approved pictures, and nothing else at all."""

import asyncio
import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

import httpx
import pytest
from pymongo.asynchronous.cursor import AsyncCursor
from pymongo.asynchronous.database import AsyncDatabase

from actions.publishing.following import follow
from app.settings import Settings
from app.web import make_app
from documents.catalog import CatalogRow
from documents.image_files import Publication, StoredRendition
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.transactions import together
from graph.context import House
from graph.ids import object_id
from storage.bucket import Bucket
from storage.client import S3Location, connect
from tests import photos
from tests.actions.shops import shown
from tests.graph.documents import DELETE, REJECT, WITHDRAW
from tests.graph.public_addresses import got, seen
from tests.graph.steps import image, processed, published
from tests.graph.test_review import shop
from tests.server import Client, Sent, listening

PHOTO = Sent("shoe.jpg", photos.jpeg(600, 400, gps=photos.LISBON))
WEBP = photos.webp(600, 400)
PROBLEM = "application/problem+json"


@pytest.fixture
async def link(bucket: Bucket, database: AsyncDatabase[dict[str, Any]]) -> str:
    """The address of a public file, whose picture shops see."""
    key = "published/abc/large/shoe.webp"
    made = StoredRendition(
        preset="LARGE", key=key, content_type="image/webp", width=600, height=400, bytes=len(WEBP)
    )
    one = shown(1, publication=Publication(content_hash="abc", renditions=[made]))
    payload = {"content_hash": "abc", "keys": {"LARGE_WEBP": key}}
    job = Job(kind=JobKind.PUBLISH, image_id=one.id, payload=payload, state=JobState.SUCCEEDED)
    await job.insert()
    await Image.insert_many([one])
    await together(partial(follow, [one.id]))
    await bucket.put(key, io.BytesIO(WEBP), content_type="image/webp")
    return f"/{key}"


async def test_a_file_says_what_it_is(stranger: Client, link: str) -> None:
    """Type, length, tag, a year in caches, any page may show it, and no guessing of types."""
    answer = await got(stranger, link, origin="https://anybody.example")
    head = await stranger.http.head(link, headers={"range": "bytes=0-9"})

    assert answer.content.startswith(b"RIFF")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"
    assert (head.status_code, head.content) == (200, b"")
    same = ("etag", "content-length", "content-type", "cache-control")
    assert [head.headers[name] for name in same] == [answer.headers[name] for name in same]


async def test_ranges_are_those_of_http(stranger: Client, link: str) -> None:
    """One range of bytes is cut out; what is no such range is answered with the whole."""
    answer = await got(stranger, link)
    data, size = answer.content, len(answer.content)
    cases = {
        "bytes=0-9": (206, data[:10], f"bytes 0-9/{size}"),
        "bytes=5-": (206, data[5:], f"bytes 5-{size - 1}/{size}"),
        "bytes=-7": (206, data[-7:], f"bytes {size - 7}-{size - 1}/{size}"),
        f"bytes=-{size * 2}": (206, data, f"bytes 0-{size - 1}/{size}"),
        f"bytes=9-{size * 2}": (206, data[9:], f"bytes 9-{size - 1}/{size}"),
        "bytes=0-1,5-6": (200, data, None),
        "bytes=9-5": (200, data, None),
        "bytes=a-b": (200, data, None),
        "bytes=-": (200, data, None),
        "items=0-1": (200, data, None),
    }
    told = {asked: await got(stranger, link, range=asked) for asked in cases}

    assert {
        asked: (one.status_code, one.content, one.headers.get("content-range"))
        for asked, one in told.items()
    } == cases


async def test_a_range_beyond_the_end_is_refused(stranger: Client, link: str) -> None:
    """416 tells how long the file is."""
    size = len((await got(stranger, link)).content)
    answers = [await got(stranger, link, range=one) for one in (f"bytes={size}-", "bytes=-0")]

    assert [one.status_code for one in answers] == [416, 416]
    assert {one.headers["content-range"] for one in answers} == {f"bytes */{size}"}
    assert answers[0].headers["content-type"] == PROBLEM


async def test_conditions_save_the_bytes(stranger: Client, link: str) -> None:
    """304 for a tag that is named, weak or among others; a range only of the file that is known."""
    whole = await got(stranger, link)
    tag = whole.headers["etag"]
    named = [tag, f"W/{tag}", f'"other", {tag}', "*"]
    same = [await got(stranger, link, if_none_match=one) for one in named]
    other = await got(stranger, link, if_none_match='"other"')
    part = await got(stranger, link, range="bytes=0-4", if_range=tag)
    anew = await got(stranger, link, range="bytes=0-4", if_range='"other"')

    assert [(one.status_code, one.content) for one in same] == [(304, b"")] * 4
    assert {one.headers["etag"] for one in same} == {tag}
    assert (other.status_code, part.status_code, anew.status_code) == (200, 206, 200)


async def test_any_page_may_ask_beforehand(stranger: Client, link: str) -> None:
    """A preflight from anywhere is answered for public files, and not for the API."""
    wishes = {
        "origin": "https://anybody.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "range",
    }
    public = await stranger.http.options(link, headers=wishes)
    api = await stranger.http.options("/graphql", headers=wishes)

    assert (public.status_code, api.status_code) == (200, 400)
    assert public.headers["access-control-allow-origin"] == "*"
    assert "range" in public.headers["access-control-allow-headers"].lower()


@pytest.mark.usefixtures("worker")
async def test_what_is_taken_back_is_gone(reviewer: Client, stranger: Client) -> None:
    """Withdrawn, or deleted: 410 at once, told as a problem, while the store may still have it."""
    one, two = await processed(reviewer, PHOTO, PHOTO, productCode="SKU-1")
    links = [seen(found)["SMALL", "jpeg"]["url"] for found in await published(reviewer, one, two)]
    await reviewer.ask(WITHDRAW, input={"ids": [one], "reason": "RIGHTS"})
    await reviewer.ask(DELETE, input={"ids": [two]})
    answers = [await got(stranger, link) for link in links]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert {answer.headers["content-type"] for answer in answers} == {PROBLEM}
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert answers[0].json()["status"] == 410


async def test_an_object_that_is_still_there_is_gone_all_the_same(
    reviewer: Client, stranger: Client, bucket: Bucket, link: str
) -> None:
    """The catalogue decides, not the store: nobody waits for objects to be deleted."""
    key = link.removeprefix("/")
    assert (await got(stranger, link)).status_code == 200
    await CatalogRow.get_pymongo_collection().delete_many({})
    await bucket.head(key)

    assert (await got(stranger, link, if_none_match="*")).status_code == 410


async def test_a_store_that_lost_a_file_is_no_reason_to_say_gone(
    stranger: Client, bucket: Bucket, link: str
) -> None:
    """The picture is approved all the same: 404, which nobody keeps."""
    await bucket.delete([link.removeprefix("/")])
    answer = await got(stranger, link)

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")


async def test_a_store_that_does_not_answer_is_told(house: House, link: str) -> None:
    """503, and another try may find it."""
    nowhere = S3Location(
        endpoint_url="http://127.0.0.1:9",
        public_endpoint_url=None,
        region="us-east-1",
        bucket="test-none",
        access_key="a",
        secret_key="b",
        path_style=True,
    )
    with closing(connect(nowhere)) as s3:
        async with Bucket(s3, nowhere.bucket) as silent:
            app = make_app(Settings(), replace(house, bucket=silent), {})
            async with listening(app) as at, Client(at) as client:
                answer = await got(client, link)

    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")


async def everything(bucket: Bucket) -> list[str]:
    """The keys of all objects."""
    return [one.key async for one in bucket.list("")]


@pytest.mark.usefixtures("worker")
async def test_nothing_that_is_not_approved_has_an_address(
    admin: Client, reviewer: Client, stranger: Client, bucket: Bucket, link: str
) -> None:
    """Every object of the store at every address that there may be: only what is public is given.

    Asked by strangers, and with the key of a shop.
    """
    ids = await processed(reviewer, *[PHOTO] * 5, productCode="SKU-2")
    _pending, rejected, withdrawn, deleted, planned = ids
    await reviewer.ask(REJECT, input={"ids": [rejected], "reason": "QUALITY"})
    once = [seen(one) for one in await published(reviewer, withdrawn, deleted)]
    await reviewer.ask(WITHDRAW, input={"ids": [withdrawn], "reason": "RIGHTS"})
    await reviewer.ask(DELETE, input={"ids": [deleted]})
    kept = Image.get_pymongo_collection().find({"product_code": "SKU-2"})
    originals = [one["original"]["key"] async for one in kept]
    secret = ["incoming/1", "downloads/1/file", "exports/1/a.csv", "published/x/a/b"]
    for key in secret:
        await bucket.adopt(originals[0], key, etag=await tag(bucket, originals[0]), content_type="")
    # Named by a job that has not ended, and stored by it already.
    planning = Job(
        kind=JobKind.PUBLISH,
        image_id=object_id("Image", planned),
        payload={"content_hash": "soon", "keys": {"S": "published/soon/small/a.jpg"}},
    )
    await planning.insert()
    early = ["published/soon/small/a.jpg"]
    await bucket.copy(originals[0], early[0])
    keys = await everything(bucket)
    public = {raw["key"] async for row in rows() for raw in row["renditions"]}
    gone = [one["url"].removeprefix("/") for found in once for one in found.values()]
    async with await shop(admin) as client:
        asked = [(who, path) for who in (stranger, client) for path in addresses([*keys, *gone])]
        found = await answered(asked)

    assert set(originals) | {*secret, *early} <= set(keys)
    assert {path for path, status, _ in found if status == 200} >= {f"/{key}" for key in public}
    bodies = [await stored(bucket, key) for key in public]
    assert all(body in bodies for _, status, body in found if status == 200)
    assert {status for _, status, _ in found} == {200, 404, 410}
    assert {path for path, status, _ in found if status == 410} >= {f"/{key}" for key in gone}


async def answered(asked: Sequence[tuple[Client, str]]) -> list[tuple[str, int, bytes]]:
    """What each is answered at an address, which is sent as it is, dots and all."""
    few = asyncio.Semaphore(8)

    async def one(who: Client, path: str) -> tuple[str, int, bytes]:
        at = httpx.URL(who.address)
        lines = [f"GET {path} HTTP/1.1", f"host: {at.host}", "connection: close"]
        lines += [f"{name}: {value}" for name, value in who.headers.items()]
        async with few:
            reader, writer = await asyncio.open_connection(at.host, at.port)
            writer.write("\r\n".join([*lines, "", ""]).encode())
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
            writer.close()
            await writer.wait_closed()
        return path, int(head.split()[1]), body

    return await asyncio.gather(*(one(who, path) for who, path in asked))


async def stored(bucket: Bucket, key: str) -> bytes:
    """The bytes of an object."""
    found = await bucket.open(key)
    return b"".join([piece async for piece in found.chunks()])


def rows() -> AsyncCursor[dict[str, Any]]:
    """Everything that shops see."""
    return CatalogRow.get_pymongo_collection().find()


async def tag(bucket: Bucket, key: str) -> str:
    """The store's tag of an object."""
    return (await bucket.head(key)).etag


def addresses(keys: list[str]) -> list[str]:
    """Every way in which somebody may ask for objects."""
    forms = [
        "/{}",
        "/published/{}",
        "/published/../{}",
        "/published/%2e%2e/{}",
        "/published/..%2f{}",
        "/published//{}",
        "/published/x/../../{}",
        "/i/{}",
        "/i/../{}",
        "//{}",
        "/{}%00",
        "/{}?versionId=null",
        "/assets/../{}",
    ]
    return [form.format(key) for key in keys for form in forms]


async def test_no_address_is_a_reason_to_fail(stranger: Client) -> None:
    """Whatever is asked for, the answer is a refusal in words."""
    asked = ["/published/", "/published/%ff%fe", "/published/a", "/published/" + "a" * 5000]
    asked += ["/published/$where", "/published/a/b/c%0d%0ax", "/i/", "/i/a", "/i//1", "/i/%ff/1"]
    answers = await asyncio.gather(*(got(stranger, one) for one in asked))

    assert {one.status_code for one in answers} == {404}


@pytest.mark.usefixtures("worker")
async def test_a_picture_is_public_only_while_its_approval_stands(
    reviewer: Client, stranger: Client
) -> None:
    """Whoever asks again and again while it is withdrawn sees it go once, and never come back."""
    [id] = await processed(reviewer, PHOTO, productCode="SKU-1")
    [found] = await published(reviewer, id)
    link = seen(found)["SMALL", "webp"]["url"]
    told: list[int] = []

    async def ask() -> None:
        while told.count(410) < 3:
            told.append((await got(stranger, link)).status_code)

    asking = asyncio.create_task(ask())
    await reviewer.ask(WITHDRAW, input={"ids": [id], "reason": "RIGHTS"})
    after = (await got(stranger, link)).status_code
    await asyncio.wait_for(asking, 20)

    assert after == 410
    assert told == sorted(told)
    assert set(told) <= {200, 410}
    assert (await image(reviewer, id))["publication"] is None

"""importFromUrls, from a real web server on the loopback."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from actions.arriving.incoming import UploadRules
from actions.importing.sources import ImportRules, Means
from actions.importing.urls import UrlSource
from documents.images import Image
from documents.imports import Import
from documents.jobs import Job
from fetching.rules import FetchRules
from graph.context import House
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.fetching.hosts import Host, Writer, hosting, ok, onward
from tests.graph.conftest import MOST_BYTES, working
from tests.graph.importing import (
    CANCEL,
    FROM_URLS,
    RETRY,
    begun,
    counted,
    ended,
    items,
    verdicts,
)
from tests.server import Client, codes

PRODUCT = """
query ($code: String!) {
  libraryProduct(code: $code) { name images { nodes { fileName productRole productPosition } } }
}"""


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """A web server with pictures."""
    async with hosting() as ours:
        yield ours


@pytest.fixture
def imports(host: Host) -> ImportRules:
    """Imports that may fetch from the test's own host, and from it only."""
    allowed = (ip_network("127.0.0.1/32"),)
    fetching = FetchRules(ports=frozenset({80, host.port}), allowed=allowed, idle_seconds=5)
    return ImportRules(parallel=2, fetching=fetching)


@pytest.fixture
def tools(tools: Tools, imports: ImportRules) -> Tools:
    """A worker that knows them."""
    return replace(tools, uploads=UploadRules(max_bytes=MOST_BYTES), imports=imports)


@pytest.fixture
def house(house: House, imports: ImportRules) -> House:
    """An API that knows them."""
    return replace(house, imports=imports)


def urls(host: Host, *paths: str) -> list[dict[str, object]]:
    """The input for these paths of the host."""
    return [{"url": host.url(path)} for path in paths]


async def test_pictures_come_in_from_their_addresses(
    importer: Client, host: Host, worker: None
) -> None:
    """Named as their addresses end or as we say, with their own texts before those of all."""
    host.answers |= {
        "/a%20cat.jpg?size=1": ok(photos.jpeg(70, 50)),
        "/b": ok(photos.png()),
        "/onward": onward("/b2"),
        "/b2": ok(photos.webp()),
    }
    wanted = [
        {
            "url": host.url("/a%20cat.jpg?size=1"),
            "title": " A cat ",
            "keywords": ["cat", "", "cat"],
        },
        {"url": host.url("/b"), "fileName": "b.png", "productCode": "OWN", "productName": "Own"},
        {"url": host.url("/onward")},
    ]
    made = await begun(importer, FROM_URLS, urls=wanted, productCode="ALL", productName="All")
    waiting = await items(importer, made["id"])
    end = await ended(importer, made["id"])
    images = [one["image"] for one in await items(importer, made["id"])]

    assert (made["source"], made["listed"], made["counts"]["total"]) == ("URL", True, 3)
    assert [one["fileName"] for one in waiting] == ["a cat.jpg", "b.png", "onward"]
    assert (end["state"], counted(end)) == ("FINISHED", {"taken": 3})
    assert [one["productCode"] for one in images] == ["ALL", "OWN", "ALL"]
    assert [one["imported"]["productName"] for one in images] == ["All", "Own", "All"]
    assert (images[0]["title"], images[0]["keywords"]) == ("A cat", ["cat"])
    assert {one["imported"]["source"] for one in images} == {"URL"}


async def test_hostile_addresses_do_not_disturb_the_others(
    importer: Client, host: Host, bucket: Bucket, worker: None
) -> None:
    """What is no address is told at once, the rest by its item; good ones come in."""
    host.answers |= {
        "/good.jpg": ok(photos.jpeg()),
        "/text.jpg": ok(b"this is no picture"),
        "/missing": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "/large.jpg": ok(photos.jpeg() + b"\0" * MOST_BYTES),
        "/inside": onward("http://169.254.169.254/latest/meta-data"),
        "/half": ok(photos.jpeg()[:100], length=10_000),
        "/also.png": ok(photos.png()),
    }
    said = {"title": "x" * 257}
    wanted = [
        *urls(host, "/good.jpg", "/text.jpg", "/missing", "/large.jpg", "/inside", "/half"),
        {"url": "file:///etc/passwd"},
        {"url": "ftp://example.com/a.jpg"},
        {"url": "http://example.com/" + "x" * 9_000},
        {"url": "http://[::1"},
        {"url": host.url("/also.png"), **said},
        {"url": host.url("/also.png"), "position": 1},
        {"url": host.url("/also.png"), "productCode": "A", "position": 1_001},
        *urls(host, "/also.png"),
    ]
    answer = await importer.ask(FROM_URLS, input={"urls": wanted})
    payload = answer["importFromUrls"]
    id = payload["import"]["id"]
    end = await ended(importer, id)

    assert codes(payload) == ["INVALID_URL"] * 4
    assert [error["path"] for error in payload["userErrors"]] == [
        ["urls", str(place), "url"] for place in (6, 7, 8, 9)
    ]
    assert verdicts(await items(importer, id)) == [
        ("TAKEN", None),
        ("REFUSED", "UNSUPPORTED_FORMAT"),
        ("REFUSED", "URL_BAD_STATUS"),
        ("REFUSED", "FILE_TOO_LARGE"),
        ("REFUSED", "URL_ADDRESS_REFUSED"),
        ("REFUSED", "URL_UNREACHABLE"),
        *[("REFUSED", "INVALID_URL")] * 4,
        ("REFUSED", "TEXT_TOO_LONG"),
        ("REFUSED", "PRODUCT_CODE_MISSING"),
        ("REFUSED", "INVALID_POSITION"),
        ("TAKEN", None),
    ]
    assert counted(end) == {"taken": 2, "refused": 12}
    assert await Image.count() == 2
    stored = [info.key async for info in bucket.list("") if "/original/" in info.key]
    assert len(stored) == 2


async def test_pictures_come_to_their_places(importer: Client, host: Host, worker: None) -> None:
    """Positions and roles hold whatever the order of arrival; other pictures make room."""
    host.answers |= {f"/{n}.jpg": ok(photos.jpeg(60 + n, 50)) for n in range(6)}
    first = [{"url": host.url("/0.jpg"), "position": 1, "role": "MAIN"}]
    await ended(importer, (await begun(importer, FROM_URLS, urls=first, productCode="P"))["id"])
    places: list[tuple[int, int | None, str | None]] = [
        (1, 3, None),
        (2, 2, "DETAIL"),
        (3, 1, "MAIN"),
        (4, None, None),
        (5, None, "SWATCH"),
    ]
    more = [
        {"url": host.url(f"/{n}.jpg"), "position": position, "role": role}
        for n, position, role in places
    ]
    made = await begun(importer, FROM_URLS, urls=more, productCode="P")
    await ended(importer, made["id"])
    answer = await importer.ask(PRODUCT, code="P")
    shown = answer["libraryProduct"]["images"]["nodes"]

    assert [(one["fileName"], one["productRole"]) for one in shown[:4]] == [
        ("3.jpg", "MAIN"),
        ("2.jpg", "DETAIL"),
        ("1.jpg", "ADDITIONAL"),
        ("0.jpg", "ADDITIONAL"),
    ]
    assert sorted(one["fileName"] for one in shown[4:]) == ["4.jpg", "5.jpg"]


async def test_a_full_product_keeps_the_picture_unplaced(
    importer: Client, host: Host, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no room left the picture is in, and its item says why it has no place."""
    monkeypatch.setattr("actions.arranging.placement.MOST_ON_PRODUCT", 1)
    host.answers |= {f"/{n}.jpg": ok(photos.jpeg(60 + n, 50)) for n in range(2)}
    wanted = [{"url": host.url(f"/{n}.jpg"), "position": 1} for n in range(2)]
    made = await begun(importer, FROM_URLS, urls=wanted, productCode="P")
    await ended(importer, made["id"])

    assert verdicts(await items(importer, made["id"])) == [("TAKEN", "PRODUCT_FULL")] * 2


async def test_a_call_has_limits(importer: Client, host: Host) -> None:
    """None, or more than 250, are refused as a whole."""
    none = await importer.ask(FROM_URLS, input={"urls": []})
    many = await importer.ask(FROM_URLS, input={"urls": urls(host, *["/a"] * 251)})

    assert codes(none["importFromUrls"]) == ["NO_FILES"]
    assert codes(many["importFromUrls"]) == ["TOO_MANY"]
    assert await Import.count() == 0


async def test_the_same_key_fetches_once(importer: Client, host: Host) -> None:
    """Sent again with its key the call answers alike, bad addresses included."""
    input = {"urls": [*urls(host, "/a"), {"url": "nonsense"}], "idempotencyKey": "k"}
    both = [(await importer.ask(FROM_URLS, input=input))["importFromUrls"] for _ in range(2)]

    assert both[0] == both[1]
    assert await Job.count() == 1


async def test_addresses_are_given_never_found(host: Host, tools: Tools) -> None:
    """An import from addresses has those that it was begun with, and finds no others."""
    means = Means(bucket=tools.bucket, folder=tools.scratch, uploads=tools.uploads)
    begun = Import.model_construct(where={})

    assert [one async for one in UrlSource(begun, means).items()] == []


class Slow:
    """An answer that comes when it is let go."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def __call__(self, writer: Writer) -> None:
        """Wait, then answer."""
        self.asked.set()
        await self.go.wait()
        writer.write(ok(self.body))


async def test_cancel_stops_between_two_items(importer: Client, host: Host, tools: Tools) -> None:
    """What is in work comes in whole; what waits is given up; nothing is tried again."""
    slow = Slow(photos.jpeg())
    host.answers |= {"/slow.jpg": slow, "/b.jpg": ok(photos.png()), "/c.jpg": ok(photos.webp())}
    made = await begun(importer, FROM_URLS, urls=urls(host, "/slow.jpg", "/b.jpg", "/c.jpg"))
    rules = replace(tools.imports, parallel=1)
    async with working(replace(tools, imports=rules)):
        await slow.asked.wait()
        await begun(importer, CANCEL, id=made["id"])
        slow.go.set()
        end = await ended(importer, made["id"])
    retry = await importer.ask(RETRY, input={"id": made["id"]})

    assert (end["state"], end["progress"]) == ("CANCELLED", 1.0)
    assert verdicts(await items(importer, made["id"])) == [
        ("TAKEN", None),
        ("CANCELLED", None),
        ("CANCELLED", None),
    ]
    assert counted(end) == {"taken": 1, "cancelled": 2}
    assert codes(retry["retryImport"]) == ["INVALID_TRANSITION"]


async def test_a_host_that_is_back_can_be_asked_again(
    importer: Client, host: Host, worker: None
) -> None:
    """What could not be reached comes in at the retry, as the image that was meant for it."""
    busy = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
    host.answers |= {"/a.jpg": busy, "/b.jpg": ok(photos.png())}
    made = await begun(importer, FROM_URLS, urls=urls(host, "/a.jpg", "/b.jpg"))
    before = await ended(importer, made["id"])
    host.answers["/a.jpg"] = ok(photos.jpeg())
    await begun(importer, RETRY, id=made["id"])
    after = await ended(importer, made["id"])

    assert (counted(before), counted(after)) == ({"taken": 1, "refused": 1}, {"taken": 2})
    assert len([head for head in host.asked if "/b.jpg" in head]) == 1

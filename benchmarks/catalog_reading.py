"""The catalogue by GET: what an answer that is kept costs, beside one that is made anew.

Starts the service, shows 50 pictures with six public files each to shops, and asks for all of them
over 64 connections: by GET, which is kept until the catalogue changes, and by POST, which never
is. The ratio is of the processor time of the API's process, which other programs on the machine
cannot touch; waiting times are told at a steady rate, and at full load.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import quote, urlsplit

import psutil

from actions.publishing.following import follow
from app.connections import database
from app.embedded import mongod
from app.settings import Settings
from benchmarks.report import figure, heading
from benchmarks.service import answering, serving
from benchmarks.shop import signed_in
from documents.image_files import Publication, StoredRendition
from documents.images import Image
from documents.products import Product
from documents.transactions import Session, together
from tests.actions.shops import shown
from tests.app.service import free_port

CONNECTIONS = 64
PICTURES, PER_PRODUCT = 50, 5
LEAST_RATIO, MOST_MILLISECONDS = 20.0, 10.0
# Over all connections; a shop with a CDN before it asks far less.
STEADY_RATE = 400
SIZES = (("LARGE", 1600), ("MEDIUM", 960), ("SMALL", 480))
FORMATS = (("image/webp", "webp"), ("image/jpeg", "jpg"))
CREATE_KEY = "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }"
QUERY = """
query Page {
  products(first: 20, locale: "pt-BR") { nodes { code name images {
    id position role title altText credit width height ratio dominantColor thumbHash
    renditions { preset url width height bytes contentType } sources { contentType srcset }
  } } }
}"""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of some requests: seconds of waiting each, in order, and of the processor."""

    waits: list[float]
    processor: float
    took: float

    @property
    def per_second(self) -> float:
        """Answers."""
        return len(self.waits) / self.took

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processor for one answer."""
        return self.processor / len(self.waits) * 1000

    def percentile(self, share: float) -> float:
        """The waiting that this share of requests did not exceed, in milliseconds."""
        return sorted(self.waits)[min(int(len(self.waits) * share), len(self.waits) - 1)] * 1000


class Line(asyncio.Protocol):
    """One connection that is kept: one request after another, and as little work as can be."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        # Nobody waits yet.
        self.answered.cancel()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready to send."""
        # uvloop's own transports are none of asyncio's classes.
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody answers any more."""
        if not self.answered.done():
            self.answered.set_exception(error or ConnectionError("The server hung up."))

    def data_received(self, data: bytes) -> None:
        """Wait for all of an answer."""
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) >= length and not self.answered.done():
            self.answered.set_result(bytes(self.buffer))
            self.buffer.clear()

    async def ask(self, request: bytes) -> bytes:
        """The whole answer to a request."""
        assert self.transport is not None
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.answered


async def measure(folder: Path, tens: int) -> bool:
    """Whether it is as fast as we promise; `tens` of thousands of requests for what is kept."""
    heading(f"Reading {PICTURES} pictures over {CONNECTIONS} connections")
    async with serving(folder / "data", free_port()) as service:
        await filled(folder / "data")
        shop = await key(service.address)
        got, posted = by_get(service.address, shop), by_post(service.address, shop)
        async with connected(service.address) as lines:
            size = await warm(lines[0], got, posted)
        # Each on fresh connections: the service closes those that were idle for seconds.
        async with connected(service.address) as lines:
            anew = await loaded(lines, posted, 20 * tens, service.process)
        async with connected(service.address) as lines:
            kept = await loaded(lines, got, 1000 * tens, service.process)
        async with connected(service.address) as lines:
            steady = await _steadily(lines, got, 200 * tens, service.process)
    return _told(anew, kept, steady, size)


def _told(anew: Load, kept: Load, steady: Load, size: int) -> bool:
    ratio = anew.cost / kept.cost
    figure("answer", f"{size / 1000:.0f} kB")
    for name, load in (("made anew", anew), ("kept", kept)):
        figure(f"{name}, processor", f"{load.cost:.3f} ms an answer")
        figure(f"{name}, full load", f"{load.per_second:.0f} answers a second")
        figure(f"{name}, full load, p50, p99", _waits(load))
    figure(f"kept, {STEADY_RATE} a second, p50, p99", _waits(steady))
    figure("ratio of processor time", f"{ratio:.1f}")
    figure("ratio of throughput", f"{kept.per_second / anew.per_second:.1f}")
    good = ratio >= LEAST_RATIO and steady.percentile(0.99) < MOST_MILLISECONDS
    print(
        f"{'as' if good else 'NOT as'} promised: a ratio of {LEAST_RATIO:.0f}, and less than "
        f"{MOST_MILLISECONDS:.0f} ms for 99 of 100"
    )
    return good


def _waits(load: Load) -> str:
    return f"{load.percentile(0.5):.2f} ms, {load.percentile(0.99):.2f} ms"


async def filled(data: Path) -> None:
    """Show pictures to shops, as approvals do once their files are made."""
    uri = await mongod.found_running(data)
    assert uri is not None, "The service runs on this folder."
    async with database(uri, Settings().mongodb_database):
        pictures = [_picture(number) for number in range(PICTURES)]
        await Image.insert_many(pictures)
        for code in dict.fromkeys(one.product_code for one in pictures):
            await Product.ensure(str(code), f"Product {code}")

        async def write(session: Session) -> None:
            await follow([one.id for one in pictures], session)

        await together(write)


def _picture(number: int) -> Image:
    made = [
        StoredRendition(
            preset=preset,
            key=f"published/{number:032x}/{preset.lower()}/photo-{number}.{ending}",
            content_type=content_type,
            width=width,
            height=width * 2 // 3,
            bytes=width * 100,
        )
        for preset, width in SIZES
        for content_type, ending in FORMATS
    ]
    return shown(
        number,
        product_code=f"SKU-{number // PER_PRODUCT}",
        publication=Publication(content_hash=f"{number:032x}", renditions=made),
        edits={"title": f"Photo {number}", "alt_texts": {"pt": "Um sapato", "en": "A shoe"}},
    )


async def key(address: str) -> str:
    """The key of a shop."""
    async with signed_in(address) as admin:
        input = {"name": "Shop", "scopes": ["CATALOG_READ"]}
        answer = await admin.ask(CREATE_KEY, input=input)
    return str(answer["createApiKey"]["secret"])


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[list[Line]]:
    """Fresh connections; the service closes those that were idle for seconds."""
    at, loop = urlsplit(address), asyncio.get_running_loop()
    host, port = str(at.hostname), at.port or 80
    made = [await loop.create_connection(Line, host, port) for _ in range(CONNECTIONS)]
    yield [line for _, line in made]
    for transport, _ in made:
        transport.close()


def by_get(address: str, key: str, query: str = QUERY, name: str = "x-api-key") -> bytes:
    """The request that is kept where it is for the catalogue, as `by_post`."""
    path = f"/graphql?query={quote(query)}"
    lines = [f"GET {path} HTTP/1.1", f"host: {urlsplit(address).netloc}", f"{name}: {key}"]
    return "\r\n".join([*lines, "accept: application/json", "", ""]).encode()


def by_post(address: str, key: str, query: str = QUERY, name: str = "x-api-key") -> bytes:
    """The request that is answered anew each time, with credentials in the header `name`."""
    body = json.dumps({"query": query})
    lines = ["POST /graphql HTTP/1.1", f"host: {urlsplit(address).netloc}", f"{name}: {key}"]
    lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, "accept: application/json", "", body]).encode()


async def warm(line: Line, got: bytes, posted: bytes) -> int:
    """Bytes of the answer, which is the same both ways; both have been asked for a few times."""
    for _ in range(10):
        answers = [(await line.ask(one)).partition(b"\r\n\r\n") for one in (got, posted)]
    (head, _, body), (_, _, other) = answers
    assert b"etag" in head, "It is not kept."
    assert json.loads(body)["data"] == json.loads(other)["data"], "What is kept is not the same."
    pictures = [one["images"] for one in json.loads(body)["data"]["products"]["nodes"]]
    assert sum(map(len, pictures)) == PICTURES, "Shops see something else."
    return len(body)


async def loaded(lines: list[Line], request: bytes, count: int, server: psutil.Process) -> Load:
    """Each line asks again as soon as it is answered."""

    async def busy(line: Line, many: int, waits: list[float]) -> None:
        for _ in range(many):
            began = time.perf_counter()
            await line.ask(request)
            waits.append(time.perf_counter() - began)

    return await _measured(lines, count // len(lines) + 1, busy, server)


async def _steadily(lines: list[Line], request: bytes, count: int, server: psutil.Process) -> Load:
    """Each line asks when its turn comes, however long it was answered before."""
    loop = asyncio.get_running_loop()
    every, begin = len(lines) / STEADY_RATE, loop.time()
    places = {line: place for place, line in enumerate(lines)}

    async def paced(line: Line, many: int, waits: list[float]) -> None:
        for turn in range(many):
            due = begin + (turn + places[line] / len(lines)) * every
            await asyncio.sleep(due - loop.time())
            await line.ask(request)
            # From when it was due: what a late answer delays is its fault.
            waits.append(loop.time() - due)

    return await _measured(lines, count // len(lines) + 1, paced, server)


Asking = Callable[[Line, int, list[float]], Awaitable[None]]


async def _measured(lines: list[Line], many: int, ask: Asking, server: psutil.Process) -> Load:
    waits: list[float] = []
    before, began = _processor(server), time.perf_counter()
    await asyncio.gather(*(ask(line, many, waits) for line in lines))
    return Load(waits, _processor(server) - before, time.perf_counter() - began)


def _processor(server: psutil.Process) -> float:
    times = [one.cpu_times() for one in answering(server)]
    return float(sum(one.user + one.system for one in times))

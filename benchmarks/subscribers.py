"""`python -m benchmarks.subscribers`: a thousand websockets, and how soon each hears an event.

Starts the service, connects subscribers of `imageChanged`, and changes a picture a few times a
second while somebody reads pages of the library. Told: what an idle subscriber costs in memory,
and how long after the mutation was sent each of them had its event. Exits with 1 where that is
250 ms or more at the 99th percentile, or where somebody missed one.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import uvloop

from app.connections import database
from app.embedded import mongod
from app.settings import Settings
from benchmarks.meter import MB
from benchmarks.report import figure, heading, machine
from benchmarks.service import Service, answering, cores, serving
from benchmarks.shop import signed_in
from benchmarks.sockets import Hear, Subscriber, subscribed
from documents.images import Image
from graph.ids import global_id
from tests.actions.shops import shown
from tests.app.service import free_port
from tests.server import Client

PICTURES = 200
MOST_MILLISECONDS = 250.0
EVENTS_A_SECOND, READS_A_SECOND = 2.0, 20.0
AT_ONCE = 50
# After so long an event is missed.
PATIENCE_SECONDS = 10.0
FOLLOW = """
subscription Follow {
  imageChanged {
    eventId imageId missed
    image { id state version title productCode width height fileName thumbHash
      review { state } renditions { preset width height } }
  }
}"""
UPDATE = """
mutation Update($input: UpdateImageInput!) {
  updateImage(input: $input) { image { version } userErrors { code message } }
}"""
READ = """
query Read { images(first: 50) { nodes {
  id state title productCode width height createdAt review { state }
  renditions { preset url width height }
} } }"""


@dataclass(slots=True)
class Heard:
    """When each event came to each subscriber, by the title that it told of."""

    times: dict[str, dict[int, float]] = field(default_factory=dict)

    def by(self, number: int) -> Hear:
        """The ears of one subscriber. What is told once more counts once."""

        def take(now: float, message: dict[str, Any]) -> None:
            assert message["type"] == "next", message
            image = message["payload"]["data"]["imageChanged"]["image"]
            if image is not None:
                self.times.setdefault(image["title"], {}).setdefault(number, now)

        return take


@dataclass(frozen=True, slots=True)
class Waits:
    """How long after its mutation was sent an event came, in seconds, in order."""

    seconds: Sequence[float]

    def __str__(self) -> str:
        marks = ", ".join(f"{self.percentile(share):.0f}" for share in (0.5, 0.95, 0.99, 1))
        return f"{marks} ms at p50, p95, p99, worst"

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        place = min(int(len(self.seconds) * share), len(self.seconds) - 1)
        return self.seconds[place] * 1000


async def main() -> int:
    """Measure, and tell; 0 where it is as promised."""
    options = _options()
    print(f"on {machine(cores())}, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="ecogram-subscribers-") as folder:
        data = Path(folder) / "data"
        many = str(options.processes)
        async with serving(data, free_port(), ECOGRAM_PROCESSES=many) as service:
            pictures = await _filled(data)
            async with signed_in(service.address) as client:
                good = await _measured(service, client, pictures, options)
    print(f"load average {os.getloadavg()[0]:.1f}")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--subscribers", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--events", type=int, default=40)
    return parser.parse_args()


async def _filled(data: Path) -> list[str]:
    """The global ids of pictures that are there."""
    uri = await mongod.found_running(data)
    assert uri is not None, "The service runs on this folder."
    async with database(uri, Settings().mongodb_database):
        pictures = [shown(number, product_code=f"SKU-{number}") for number in range(PICTURES)]
        await Image.insert_many(pictures)
    return [global_id("Image", one.id) for one in pictures]


async def _measured(
    service: Service, client: Client, pictures: Sequence[str], options: argparse.Namespace
) -> bool:
    heading(f"{options.subscribers} subscribers, processes that answer: {options.processes}")
    heard, apis = Heard(), answering(service.process)
    await client.ask(READ)
    before, began = _memory(apis), time.perf_counter()
    async with _subscribers(service.address, str(client.token), options.subscribers, heard) as all_:
        figure("connected in", f"{time.perf_counter() - began:.1f} s")
        # What begins with them, such as looking up what meets their filter, is over by then.
        await _change(client, pictures[0], 1, "begun")
        await _until(heard, "begun", options.subscribers)
        idle = _memory(apis)
        figure("memory before, idle", f"{before / MB:.0f} MB, {idle / MB:.0f} MB, in all")
        figure("memory a subscriber", f"{(idle - before) / options.subscribers / 1000:.0f} kB")
        cost = _processor(apis)
        still = await _told(client, pictures, heard, options, "quiet", reads=False)
        quiet, cost = _processor(apis) - cost, _processor(apis)
        waits = await _told(client, pictures, heard, options, "busy", reads=True)
        cost = _processor(apis) - cost
        figure("an event, nobody reads", str(still))
        figure(f"an event, {READS_A_SECOND:.0f} reads a second", str(waits))
        figure(
            "processor an event, without, with", f"{_each(quiet, options)}, {_each(cost, options)}"
        )
        figure("memory after", f"{_memory(apis) / MB:.0f} MB in all")
        lost = sum(one.closed for one in all_)
    missed = options.subscribers * options.events * 2 - len(still.seconds) - len(waits.seconds)
    good = not lost and not missed and waits.percentile(0.99) < MOST_MILLISECONDS
    figure("hung up, missed", f"{lost}, {missed}")
    print(f"{'as' if good else 'NOT as'} promised: 99 of 100 within {MOST_MILLISECONDS:.0f} ms")
    return good


def _each(seconds: float, options: argparse.Namespace) -> str:
    return f"{seconds / options.events * 1000:.0f} ms"


@asynccontextmanager
async def _subscribers(
    address: str, token: str, count: int, heard: Heard
) -> AsyncIterator[list[Subscriber]]:
    made: list[Subscriber] = []
    payload = {"query": FOLLOW}
    for start in range(0, count, AT_ONCE):
        some = range(start, min(start + AT_ONCE, count))
        coming = [subscribed(address, token, payload, heard.by(number)) for number in some]
        made += await asyncio.gather(*coming)
    yield made
    for one in made:
        one.transport.close()


async def _told(
    client: Client,
    pictures: Sequence[str],
    heard: Heard,
    options: argparse.Namespace,
    name: str,
    *,
    reads: bool,
) -> Waits:
    """Waits of some events, told at a steady rate."""
    loop, sent = asyncio.get_running_loop(), dict[str, float]()
    reading = asyncio.create_task(_read(client)) if reads else None
    begin = loop.time()
    versions = await _versions(client, pictures)
    for number in range(options.events):
        await asyncio.sleep(begin + number / EVENTS_A_SECOND - loop.time())
        picture, title = pictures[number % len(pictures)], f"{name} {number}"
        sent[title] = time.perf_counter()
        versions[picture] = await _change(client, picture, versions[picture], title)
    for title in sent:
        await _until(heard, title, options.subscribers)
    if reading is not None:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    return Waits(
        sorted(at - sent[title] for title in sent for at in heard.times.get(title, {}).values())
    )


async def _versions(client: Client, pictures: Sequence[str]) -> dict[str, int]:
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { id version } } }"
    found = (await client.ask(query, ids=pictures[:100]))["nodes"]
    return {one["id"]: one["version"] for one in found}


async def _change(client: Client, id: str, version: int, title: str) -> int:
    """The version of a picture after it was given a title."""
    input = {"id": id, "expectedVersion": version, "title": title}
    answer = (await client.ask(UPDATE, input=input))["updateImage"]
    assert not answer["userErrors"], answer
    return int(answer["image"]["version"])


async def _read(client: Client) -> None:
    """Ask for pages at a steady rate, each answer awaited before the next."""
    loop = asyncio.get_running_loop()
    begin, number = loop.time(), 0
    while True:
        number += 1
        await client.ask(READ)
        await asyncio.sleep(begin + number / READS_A_SECOND - loop.time())


async def _until(heard: Heard, title: str, count: int) -> None:
    """Return once all have heard of it, or when that took too long."""
    for _ in range(int(PATIENCE_SECONDS / 0.02)):
        if len(heard.times.get(title, ())) >= count:
            return
        await asyncio.sleep(0.02)


def _memory(processes: Sequence[psutil.Process]) -> int:
    return sum(int(one.memory_info().rss) for one in processes)


def _processor(processes: Sequence[psutil.Process]) -> float:
    return sum(one.cpu_times().user + one.cpu_times().system for one in processes)


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))

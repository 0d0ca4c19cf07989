"""`python -m benchmarks.latency`: waiting times at 64 connections, and memory after mixed load.

Starts the service, with one process that answers and then with several, and asks over 64
connections at once: pages of the library by GET, which are read anew each time, by POST, which are
kept, and the catalogue by GET, which is kept. Then reads, changes and subscriptions for some time,
while the memory of the API is looked at. Exits with 1 where a 99th percentile is twice the median
or more while a core is left for who asks, or the memory of a process that answers 200 MB or more.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from benchmarks.catalog_reading import (
    CONNECTIONS,
    by_get,
    by_post,
    connected,
    filled,
    key,
    loaded,
)
from benchmarks.meter import MB, peak
from benchmarks.report import figure, heading, machine
from benchmarks.service import Service, answering, cores, serving
from benchmarks.shop import signed_in
from benchmarks.sockets import subscribed
from tests.app.service import free_port

MOST_RATIO, MOST_MEMORY = 2.0, 200 * MB
SUBSCRIBERS, LOOKS, WARM = 50, 6, 10
LIBRARY = """
query Page { images(first: 50) { nodes {
  id state title productCode width height createdAt review { state }
  renditions { preset url width height }
} pageInfo { hasNextPage endCursor } } }"""
FOLLOW = "subscription { imageChanged { eventId imageId image { id title version } } }"
IDS = "{ images(first: 50) { nodes { id version } } }"
UPDATE = """
mutation Update($input: UpdateImageInput!) {
  updateImage(input: $input) { image { version } userErrors { code } }
}"""


async def main() -> int:
    """Measure, and tell; 0 where it is as promised."""
    options = _options()
    print(f"on {machine(cores())}, load average {os.getloadavg()[0]:.1f}")
    good = []
    for processes in options.processes:
        heading(f"{CONNECTIONS} connections, processes that answer: {processes}")
        with tempfile.TemporaryDirectory(prefix="ecogram-latency-") as folder:
            data, many = Path(folder) / "data", str(processes)
            async with serving(data, free_port(), ECOGRAM_PROCESSES=many) as service:
                await filled(data)
                even = await _waits(service, options.requests)
                # With as many as there are cores, the scheduler decides who waits.
                good += [even or processes >= cores(), await _soaked(service, options)]
    print(f"load average {os.getloadavg()[0]:.1f}")
    print("as promised" if all(good) else "NOT as promised")
    return 0 if all(good) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--processes", type=int, nargs="+", default=(1, 2))
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


async def _waits(service: Service, requests: int) -> bool:
    """Whether nobody waits much longer than others do."""
    shop = await key(service.address)
    async with signed_in(service.address) as client:
        token = f"Bearer {client.token}"
    asked = {
        "library, read anew": (by_get(service.address, token, LIBRARY, "authorization"), 1),
        "library, kept": (by_post(service.address, token, LIBRARY, "authorization"), 10),
        "catalogue, kept": (by_get(service.address, shop), 10),
    }
    good = []
    for name, (request, times) in asked.items():
        async with connected(service.address) as lines:
            # What a process that has just started does for the first time is not what is asked.
            await loaded(lines, request, WARM * CONNECTIONS, service.process)
            load = await loaded(lines, request, times * requests, service.process)
        ratio = load.percentile(0.99) / load.percentile(0.5)
        marks = f"{load.percentile(0.5):.2f}, {load.percentile(0.99):.2f} ms at p50, p99"
        cost = f"{load.cost:.3f} ms of the processor; {load.per_second:.0f} a second"
        figure(name, f"{marks}, {ratio:.2f} times; {cost}")
        good.append(ratio < MOST_RATIO)
    return all(good)


async def _soaked(service: Service, options: argparse.Namespace) -> bool:
    """Whether memory stays where it should while everything goes on."""
    seen = [_largest(service)]
    async with signed_in(service.address) as client:
        token = str(client.token)
        asked = by_post(service.address, f"Bearer {token}", LIBRARY, "authorization")
        payload = {"query": FOLLOW}
        coming = [
            subscribed(service.address, token, payload, lambda *_: None) for _ in range(SUBSCRIBERS)
        ]
        subscribers = await asyncio.gather(*coming)
        versions = {one["id"]: one["version"] for one in (await client.ask(IDS))["images"]["nodes"]}
        end, requests = time.monotonic() + options.seconds, 0
        for look in range(LOOKS):
            until = end - options.seconds * (LOOKS - 1 - look) / LOOKS
            while time.monotonic() < until:
                async with connected(service.address) as lines:
                    requests += len((await loaded(lines, asked, 128, service.process)).waits)
                for id, version in versions.items():
                    input = {"id": id, "expectedVersion": version, "title": f"At {requests}"}
                    image = (await client.ask(UPDATE, input=input))["updateImage"]["image"]
                    versions[id] = image["version"]
            seen.append(_largest(service))
        for one in subscribers:
            one.transport.close()
    most = max(peak(one) for one in answering(service.process))
    figure(
        "memory of the largest, as it went", ", ".join(f"{one / MB:.0f}" for one in seen) + " MB"
    )
    figure("its peak, logins included", f"{most / MB:.0f} MB after {requests} pages")
    return seen[-1] < MOST_MEMORY


def _largest(service: Service) -> int:
    return max(int(one.memory_info().rss) for one in answering(service.process))


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))

"""`python -m benchmarks.growth`: the same queries over libraries of 10,000 to 1,000,000 images.

Starts a database of its own in a temporary folder, fills a library of each size with raw rows, and
asks each the same, by turns and in several rounds. Counted is processor time, of this process and
of the database: what other programs on the machine do does not count. Exits with 1 where a query
takes more than 1.5 times as much over the largest library as over the smallest.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
from pymongo import AsyncMongoClient
from starlette.requests import HTTPConnection

import documents
from actions.access import Viewer
from actions.limiting.budgets import Budgets, CostRules
from app.embedded import mongod
from app.garbage import spare_what_is_here
from benchmarks import growing
from benchmarks.growing import COLLECTION, GROUP, PER_PRODUCT
from benchmarks.readers import house
from benchmarks.report import figure, heading, machine
from benchmarks.service import cores
from documents.users import Role
from graph.context import Context, House
from graph.ids import global_id
from graph.schema import schema

SIZES = (10_000, 100_000, 1_000_000)
MOST_GROWTH = 1.5
# Smaller libraries have less to count than the 10,000 at which counting stops.
FULL = {"review queue, counted": 100_000}
ROUNDS, TIMES = 3, 25
READER = Viewer(name="benchmark", role=Role.ADMIN)
NODES = "nodes { id title state productCode createdAt review { state } }"
CATALOG_NODES = "nodes { code name images { id title renditions { preset url } } }"


def _queries(images: int) -> Mapping[str, str]:
    """What is asked, by name; of a library of so many."""
    group, collection = global_id("ImageGroup", GROUP), global_id("Collection", COLLECTION)
    middle = f"SKU-{images // 2 // PER_PRODUCT:06}"

    def listed(where: str, order: str = "", more: str = NODES) -> str:
        wanted = f"where: {{{where}}}" if where else ""
        return f"{{ images(first: 50 {wanted} {order}) {{ {more} }} }}"

    oldest = "orderBy: {field: UPDATED_AT, direction: ASC}"
    return {
        "library": listed(""),
        "library, oldest change first": listed("", oldest),
        "approved": listed("reviewState: APPROVED"),
        "pending": listed("reviewState: PENDING"),
        "rejected (none)": listed("reviewState: REJECTED"),
        "failed": listed("state: FAILED"),
        "ready and pending": listed("state: READY, reviewState: PENDING"),
        "a group": listed(f'groupId: "{group}"'),
        "a collection": listed(f'collectionId: "{collection}"'),
        "a collection, pending": listed(f'collectionId: "{collection}", reviewState: PENDING'),
        "a product's": listed(f'productCode: "{middle}"'),
        "a channel's failures": listed('channelReadiness: {channel: "google", state: [FAIL]}'),
        "expiring": listed("expiringWithinDays: 30"),
        "approved, counted": listed("reviewState: APPROVED", more="totalCount"),
        "library, counted": listed("", more="totalCount"),
        "review queue": f"{{ reviewQueue(first: 50) {{ {NODES} }} }}",
        "review queue, counted": "{ reviewQueue(first: 1) { totalCount } }",
        "products of the library": "{ libraryProducts(first: 50) { nodes { code name } } }",
        "product page": f"""{{ product(code: "{middle}") {{
            code name images {{ id title altText renditions {{ preset url }} }} }} }}""",
        "catalogue": f"{{ products(first: 20) {{ {CATALOG_NODES} }} }}",
        "catalogue since yesterday": f"""{{ products(first: 20,
            updatedAfter: "2026-11-01T00:00:00Z") {{ {CATALOG_NODES} }} }}""",
        "changes": "{ changes(first: 100) { nodes { kind at image { id title } } latest } }",
        "snapshot": "{ catalogSnapshot(first: 100) { nodes { id title } cursor } }",
    }


async def main() -> int:
    """Measure, and tell; 0 where nothing grows too much."""
    options = _options()
    print(f"on {machine(cores())}, load average {os.getloadavg()[0]:.1f}")
    heading(
        "What queries cost over " + ", ".join(f"{size:,}" for size in options.sizes) + " images"
    )
    with tempfile.TemporaryDirectory(prefix="ecogram-growth-") as folder:
        async with (
            mongod.running(Path(folder)) as uri,
            AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as mongo,
        ):
            for size in options.sizes:
                began = time.perf_counter()
                await documents.connect(mongo[f"growth_{size}"])
                await growing.fill(size)
                figure(f"filled with {size:,}", f"{time.perf_counter() - began:.0f} s")
            spare_what_is_here()
            server = psutil.Process((await mongo.admin.command("serverStatus"))["pid"])
            found = await _rounds(mongo, options, server)
    print(f"load average {os.getloadavg()[0]:.1f}")
    return 0 if _told(found, options.sizes) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--times", type=int, default=TIMES, help="in each round")
    return parser.parse_args()


async def _rounds(
    mongo: AsyncMongoClient[dict[str, Any]], options: argparse.Namespace, server: psutil.Process
) -> dict[tuple[str, int], list[float]]:
    """Milliseconds of the processor a query, one for each round."""
    found: dict[tuple[str, int], list[float]] = {}
    ours = house(budgets=Budgets(CostRules(budget=0)))
    for _ in range(options.rounds):
        for size in options.sizes:
            await documents.connect(mongo[f"growth_{size}"])
            for name, query in _queries(min(options.sizes)).items():
                cost = await _cost(query, ours, server, options.times)
                found.setdefault((name, size), []).append(cost)
    return found


async def _cost(query: str, ours: House, server: psutil.Process, times: int) -> float:
    for _ in range(2):
        await _asked(query, ours)
    before = _processor(server)
    for _ in range(times):
        await _asked(query, ours)
    return (_processor(server) - before) / times * 1000


async def _asked(query: str, ours: House) -> None:
    connection = HTTPConnection({"type": "http", "headers": [], "client": ("127.0.0.1", 1)})
    context = Context(connection=connection, house=ours, _viewer=READER)
    result = await schema.execute(query, context_value=context)
    assert not result.errors, result.errors


def _processor(server: psutil.Process) -> float:
    times = server.cpu_times()
    return time.process_time() + float(times.user + times.system)


def _told(found: Mapping[tuple[str, int], Sequence[float]], sizes: Sequence[int]) -> bool:
    """The best round of each, for noise only adds."""
    best = {place: min(costs) for place, costs in found.items()}
    grown = []
    for name in dict.fromkeys(name for name, _ in found):
        costs = [best[name, size] for size in sizes]
        # What is counted must be more than is ever counted from the first of them on.
        full = [cost for cost, size in zip(costs, sizes, strict=True) if size >= FULL.get(name, 0)]
        growth = costs[-1] / (full or costs)[0]
        figure(name, "  ".join(f"{cost:7.2f}" for cost in costs) + f" ms   x {growth:.2f}")
        if growth > MOST_GROWTH:
            grown.append(name)
    said = f"NOT as promised, these grow: {', '.join(grown)}" if grown else "as promised"
    print(f"{said}: at most {MOST_GROWTH} times")
    return not grown


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

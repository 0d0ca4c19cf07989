"""Numbers of a million images: what one answer costs, and what it would without buckets.

    python -m benchmarks.stats [--quick] [--images 1000000] [--asks 20]

Fills a database of its own, in a temporary folder, with the buckets that so many images leave in
two years, and asks as the API does. In the same run the counts by day alone are made by an
aggregation over 100,000 image documents. The goal is 50 ms of processor time an answer, of ours
and the database's together.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from beanie import Document, PydanticObjectId
from pymongo import AsyncMongoClient, monitoring

import documents
from actions.access import OPERATOR
from actions.counting.days import Days, Grouping
from actions.counting.reading import Asked, read
from app.embedded import mongod
from benchmarks.report import figure, heading, machine
from documents.images import Image
from documents.sketches import bin_of
from documents.stat_progress import StatProgress
from documents.stats import Dimension, StatBucket, StatKey

DAYS = 730
FIRST = date(2024, 12, 1)
LAST = FIRST + timedelta(days=DAYS - 1)
IMPORTERS, REVIEWERS, PER_PRODUCT = 40, 12, 4
DOCUMENTS = 100_000
AT_ONCE = 10_000
GOAL_MS = 50
STAGES = ("CHECKED", "METADATA", "RENDITIONS", "READY", "ALL")


class Reads(monitoring.CommandListener):
    """What the service asks of the database."""

    def __init__(self) -> None:
        self.finds: list[dict[str, Any]] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Note each query."""
        if event.command_name == "find":
            self.finds.append(dict(event.command))

    def succeeded(self, event: Any) -> None:
        """Nothing to note."""

    def failed(self, event: Any) -> None:
        """Nothing to note."""


def buckets(images: int) -> Iterator[dict[str, Any]]:
    """The buckets of so many images: of days and months, of the house, people and products."""
    dice = random.Random(1)
    people = {
        Dimension.ALL: [""],
        Dimension.IMPORTER: [f"{n:024x}" for n in range(IMPORTERS)],
        Dimension.REVIEWER: [f"{n:024x}" for n in range(REVIEWERS)],
    }
    for dimension, keys in people.items():
        share = images // DAYS // len(keys)
        for key in keys:
            for start in starts():
                yield bucket(dimension, key, start, share, dice, bins=40)
    for number in range(images // PER_PRODUCT):
        day = (FIRST + timedelta(days=dice.randrange(DAYS))).isoformat()
        for start in (day, day[:7]):
            yield bucket(Dimension.PRODUCT, f"SKU-{number}", start, PER_PRODUCT, dice, bins=2)


def starts() -> list[str]:
    """Every day, and every month."""
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
    return days + sorted({day[:7] for day in days})


def bucket(
    dimension: Dimension, key: str, start: str, share: int, dice: random.Random, *, bins: int
) -> dict[str, Any]:
    """One bucket with `share` images, whose durations are spread over so many bins."""
    spread = {
        bin_of(timedelta(seconds=dice.lognormvariate(7, 1.5))): 1 + share // bins
        for _ in range(bins)
    }
    timed = dimension in {Dimension.ALL, Dimension.IMPORTER}
    return {
        "epoch": 1,
        "dimension": dimension.value,
        "key": key,
        "grain": "DAY" if len(start) > 7 else "MONTH",
        "start": start,
        "counts": {"imagesIn": share, "approved": share, "waiting": 1},
        "decided": spread,
        "stages": {"PROCESS": dict.fromkeys(STAGES, spread)} if timed else {},
        "failures": {"PROCESS": {"FILE_CORRUPT": 1}} if timed else {},
    }


async def fill(images: int) -> None:
    """Keep the buckets, the keys, and where counting is."""
    keys: dict[tuple[str, str], str] = {}
    rows: list[dict[str, Any]] = []
    for row in buckets(images):
        rows.append(row)
        if row["grain"] == "DAY" and row["key"]:
            place = (row["dimension"], row["key"])
            keys[place] = max(keys.get(place, ""), row["start"])
        if len(rows) == AT_ONCE:
            await insert(StatBucket, rows)
            rows = []
    await insert(StatBucket, rows)
    seen = [
        {"epoch": 1, "dimension": kind, "key": key, "first_day": last, "last_day": last}
        for (kind, key), last in keys.items()
    ]
    for start in range(0, len(seen), AT_ONCE):
        await insert(StatKey, seen[start : start + AT_ONCE])
    await StatProgress(epoch=1, target=None).insert()


async def insert(model: type[Document], rows: list[dict[str, Any]]) -> None:
    """Keep raw rows."""
    if rows:
        await model.get_pymongo_collection().insert_many(rows, ordered=False)


async def fill_images() -> None:
    """Keep image documents with what an aggregation by day reads, and the ballast of real ones."""
    await Image.get_pymongo_collection().drop_indexes()
    dice = random.Random(2)
    ballast = {f"tag{n}": "x" * 40 for n in range(30)}
    for _ in range(DOCUMENTS // AT_ONCE):
        rows = []
        for _ in range(AT_ONCE):
            day = FIRST + timedelta(days=dice.randrange(DAYS))
            at = datetime(day.year, day.month, day.day, tzinfo=UTC)
            imported = {"imported_at": at, "importer_id": PydanticObjectId()}
            rows.append(
                {"imported": imported, "review": {"state": "APPROVED"}, "metadata": ballast}
            )
        await insert(Image, rows)


async def aggregated() -> None:
    """The counts by day alone, made of the documents."""
    day = {"$dateToString": {"date": "$imported.imported_at", "format": "%Y-%m-%d"}}
    group = {"$group": {"_id": {"day": day, "state": "$review.state"}, "n": {"$sum": 1}}}
    await (await Image.get_pymongo_collection().aggregate([group])).to_list()


class Clock:
    """Processor time of this process and of the database that it has started."""

    def __init__(self) -> None:
        self.all = [psutil.Process(), *psutil.Process().children(recursive=True)]

    def seconds(self) -> float:
        """So much until now."""
        times = [one.cpu_times() for one in self.all if one.is_running()]
        return sum(one.user + one.system for one in times)


async def cost(clock: Clock, ask: Callable[[], Awaitable[object]], asks: int) -> float:
    """Processor milliseconds of one answer, on average; the median time is told beside it."""
    await ask()
    took = []
    began = clock.seconds()
    for _ in range(asks):
        at = time.perf_counter()
        await ask()
        took.append((time.perf_counter() - at) * 1000)
    spent = (clock.seconds() - began) / asks * 1000
    figure("", f"median {median(took):6.1f} ms, {spent:6.1f} ms of processor time")
    return spent


async def examined(reads: Reads, database: Any) -> tuple[int, int]:
    """Documents that the queries of the last answer looked at, and that they gave."""
    looked, given = 0, 0
    for find in reads.finds:
        asked = {name: find[name] for name in ("find", "filter", "sort", "limit") if name in find}
        plan = await database.command("explain", asked, verbosity="executionStats")
        assert "COLLSCAN" not in str(plan["queryPlanner"]) or find["find"] == "stat_progress"
        looked += plan["executionStats"]["totalDocsExamined"]
        given += plan["executionStats"]["nReturned"]
    return looked, given


async def measure(options: argparse.Namespace, reads: Reads, database: Any) -> bool:
    """Fill and ask; whether the goal is met."""
    began = time.monotonic()
    await fill(options.images)
    await fill_images()
    figure("filling the database", f"{time.monotonic() - began:.0f} s")
    clock, good, most = Clock(), True, 0.0
    month, year = Days(LAST - timedelta(days=29), LAST), Days(LAST - timedelta(days=364), LAST)
    for grouping in Grouping:
        for name, days in (("30 days", month), ("365 days", year)):
            for parts in (["counts"], ["counts", "decided", "failures", "stages"]):
                asked = Asked(days=days, grouping=grouping, parts=parts)
                reads.finds.clear()
                await read(OPERATOR, asked)
                looked, given = await examined(reads, database)
                what = "counts" if len(parts) == 1 else "everything"
                figure(f"{grouping}, {name}, {what}", f"{looked} documents for {given}")
                spent = await cost(clock, lambda asked=asked: read(OPERATOR, asked), options.asks)  # type: ignore[misc]
                good &= spent < GOAL_MS
                most = max(most, spent)
    figure("an aggregation by day", f"of {DOCUMENTS:,} documents")
    scanned = await cost(clock, aggregated, 3)
    figure("the dearest answer", f"{most:.1f} ms; the aggregation {scanned / most:.1f} times that")
    return good


async def main(options: argparse.Namespace) -> int:
    """0 when the goal was met."""
    heading(f"Numbers of {options.images:,} images")
    figure("machine", machine(os.cpu_count() or 1))
    reads = Reads()
    with tempfile.TemporaryDirectory() as folder:
        async with (
            mongod.running(Path(folder)) as uri,
            AsyncMongoClient[dict[str, Any]](uri, tz_aware=True, event_listeners=[reads]) as client,
        ):
            database = client["bench_stats"]
            await documents.connect(database)
            return int(not await measure(options, reads, database))


def parse() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="What one answer of numbers costs.")
    parser.add_argument("--quick", action="store_true", help="50,000 images, for a first look")
    parser.add_argument("--images", type=int, default=1_000_000)
    parser.add_argument("--asks", type=int, default=20)
    options = parser.parse_args()
    if options.quick:
        options.images = min(options.images, 50_000)
    return options


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse())))

"""Comparing store and records: how fast, in how much memory, beside a bare listing of the store.

    python -m benchmarks.sync [--quick] [--objects 100000] [--per-record 3] [--lost 100]

Fills the embedded store with tiny objects and the database with records that name them, loses
some of each, and runs `ecogram sync` as a process of its own. The peer is a loop of boto3's
`list_objects_v2` over the same bucket in the same run: what the comparison takes beyond that is
the price of comparing.
"""

import argparse
import asyncio
import http.client
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import Path
from threading import local
from typing import Any
from urllib.parse import urlsplit

import psutil
from beanie import PydanticObjectId

from app.connections import database, location
from app.parts import beside
from app.settings import Settings
from benchmarks.meter import MB, peak
from benchmarks.report import figure, heading, machine
from benchmarks.service import cores
from documents.clock import now
from documents.image_files import ImportRecord, ImportSource, OriginalFile, StoredRendition
from documents.images import Image
from documents.processing_states import ProcessingState
from documents.syncs import Synchronization
from processing.presets import GALLERY
from storage import keys
from storage.client import S3Location, connect
from storage.credentials import credentials
from storage.upload_links import UploadPresigner
from tests.app.service import environment, free_port

CONTENT = b"x" * 100
THREADS = 12
SENT_AT_ONCE = 2000
LEAST_RATE, MOST_BYTES = 5000, 200 * MB
# Everything was changed that long ago: nothing is too young to be judged.
AGE = timedelta(hours=2)


def records(objects: int, each: int) -> Iterator[dict[str, Any]]:
    """Raw images that name `objects` keys together, `each` of them so many."""
    for n in range(objects // each):
        id = PydanticObjectId()
        yield _raw(id, f"Photo {n} ä.jpg", GALLERY[: each - 1])


def _raw(id: PydanticObjectId, name: str, presets: Sequence[Any]) -> dict[str, Any]:
    original = keys.original(str(id), name)
    image = Image(
        id=id,
        state=ProcessingState.READY,
        imported=ImportRecord(
            file_name=name, file_size=len(CONTENT), importer_id=None, source=ImportSource.UPLOAD
        ),
        original=OriginalFile(
            key=original, clash_key=original, content_type="image/jpeg", bytes=len(CONTENT)
        ),
        renditions=[
            StoredRendition(
                preset=preset.name,
                key=keys.rendition(str(id), preset.name, name, "jpg"),
                content_type="image/jpeg",
                width=1,
                height=1,
                bytes=len(CONTENT),
            )
            for preset in presets
        ],
        created_at=now() - AGE,
        updated_at=now() - AGE,
    )
    return {"_id": id, **image.model_dump(exclude={"id", "revision_id"})}


def named(raw: dict[str, Any]) -> list[str]:
    """The keys that a raw image names."""
    return [raw["original"]["key"], *(one["key"] for one in raw["renditions"])]


class Sender:
    """Sends objects over a connection a thread: boto3 would take four times as long."""

    def __init__(self, where: S3Location) -> None:
        self._links = UploadPresigner(where, credentials(where))
        self._mine, self._host = local(), urlsplit(str(where.endpoint_url)).netloc

    def send(self, key: str) -> None:
        """Store one object."""
        ticket = self._links.put(key, content_type="image/jpeg", size=len(CONTENT), seconds=3600)
        if not hasattr(self._mine, "line"):
            self._mine.line = http.client.HTTPConnection(self._host)
        path = ticket.url.partition(self._host)[2]
        self._mine.line.request("PUT", path, CONTENT, dict(ticket.headers))
        answer = self._mine.line.getresponse()
        answer.read()
        assert answer.status == 200, answer.status


async def fill(where: S3Location, options: argparse.Namespace) -> int:
    """Store the objects and keep the records, but for those that are lost; tells how many."""
    sender, sent = Sender(where), 0
    made = records(options.objects, options.per_record)
    with ThreadPoolExecutor(THREADS) as threads:
        while few := list(islice(made, SENT_AT_ONCE)):
            wanted = [key for raw in few for key in named(raw)]
            # At the beginning some have no object, and some objects have no record.
            first = sent == 0
            there = wanted[options.lost :] if first else wanted
            strays = _strays(options.lost) if first else []
            await asyncio.to_thread(_send, threads, sender, [*there, *strays])
            await Image.get_pymongo_collection().insert_many(few)
            sent += len(there) + len(strays)
    return sent


def _strays(count: int) -> list[str]:
    return [keys.original(str(PydanticObjectId()), "stray.jpg") for _ in range(count)]


def _send(threads: ThreadPoolExecutor, sender: Sender, all_keys: Iterable[str]) -> None:
    list(threads.map(sender.send, all_keys))


def listed(where: S3Location) -> tuple[int, float]:
    """The peer: how many objects a bare loop over the listing tells, and in how many seconds."""
    with closing(connect(where)) as client:
        began, count = time.perf_counter(), 0
        more: Any = {}
        while True:
            page = client.list_objects_v2(Bucket=where.bucket, **more)
            count += len(page.get("Contents", []))
            if not page["IsTruncated"]:
                return count, time.perf_counter() - began
            more = {"ContinuationToken": page["NextContinuationToken"]}


async def synchronized(data: Path) -> tuple[Synchronization, int, float]:
    """The report of `ecogram sync`, the peak of its process in bytes, its processor seconds."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", "sync"),
        env=environment(
            data, free_port(), ECOGRAM_LOG_LEVEL="WARNING", ECOGRAM_SYNC_GRACE_MINUTES="1"
        ),
    )
    watched, most, seconds = psutil.Process(process.pid), 0, 0.0
    while process.returncode is None:
        try:
            most, times = max(most, peak(watched)), watched.cpu_times()
            seconds = float(times.user + times.system)
        except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            break
        await asyncio.sleep(0.05)
    await process.wait()
    [report] = await Synchronization.find_all().sort("-created_at").limit(1).to_list()
    return report, most, seconds


async def measure(settings: Settings, options: argparse.Namespace) -> bool:
    """Fill, list, compare; whether the goals were met."""
    where = location(settings)
    began = time.perf_counter()
    count = await fill(where, options)
    figure("filling", f"{count:,} objects in {time.perf_counter() - began:.0f} s")
    # Young objects are not judged, and the least grace is a minute.
    await asyncio.sleep(65)
    before = await asyncio.to_thread(listed, where)
    report, most, seconds = await synchronized(settings.data)
    after = await asyncio.to_thread(listed, where)
    assert report.finished_at is not None
    took = (report.finished_at - report.created_at).total_seconds()
    bare = min(before[1], after[1])
    rate = report.checkpoint.objects / took
    figure("bare listing, boto3", f"{before[1]:.1f} s before, {after[1]:.1f} s after")
    figure("ecogram sync", f"{took:.1f} s, {rate:,.0f} objects/s (goal: {LEAST_RATE:,})")
    figure("ecogram sync / bare listing", f"{took / bare:.2f}")
    figure("processor time of the process", f"{seconds:.1f} s")
    figure("peak memory of the process", f"{most / MB:.0f} MB (goal: under {MOST_BYTES // MB})")
    figure("found", ", ".join(f"{k} {n}" for k, n in report.counts.items() if n))
    lost = {kind: n for kind, n in report.counts.items() if n}
    complete = report.checked and report.checkpoint.objects == count == before[0]
    assert complete, (report.checkpoint, count, before)
    assert sum(lost.values()) == 2 * options.lost, lost
    return rate >= LEAST_RATE and most < MOST_BYTES


async def main(options: argparse.Namespace) -> int:
    """0 when the goals were met."""
    heading(f"{options.objects:,} objects, {options.objects // options.per_record:,} records")
    figure("machine", machine(cores()))
    with tempfile.TemporaryDirectory() as folder:
        async with beside(Settings(data=Path(folder))) as settings:
            assert settings.mongodb_uri is not None
            uri = settings.mongodb_uri.get_secret_value()
            async with database(uri, settings.mongodb_database):
                return int(not await measure(settings, options))


def parse() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="How fast store and records are compared.")
    parser.add_argument("--quick", action="store_true", help="5,000 objects, for a first look")
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--per-record", type=int, default=3, choices=[1, 2, 3])
    parser.add_argument("--lost", type=int, default=100, help="of each: objects, records")
    options = parser.parse_args()
    if options.quick:
        options.objects = min(options.objects, 5_000)
    return options


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse())))

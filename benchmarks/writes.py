"""What the finding indexes cost a picture that comes in.

    python -m benchmarks.writes [--quick] [--kept 50000] [--pictures 1000] [--rounds 4]

Two databases of one mongod, each with so many pictures already: one has every index, the other all
but those by which people search (`found_by_*`). In turns, pictures come into one and the other as
the service writes them: reserved, QUEUED, PROCESSING, and READY with facts and metadata in a
transaction. No picture is decoded: it is the documents' cost alone, in processor time of mongod and
of this process, per picture and as the ratio of pictures a second with and without.

Two shared cores (AMD EPYC), Python 3.11, mongod 6.0, 20,000 kept, 4 rounds of 400: 49 pictures a
second of processor time with the finding indexes, 72 without (0.68); of mongod alone 15.2 ms and
9.2 ms a picture (0.61).
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import psutil
from beanie import PydanticObjectId
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

import documents
from app.embedded import mongod
from benchmarks.growing import fill
from benchmarks.report import figure, heading, machine
from documents.finding_indexes import FINDING_INDEXES
from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image
from documents.processing_states import ProcessingState
from documents.transactions import Session, together

AT_ONCE = 25
WORDS_TEXT = "red blue mug shoe shirt lamp chair table summer kids wooden steel round small large"
WORDS = WORDS_TEXT.split()
DATABASES = {"with": "bench_writes_with", "without": "bench_writes_without"}


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor milliseconds of a picture."""

    mongod: float
    ours: float


def picture(number: int, dice: Random) -> Image:
    """A picture that is announced."""
    key = f"{PydanticObjectId()}/original/DSC_{number:06}.jpg"
    name = f"DSC_{number:06}.jpg"
    imported = ImportRecord(
        file_name=name, file_size=10**6, importer_id=None, source=ImportSource.UPLOAD
    )
    file = OriginalFile(key=key, clash_key=key, content_type="image/jpeg", bytes=10**6, name=name)
    code = f"SKU-{dice.randrange(5_000)}"
    return Image(imported=imported, original=file, product_code=code)


def known(dice: Random) -> dict[str, Any]:
    """What is read of a picture."""
    words = dice.sample(WORDS, 4)
    return {
        "facts": {"width": dice.randrange(800, 6_000), "height": dice.randrange(800, 6_000)},
        "metadata": {
            "title": f"{' '.join(words)} {dice.randrange(10_000)}",
            "description": f"For those who like it {words[0]}, and have a {words[1]} already",
            "keywords": words,
            "camera_make": "Canon",
            "camera_model": f"EOS {dice.randrange(40)}",
            "captured_at_local": f"2026-0{dice.randrange(1, 9)}-11T10:00:00",
            "latitude": dice.uniform(-60, 60),
            "longitude": dice.uniform(-180, 180),
        },
    }


async def come_in(count: int, dice: Random) -> None:
    """So many pictures, some at the same time."""
    images = [picture(dice.randrange(10**9), dice) for _ in range(count)]
    for start in range(0, count, AT_ONCE):
        some = images[start : start + AT_ONCE]
        assert await Image.reserve_all(some) == []
        await asyncio.gather(*(_way(image, known(dice)) for image in some))


async def _way(image: Image, said: dict[str, Any]) -> None:
    await Image.move(image.id, ProcessingState.QUEUED)
    await Image.move(image.id, ProcessingState.PROCESSING)
    await together(partial(_ready, image, said))


async def _ready(image: Image, said: dict[str, Any], session: Session) -> Image:
    return await Image.move(image.id, ProcessingState.READY, said, session)


async def spent(server: psutil.Process, count: int, dice: Random) -> Spent:
    """What so many pictures take, each."""
    before, began = server.cpu_times(), time.process_time()
    await come_in(count, dice)
    ours, after = time.process_time() - began, server.cpu_times()
    theirs = after.user + after.system - before.user - before.system
    return Spent(theirs / count * 1000, ours / count * 1000)


async def made(database: AsyncDatabase[Any], name: str, kept: int) -> None:
    """A library, with the indexes of this kind."""
    await documents.connect(database)
    await fill(kept)
    if name == "without":
        images = Image.get_pymongo_collection()
        for index in FINDING_INDEXES:
            await images.drop_index(index.document["name"])


async def measure(
    client: AsyncMongoClient[Any], server: psutil.Process, options: argparse.Namespace
) -> None:
    """Fill both and let pictures come, in turns."""
    databases = {name: client[database] for name, database in DATABASES.items()}
    for name, database in databases.items():
        await made(database, name, options.kept)
    dice, found = Random(1), {name: list[Spent]() for name in databases}
    for turn in range(options.rounds + 1):
        for name, database in databases.items():
            await documents.bind(database)
            one = await spent(server, options.pictures, dice)
            # The first round is for the caches.
            found[name] += [one] * (turn > 0)
    tell(found)


def tell(found: dict[str, list[Spent]]) -> None:
    """The medians, and the ratios."""
    for name, rounds in found.items():
        theirs, ours = _medians(rounds)
        rate = 1000 / (theirs + ours)
        figure(
            f"{name} finding indexes",
            f"{rate:.0f} pictures a second of processor time "
            f"(mongod {theirs:.2f} ms, this process {ours:.2f} ms a picture)",
        )
    (theirs, ours), (less, same) = _medians(found["with"]), _medians(found["without"])
    figure("with / without, mongod alone", f"{less / theirs:.2f}")
    figure("with / without, all", f"{(less + same) / (theirs + ours):.2f}")


def _medians(rounds: Sequence[Spent]) -> tuple[float, float]:
    return median(one.mongod for one in rounds), median(one.ours for one in rounds)


def server_of(folder: Path) -> psutil.Process:
    """The mongod that we have started on this folder."""
    mine = psutil.Process().children(recursive=True)
    return next(one for one in mine if any(str(folder) in part for part in one.cmdline()))


async def main(options: argparse.Namespace) -> int:
    """0; there is no goal, for what is looked for has to be kept."""
    heading(f"Pictures coming into {options.kept:,}")
    figure("machine", machine(os.cpu_count() or 1))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            mongod.running(Path(folder)) as uri,
            AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as client,
        ):
            await measure(client, server_of(Path(folder)), options)
    return 0


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="What the finding indexes cost a picture.")
    parser.add_argument("--quick", action="store_true", help="1,000 kept, 2 rounds of 50")
    parser.add_argument("--kept", type=int, default=50_000)
    parser.add_argument("--pictures", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args(arguments)
    if options.quick:
        options.kept, options.pictures, options.rounds = 1_000, 50, 2
    return options


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse())))

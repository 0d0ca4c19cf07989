"""Near duplicates: what one look-up costs among a million images.

    python -m benchmarks.duplicates [--quick] [--hashes 1000000] [--looks 300]

Fills a database of its own, in a temporary folder, with images that have hashes as shops' pictures
have them, and looks for what is similar as the API does. In the same run the same is done by
comparing with every hash, in memory and read from the database, and the answers are compared.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from beanie import Document
from pymongo import AsyncMongoClient

import documents
from app.embedded import mongod
from benchmarks.report import figure, heading, machine
from documents import likeness
from documents.fingerprints import MOST_DISTANCE, Fingerprint, kept
from documents.images import Image
from documents.likeness import Similar
from documents.processing_states import ProcessingState

ALL = 2**64 - 1
# The first bit of every picture that is not black.
BRIGHT = 1 << 63
MOTIFS = 300
AT_ONCE = 20_000
GOAL_MS = 20
COMPARED = 20


class Crowd:
    """Hashes as pictures have them.

    Some bits are commoner than others; four in ten pictures show one of a few hundred motifs, a
    shoe on white or a face, so that they lie near each other; one in thirteen has near copies.
    """

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.usual = masks([self.dice.gauss(0.5, 0.18) for _ in range(64)])
        self.motifs = [
            (self.draw(self.usual), masks([self.dice.uniform(0.1, 0.3)] * 64))
            for _ in range(MOTIFS)
        ]

    def hashes(self, count: int) -> list[int]:
        """So many different ones, in no order."""
        found: set[int] = set()
        while len(found) < count:
            found.update(self._some())
        chosen = list(found)[:count]
        self.dice.shuffle(chosen)
        return chosen

    def near(self, bits: int, most: int) -> int:
        """A hash that differs in at most `most` bits."""
        for place in self.dice.sample(range(63), self.dice.randint(0, most)):
            bits ^= 1 << place
        return bits

    def draw(self, chances: Sequence[int]) -> int:
        """A hash whose bits are set with the chances of these masks."""
        bits = 0
        for mask in chances:
            coin = self.dice.getrandbits(64)
            bits = bits & coin | mask & ~coin
        return bits

    def _some(self) -> Iterator[int]:
        lot = self.dice.random()
        if lot < 0.4:
            # The first motifs are the commonest.
            motif, change = self.motifs[int(MOTIFS * self.dice.random() ** 2)]
            yield (motif ^ self.draw(change)) | BRIGHT
            return
        one = self.draw(self.usual) | BRIGHT
        yield one
        if lot < 0.45:
            yield from (self.near(one, 8) for _ in range(3))


def masks(chances: Sequence[float]) -> list[int]:
    """The eight binary digits of each chance, the lowest first, as masks over all bits."""
    parts = [int(256 * min(0.97, max(0.03, chance))) for chance in chances]
    return [
        sum(1 << place for place, part in enumerate(parts) if part >> digit & 1)
        for digit in range(8)
    ]


async def fill(hashes: Sequence[int]) -> None:
    """Keep an image with each hash, and the fingerprints; indexes are built at the end."""
    for model in (Image, Fingerprint):
        await model.get_pymongo_collection().drop_indexes()
    for start in range(0, len(hashes), AT_ONCE):
        some = [f"{one:016x}" for one in hashes[start : start + AT_ONCE]]
        await _insert(Fingerprint, [kept(one) for one in some])
        await _insert(Image, [image(one) for one in some])
    for model in (Image, Fingerprint):
        # Of the images only what the look-up needs: the others are not asked.
        wanted = [one for one in _indexes(model) if one.document["name"] in {"similar", "pieces"}]
        await model.get_pymongo_collection().create_indexes(wanted)


def image(hash: str) -> dict[str, Any]:
    """As much of an image as the look-up reads."""
    facts = {"perceptual_hash": hash, "pixel_hash": f"pixels of {hash}"}
    return {"deleted_at": None, "state": ProcessingState.READY.value, "facts": facts}


async def _insert(model: type[Document], rows: list[dict[str, Any]]) -> None:
    await model.get_pymongo_collection().insert_many(rows, ordered=False)


def _indexes(model: Any) -> list[Any]:
    return list(model.Settings.indexes)


async def indexed(bits: int, distance: int) -> int:
    """How many similar images the API finds."""
    asked = Similar(f"{bits:016x}", "nobody's pixels", distance, 50)
    return len((await likeness.similar([asked]))[0])


def counted(hashes: Sequence[int], bits: int, distance: int) -> int:
    """How many of the hashes are near, by comparing with each."""
    return sum(1 for one in hashes if (one ^ bits).bit_count() <= distance)


async def read(bits: int, distance: int) -> int:
    """The same, with the hashes read from the database."""
    found = Fingerprint.get_pymongo_collection().find({}, {"_id": 1}, batch_size=100_000)
    return counted([row["_id"] & ALL async for row in found], bits, distance)


async def timed(look: Callable[[int], Awaitable[int]], asked: Sequence[int]) -> list[float]:
    """The milliseconds of each look-up, sorted."""
    took: list[float] = []
    for bits in asked:
        began = time.perf_counter()
        await look(bits)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def told(name: str, took: Sequence[float]) -> None:
    """Median and 99th percentile of sorted times."""
    late = took[min(len(took) - 1, len(took) * 99 // 100)]
    figure(name, f"median {median(took):8.1f} ms, p99 {late:8.1f} ms ({len(took)} look-ups)")


async def measure(options: argparse.Namespace) -> bool:
    """Fill and look; whether the goal is met and nothing was missed."""
    crowd = Crowd(options.seed)
    hashes = crowd.hashes(options.hashes)
    began = time.monotonic()
    await fill(hashes)
    figure("filling the database", f"{time.monotonic() - began:.0f} s")
    # Half are near a picture that is there, half are of a new one.
    news = crowd.hashes(options.looks)
    asked = [crowd.near(hashes[n], 4) if n % 2 else news[n] for n in range(options.looks)]
    good = True
    for distance in (0, 6, MOST_DISTANCE):
        took = await timed(lambda bits, far=distance: indexed(bits, far), asked)  # type: ignore[misc]
        told(f"Ecogram, distance {distance}", took)
        good &= median(took) < GOAL_MS
    return good and await compared(hashes, asked[:COMPARED])


async def compared(hashes: Sequence[int], asked: Sequence[int]) -> bool:
    """Time the scans, and see that they find as much as the index did."""
    right: list[int] = []

    async def in_memory(bits: int) -> int:
        right.append(counted(hashes, bits, MOST_DISTANCE))
        return right[-1]

    told("every hash, in memory", await timed(in_memory, asked))
    told("every hash, from the database", await timed(lambda b: read(b, MOST_DISTANCE), asked[:3]))
    ours = [await indexed(bits, MOST_DISTANCE) for bits in asked]
    same = ours == [min(50, many) for many in right]
    figure(
        "the same images found", f"{'yes' if same else 'NO'}, {sum(ours)} in {len(ours)} look-ups"
    )
    return same


async def main(options: argparse.Namespace) -> int:
    """0 when the goal was met."""
    heading(f"Near duplicates among {options.hashes:,} images")
    figure("machine", machine(os.cpu_count() or 1))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            mongod.running(Path(folder)) as uri,
            AsyncMongoClient[dict[str, Any]](uri, tz_aware=True) as client,
        ):
            await documents.connect(client["bench_duplicates"])
            return int(not await measure(options))


def parse() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="What looking for near duplicates costs.")
    parser.add_argument("--quick", action="store_true", help="50,000 images, for a first look")
    parser.add_argument("--hashes", type=int, default=1_000_000)
    parser.add_argument("--looks", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.quick:
        options.hashes = min(options.hashes, 50_000)
    return options


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse())))

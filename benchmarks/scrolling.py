"""`python -m benchmarks.scrolling`: how it feels to scroll through a library of 100,000 images.

Starts the service in a folder of its own, fills it with READY images that share a hundred real
thumbnails, and scrolls through the library in Chromium: by wheel, by flings, by keys, by far drags
and deep in the list, on a desk and on a phone whose processor is four times as slow. The peer, in
the same run, shows the same pictures by the same pages of the API, but leaves all that it has read
in the document, with `loading=lazy`, as lists that grow while one scrolls often do.

Needs what `make web` and `make test` install. Exits with 1 where the document or the heap grows, or
whoever comes back from a picture is not where they were.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import uvloop

from app.connections import database, location
from app.parts import beside
from app.settings import Settings
from app.web import DIST
from benchmarks.meter import MB
from benchmarks.reading import BATCH, row
from benchmarks.report import figure, heading, machine
from benchmarks.service import cores, serving
from benchmarks.shop import signed_in
from documents.images import Image
from processing import thumb_hash
from storage.client import S3Location, connect
from tests.app.service import free_port
from tests.photos import saved, scene

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = Path(__file__).with_suffix(".mjs")
SECONDS = 200
THUMBS = 100
# Milliseconds: of 60 frames a second, with some room for clocks; and what everybody sees.
LATE, STUCK = 18.0, 50.0
MOST_NODES, MOST_GROWTH, MOST_MOVED = 1_500, 40 * MB, 1


async def main() -> int:
    """Measure, and tell; 0 where it is as promised."""
    options = _options()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or shutil.which("node") is None or not (DIST / "index.html").exists():
        print("It needs Node.js, Chromium and the built pages: make web.")
        return 1
    print(f"on {machine(cores())}, load average {os.getloadavg()[0]:.1f}")
    good = []
    with tempfile.TemporaryDirectory(prefix="ecogram-scrolling-") as folder:
        data = Path(folder) / "data"
        async with serving(data, free_port(), worker=False) as service:
            await _filled(data, options.images)
            async with signed_in(service.address):
                pass
            for screen in options.screens:
                for contender in ("library", "plain"):
                    heading(f"{contender}, {screen}")
                    deep = options.deep if screen == "desk" else 0
                    command = ["node", str(DRIVER), service.address, browser]
                    command += [contender, screen, str(deep)]
                    parts = [one async for one in _parts(command)]
                    good.append(contender == "plain" or _kept_promises(parts))
    print(f"load average {os.getloadavg()[0]:.1f}")
    print("as promised" if all(good) else "NOT as promised")
    return 0 if all(good) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--deep", type=int, default=20_000, help="how far the desk goes")
    parser.add_argument("--screens", nargs="+", default=("desk", "phone"))
    return parser.parse_args()


async def _filled(data: Path, count: int) -> None:
    began = time.perf_counter()
    async with beside(Settings(data=data)) as settings:
        assert settings.mongodb_uri is not None
        thumbs = await asyncio.to_thread(store, location(settings))
        uri = settings.mongodb_uri.get_secret_value()
        async with database(uri, settings.mongodb_database):
            await fill(count, thumbs)
    figure("filling", f"{count:,} images in {time.perf_counter() - began:.0f} s")


async def _parts(command: Sequence[str]) -> AsyncIterator[dict[str, Any]]:
    """What the browser tells of each part, as it does."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, limit=16 * MB
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(SECONDS):
            async for line in process.stdout:
                part = json.loads(line)
                _tell(part)
                yield part
            assert await process.wait() == 0, "The browser's part failed."
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _tell(part: dict[str, Any]) -> None:
    frames, waits, tasks = part["frames"], sorted(part["waits"]), part["tasks"]
    said = [
        f"{len(frames)} frames, {_share(frames, LATE)} late, {_share(frames, STUCK)} over 50 ms",
        f"longest {max(frames, default=0):.0f} ms",
        f"{len(tasks)} long tasks, {sum(tasks):.0f} ms",
        f"processor {part['thread']:.2f} s, scripts {part['script']:.2f} s",
    ]
    if waits:
        median, most = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
        said.append(f"{len(waits)} pictures after {median:.0f} ms, {most:.0f} at p95")
    said.append(f"{part['missed']} passed unseen")
    said.append(f"{part['read']:,} read, {part['requests']} requests")
    said.append(f"{part['nodes']:,} nodes, heap {part['heap'] / MB:.1f} MB")
    if "moved" in part:
        said.append(f"{part['moved']:.0f} px from where it was")
    figure(part["part"], "; ".join(said))


def _share(frames: Sequence[float], longer: float) -> str:
    return f"{sum(one > longer for one in frames) / max(1, len(frames)):.1%}"


def _kept_promises(parts: Sequence[dict[str, Any]]) -> bool:
    """Whether the document and the heap stay small, and whoever comes back is where they were.

    What other programs on the machine do not touch; frames and waiting are told only.
    """
    nodes, heaps = [one["nodes"] for one in parts], [one["heap"] for one in parts]
    moved = max((one["moved"] for one in parts if "moved" in one), default=0)
    return max(nodes) <= MOST_NODES and max(heaps) - heaps[0] <= MOST_GROWTH and moved <= MOST_MOVED


@dataclass(frozen=True, slots=True)
class Thumb:
    """A small picture in the store, as rows name it."""

    key: str
    bytes: int
    hash: str


def store(where: S3Location) -> list[Thumb]:
    """Put the small pictures into the store."""
    made = []
    with closing(connect(where)) as client:
        for seed in range(THUMBS):
            picture = scene(400, 267, Random(seed))
            data, key = saved(picture, "JPEG", quality=80), f"benchmark/{seed}/thumb/chair.jpg"
            client.put_object(Bucket=where.bucket, Key=key, Body=data, ContentType="image/jpeg")
            made.append(Thumb(key, len(data), thumb_hash.of(picture)))
    return made


async def fill(count: int, thumbs: Sequence[Thumb]) -> None:
    """Keep so many READY images, neighbours with different pictures."""
    random, rows = Random(7), []
    for n in range(count):
        rows.append(_shown(row(n, random), thumbs[n % len(thumbs)]))
        if len(rows) == BATCH or n == count - 1:
            await Image.get_pymongo_collection().insert_many(rows, ordered=False)
            rows = []


def _shown(made: dict[str, Any], thumb: Thumb) -> dict[str, Any]:
    files = [one for one in made["renditions"] if one["preset"] != "THUMB"]
    small = {**made["renditions"][-1], "key": thumb.key, "bytes": thumb.bytes}
    facts = {**made["facts"], "thumb_hash": thumb.hash}
    return {**made, "facts": facts, "renditions": [*files, small]}


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))

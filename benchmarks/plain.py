"""The peer: what a plain script with Pillow does, two full decodes a picture, on all cores."""

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

from PIL import Image, ImageOps

SIZES = (2048, 400)


@dataclass(frozen=True, slots=True)
class Work:
    """Seconds on the clock, and processor seconds of all processes together."""

    wall: float
    processor: float


def measured(photos: Sequence[Path], processes: int) -> Work:
    """Render `photos`; the processes stand ready, Pillow imported, before the clock starts."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(processes)
    with ProcessPoolExecutor(processes, context, _meet, (ready,)) as pool:
        # A task for each starts them all; none begins before the last is there.
        list(pool.map(abs, range(processes)))
        began = time.perf_counter()
        seconds = list(pool.map(render, photos))
        return Work(time.perf_counter() - began, sum(seconds))


def _meet(ready: Barrier) -> None:
    ready.wait()


def render(photo: Path) -> float:
    """Write both renditions beside the photo; the processor seconds that it took."""
    began = time.process_time()
    for size in SIZES:
        with Image.open(photo) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((size, size))
            upright.save(photo.with_suffix(f".{size}.jpg"), quality=85)
    return time.process_time() - began

"""`python -m benchmarks.quality`: what measuring costs beside decoding and rendering."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from processing.limits import Limits
from processing.presets import GALLERY
from processing.quality.negatives import measured
from processing.render import Negative, expose, prints
from tests.photos import photo

SIZES = (3.0, 12.0, 24.0)
ROUNDS = 5
Result = TypeVar("Result")


def main() -> None:
    """Print milliseconds of processor time for each size, and what part measuring is."""
    print(f"{'megapixels':>10} {'rendering':>10} {'measuring':>10} {'part':>6}")
    with TemporaryDirectory() as name:
        for megapixels in SIZES:
            source = Path(name, "source")
            source.write_bytes(photo(megapixels))
            negative, rendering = _timed(partial(_rendered, source))
            _, measuring = _timed(partial(_measured, negative, source))
            part = measuring / rendering
            print(f"{megapixels:>10g} {rendering:>8.1f}ms {measuring:>8.1f}ms {part:>6.0%}")


def _rendered(source: Path) -> Negative:
    with source.open("rb") as file:
        negative = expose(file, Limits(), longest_side=GALLERY[0].longest_side)
    list(prints(negative, GALLERY, source.parent))
    return negative


def _measured(negative: Negative, source: Path) -> None:
    with source.open("rb") as file:
        measured(negative, file)


def _timed(do: Callable[[], Result]) -> tuple[Result, float]:
    """The result, and the least processor time of some rounds, in milliseconds."""
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        result = do()
        took.append((time.process_time() - begun) * 1000)
    return result, min(took)


if __name__ == "__main__":
    main()

"""Structural similarity of two grey pictures, after Wang, Bovik, Sheikh and Simoncelli (2004)."""

from collections.abc import Sequence
from statistics import fmean

from PIL import Image

Rows = Sequence[Sequence[float]]

WINDOW, STEP = 8, 4
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def likeness(one: Rows, other: Rows) -> float:
    """The mean over windows of 8 by 8; 1 is the same picture. Samples are 0 to 255."""
    tops = range(0, len(one) - WINDOW + 1, STEP)
    lefts = range(0, len(one[0]) - WINDOW + 1, STEP)
    return fmean(_similar(_window(one, x, y), _window(other, x, y)) for y in tops for x in lefts)


def rows(image: Image.Image) -> Rows:
    """A picture's brightness, row by row."""
    data = image.convert("L").tobytes()
    return [list(data[at : at + image.width]) for at in range(0, len(data), image.width)]


def _window(rows: Rows, x: int, y: int) -> list[float]:
    return [sample for row in rows[y : y + WINDOW] for sample in row[x : x + WINDOW]]


def _similar(one: list[float], other: list[float]) -> float:
    first, second = fmean(one), fmean(other)
    spread = fmean((a - first) ** 2 for a in one), fmean((b - second) ** 2 for b in other)
    shared = fmean((a - first) * (b - second) for a, b in zip(one, other, strict=True))
    light = (2 * first * second + C1) / (first**2 + second**2 + C1)
    return light * (2 * shared + C2) / (sum(spread) + C2)

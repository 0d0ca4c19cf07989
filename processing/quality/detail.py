"""How fine the drawing is: sharpness, noise, and whether it was blown up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import pi, sqrt
from operator import mul
from statistics import fmean

from PIL import Image, ImageChops, ImageFilter

from processing.quality.frame import percentile

Box = tuple[int, int, int, int]

# Sharpness is that of the picture at this longest side, so it does not depend on its pixels.
SIDE = 1024
TILE, STEP = 48, 40
MOST_TILES = 64
# An edge must cross so many of 255 steps, and so much of what the strongest one does.
LEAST_STEP, COMPARABLE = 16, 0.3
# The sharpest of the tiles with edges count: a soft background is no fault.
SHARPEST, AT_LEAST = 0.1, 3

PATCH, PATCHES = 64, 6
# Beyond these means noise is cut off by black or white.
DARKEST, LIGHTEST = 8, 247
QUIET = 0.25

# Detail that is there at half the size but not at the whole one was made up.
WHOLE, MADE_UP = 0.55, 0.25
ENLARGED, MOST_ENLARGED, LEAST_ENLARGED = 96, 12, 32

RIPPLE = ImageFilter.Kernel((3, 3), [1, -2, 1, -2, 4, -2, 1, -2, 1], scale=1, offset=128)
MAGNITUDE = [abs(value - 128) for value in range(256)]
EVENNESS = sqrt(pi / 2) / 6


@dataclass(frozen=True, slots=True)
class Edge:
    """A tile with something drawn in it: its steps from dark to light, and how steep they are."""

    box: Box
    height: int
    slope: float


def detail(luma: Image.Image) -> Iterator[tuple[str, float]]:
    """Sharpness, noise and suspicion of upscaling of an L picture, each by its name.

    Noise is left out where every part of the picture is black or white, upscaling where nothing
    is drawn or the picture is a mere strip.
    """
    scaled = _scaled(luma)
    edges = _edges(scaled)
    yield "sharpness", _sharpness(edges)
    if (noise := _noise(luma)) is not None:
        yield "noise", noise
    if edges and min(luma.size) >= LEAST_ENLARGED:
        yield "upscaling", _upscaling(luma, edges, luma.width / scaled.width)


def _scaled(luma: Image.Image) -> Image.Image:
    factor = SIDE / max(luma.size)
    if factor >= 1:
        return luma
    size = (max(1, round(luma.width * factor)), max(1, round(luma.height * factor)))
    return luma.resize(size, Image.Resampling.HAMMING, reducing_gap=1.0)


def _edges(luma: Image.Image) -> list[Edge]:
    """The steepest places, wherever they are and whatever is behind them."""
    if min(luma.size) < 3:
        return []
    slopes, luma = _slopes(luma), luma.crop((1, 1, luma.width - 1, luma.height - 1))
    steepness = {box: _highest(slopes.crop(box)) for box in _tiles(luma.size)}
    steepest = sorted(steepness, key=lambda box: -steepness[box])[:MOST_TILES]
    heights = {box: _height(luma.crop(box)) for box in steepest}
    least = max(LEAST_STEP, COMPARABLE * max(heights.values()))
    drawn = [(box, height) for box, height in heights.items() if height >= least]
    return [Edge(box, height, _slope(slopes.crop(box)) / height) for box, height in drawn]


def _slopes(luma: Image.Image) -> Image.Image:
    """What is gained over two pixels, in the direction in which it is most; a pixel less around."""
    width, height = luma.size
    left, right = (luma.crop((at, 1, at + width - 2, height - 1)) for at in (0, 2))
    above, below = (luma.crop((1, at, width - 1, at + height - 2)) for at in (0, 2))
    across, down = ImageChops.difference(left, right), ImageChops.difference(above, below)
    slanting = ImageChops.add(across, down, scale=sqrt(2))
    return ImageChops.lighter(ImageChops.lighter(across, down), slanting)


def _tiles(size: tuple[int, int]) -> Iterator[Box]:
    for top, left in product(*(range(0, max(1, side - TILE + STEP), STEP) for side in size[::-1])):
        yield left, top, min(left + TILE, size[0]), min(top + TILE, size[1])


def _highest(tile: Image.Image) -> int:
    _, highest = tile.getextrema()
    assert isinstance(highest, int), "An L picture has one band of integers."
    return highest


def _height(tile: Image.Image) -> int:
    counts = tile.histogram()
    return percentile(counts, 0.99) - percentile(counts, 0.01)


def _slope(tile: Image.Image) -> int:
    return percentile(tile.histogram(), 0.98)


def _sharpness(edges: list[Edge]) -> float:
    if not edges:
        return 0.0
    slopes = sorted((edge.slope for edge in edges), reverse=True)
    best = slopes[: max(AT_LEAST, round(SHARPEST * len(slopes)))]
    return min(1.0, fmean(best))


def _noise(luma: Image.Image) -> float | None:
    found = sorted(_ripple(patch) * EVENNESS for patch in _patches(luma))
    return found[int(QUIET * (len(found) - 1))] if found else None


def _patches(luma: Image.Image) -> Iterator[Image.Image]:
    if min(luma.size) < 3:
        return
    for top, left in product(*(_spread(side) for side in luma.size[::-1])):
        patch = luma.crop((left, top, left + min(PATCH, luma.width), top + min(PATCH, luma.height)))
        if DARKEST <= _mean(patch.histogram()) <= LIGHTEST:
            yield patch


def _spread(side: int) -> list[int]:
    room = max(0, side - PATCH)
    count = min(PATCHES, room // PATCH + 1)
    return [round(room * place / max(1, count - 1)) for place in range(count)]


def _ripple(patch: Image.Image) -> float:
    """How far pixels are from what their neighbours let expect, on average."""
    inner = (1, 1, patch.width - 1, patch.height - 1)
    return _mean(patch.filter(RIPPLE).crop(inner).histogram(), MAGNITUDE)


def _mean(counts: list[int], values: Sequence[int] = range(256)) -> float:
    return float(sum(map(mul, values, counts)) / sum(counts))


def _upscaling(luma: Image.Image, edges: list[Edge], scale: float) -> float:
    strongest = sorted(edges, key=lambda edge: -edge.height)[:MOST_ENLARGED]
    patches = [_around(luma, edge.box, scale) for edge in strongest]
    fine = sum(_ripple(patch) for patch in patches)
    coarse = sum(_ripple(patch.reduce(2)) for patch in patches)
    kept = fine / coarse if coarse else 1.0
    return min(1.0, max(0.0, (WHOLE - kept) / (WHOLE - MADE_UP)))


def _around(luma: Image.Image, box: Box, scale: float) -> Image.Image:
    width, height = (min(ENLARGED, side) for side in luma.size)
    left = min(round(scale * box[0]), luma.width - width)
    top = min(round(scale * box[1]), luma.height - height)
    return luma.crop((left, top, left + width, top + height))

"""What a picture seems to be about: a cheap guess, for people to put right.

What differs in colour from the edge of the picture, and what is full of detail, counts; what is
near the middle counts a little more. No faces, no objects, no model: only contrast.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from statistics import fmean

from PIL import Image, ImageChops, ImageFilter

from processing.small import small

SIDE = 48
# How many stretches of the edge are taken for background, each with a colour of its own.
STRETCHES = 4
DETAIL = 0.5
# So much of a pixel's weight it keeps in a far corner.
CORNER = 0.6
# Below this, of 255, nothing stands out.
FAINT = 6.0
Color = tuple[int, ...]


def focal_point(image: Image.Image) -> tuple[float, float]:
    """Where an RGB picture's eye-catcher is, from 0 to 1 across and down; else its middle."""
    copy = small(image, SIDE)
    width, height = copy.size
    weights = _weights(copy) if min(width, height) >= STRETCHES else [0.0]
    if max(weights) < FAINT:
        return 0.5, 0.5
    # Only what clearly stands out counts, or a wide background would draw all to the middle.
    floor = max(FAINT, fmean(weights), max(weights) * 0.3)
    heavy = [max(0.0, weight - floor) ** 2 for weight in weights]
    total = sum(heavy) or 1.0
    x = sum(weight * (at % width + 0.5) for at, weight in enumerate(heavy)) / total
    y = sum(weight * (at // width + 0.5) for at, weight in enumerate(heavy)) / total
    return round(x / width, 4), round(y / height, 4)


def _weights(copy: Image.Image) -> list[float]:
    blurred = copy.filter(ImageFilter.GaussianBlur(1)).convert("YCbCr")
    strange = reduce(ImageChops.darker, (_unlike(blurred, one) for one in _grounds(blurred)))
    details = _edges(copy).filter(ImageFilter.GaussianBlur(1.5)).tobytes()
    return [
        (difference + DETAIL * detail) * _nearness(at, *copy.size)
        for at, (difference, detail) in enumerate(zip(strange.tobytes(), details, strict=True))
    ]


def _unlike(image: Image.Image, ground: Color) -> Image.Image:
    """How far each pixel is from a colour, in the channel in which it is farthest."""
    apart = ImageChops.difference(image, Image.new(image.mode, image.size, ground))
    return reduce(ImageChops.lighter, apart.split())


def _edges(copy: Image.Image) -> Image.Image:
    found = copy.convert("L").filter(ImageFilter.FIND_EDGES)
    # The filter leaves the outermost pixels as they were.
    inner = found.crop((1, 1, max(1, copy.width - 1), max(1, copy.height - 1)))
    edges = Image.new("L", copy.size)
    edges.paste(inner, (1, 1))
    return edges


def _grounds(image: Image.Image) -> Iterator[Color]:
    """The colours of the edge, stretch by stretch."""
    width, height = image.size
    for n in range(STRETCHES):
        left, right = width * n // STRETCHES, max(1, width * (n + 1) // STRETCHES)
        top, bottom = height * n // STRETCHES, max(1, height * (n + 1) // STRETCHES)
        for box in (
            (left, 0, right, 1),
            (left, height - 1, right, height),
            (0, top, 1, bottom),
            (width - 1, top, width, bottom),
        ):
            yield _average(_pixels(image.crop(box)))


def _average(pixels: Sequence[Color]) -> Color:
    return tuple(round(fmean(channel)) for channel in zip(*pixels, strict=True))


def _pixels(image: Image.Image) -> list[Color]:
    data = image.tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def _nearness(at: int, width: int, height: int) -> float:
    x, y = (at % width + 0.5) / width - 0.5, (at // width + 0.5) / height - 0.5
    return 1 - (1 - CORNER) * 2 * (x * x + y * y)

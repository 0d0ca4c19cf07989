"""ThumbHash: a picture in about 25 bytes, to be shown while the real one is on its way.

The format is Evan Wallace's: https://evanw.github.io/thumbhash/. A header of five or six bytes
holds the average of brightness (L), of yellow against blue (P), of red against green (Q) and of
the alpha channel (A), and how far each swings; four bits for each low frequency follow.
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from math import cos, pi

from PIL import Image

from processing.small import small

# Frequencies this low do not tell a larger copy from this one.
SIDE = 32
WAVES = 8
Plane = list[list[float]]


@dataclass(frozen=True, slots=True)
class Waves:
    """A channel: its average, the largest swing, and all low frequencies as parts of that."""

    average: float
    scale: float
    others: tuple[float, ...]


def of(image: Image.Image) -> str:
    """The ThumbHash of an RGB or RGBA picture, in base64."""
    return base64.b64encode(_bytes(image)).decode()


def _bytes(image: Image.Image) -> bytes:
    copy = small(image, SIDE).convert("RGBA")
    (width, height), rows = copy.size, _rows(_wavy(copy))
    see_through = any(pixel[3] < 1 for row in rows for pixel in row)
    most = 5 if see_through else 7
    across = max(1, _round(most * width / max(width, height)))
    down = max(1, _round(most * height / max(width, height)))
    light, yellow, red, alpha = _planes(rows)
    l = _waves(light, max(3, across), max(3, down))  # noqa: E741 - as the format calls it
    p, q = _waves(yellow, 3, 3), _waves(red, 3, 3)
    a = _waves(alpha, 5, 5) if see_through else None
    wide = width > height
    head = _head(l, p, q, see_through=see_through) | _shape(p, q, down if wide else across, wide)
    start = head.to_bytes(5, "little")
    if a is not None:
        start += bytes([_round(15 * a.average) | _round(15 * a.scale) << 4])
    channels = (l, p, q) if a is None else (l, p, q, a)
    return start + _nibbles([_round(15 * one) for waves in channels for one in waves.others])


def _head(l: Waves, p: Waves, q: Waves, *, see_through: bool) -> int:  # noqa: E741
    return (
        _round(63 * l.average)
        | _round(31.5 + 31.5 * p.average) << 6
        | _round(31.5 + 31.5 * q.average) << 12
        | _round(31 * l.scale) << 18
        | see_through << 23
    )


def _shape(p: Waves, q: Waves, shorter: int, wide: bool) -> int:
    return (shorter | _round(63 * p.scale) << 3 | _round(63 * q.scale) << 9 | wide << 15) << 24


def _wavy(copy: Image.Image) -> Image.Image:
    # Of fewer pixels than waves, the waves would tell of things that are not there.
    least = max(copy.width, WAVES), max(copy.height, WAVES)
    return copy.resize(least, Image.Resampling.NEAREST)


def _rows(image: Image.Image) -> list[list[tuple[float, ...]]]:
    data, stride = image.tobytes(), 4 * image.width
    return [
        [tuple(byte / 255 for byte in data[at : at + 4]) for at in range(top, top + stride, 4)]
        for top in range(0, len(data), stride)
    ]


def _planes(rows: Sequence[Sequence[tuple[float, ...]]]) -> tuple[Plane, Plane, Plane, Plane]:
    """L, P, Q and A, with what is see-through laid on the average colour."""
    pixels = [pixel for row in rows for pixel in row]
    weight = sum(pixel[3] for pixel in pixels) or 1.0
    red, green, blue = (sum(pixel[at] * pixel[3] for pixel in pixels) / weight for at in range(3))

    def laid(r: float, g: float, b: float, a: float) -> tuple[float, float, float, float]:
        r, g, b = red + (r - red) * a, green + (g - green) * a, blue + (b - blue) * a
        return (r + g + b) / 3, (r + g) / 2 - b, r - g, a

    flat = [list(starmap(laid, row)) for row in rows]
    l, p, q, a = ([[one[at] for one in row] for row in flat] for at in range(4))  # noqa: E741
    return l, p, q, a


def _waves(plane: Plane, across: int, down: int) -> Waves:
    average, *others = _frequencies(plane, across, down)
    scale = max(map(abs, others), default=0.0)
    parts = (0.5 + 0.5 / scale * one if scale else 0.5 for one in others)
    return Waves(average, scale, tuple(parts))


def _frequencies(plane: Plane, across: int, down: int) -> Iterator[float]:
    """The lowest frequencies of a cosine transform: a triangle, row by row."""
    height, width = len(plane), len(plane[0])
    columns = [_cosines(width, wave) for wave in range(across)]
    along = [[_dot(row, wave) for row in plane] for wave in columns]
    for y in range(down):
        falling = _cosines(height, y)
        for x in range(across):
            if x * down < across * (down - y):
                yield _dot(along[x], falling) / (width * height)


def _cosines(length: int, wave: int) -> list[float]:
    return [cos(pi / length * wave * (at + 0.5)) for at in range(length)]


def _dot(values: Sequence[float], wave: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, wave, strict=True))


def _nibbles(values: list[int]) -> bytes:
    even = values + [0] * (len(values) % 2)
    return bytes(low | high << 4 for low, high in zip(even[::2], even[1::2], strict=True))


def _round(value: float) -> int:
    return int(value + 0.5)

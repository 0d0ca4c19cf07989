"""Hashes of what a picture shows, and its commonest colour."""

import hashlib
from functools import cache
from math import cos, pi
from statistics import median

from PIL import Image

from processing.resampling import Raster

SAMPLES, KEPT = 32, 8
# Below this an amplitude is rounding noise of a flat picture.
NOISE = 0.5


def pixel_hash(raster: Raster, *salt: str | bytes) -> str:
    """SHA-256 of size, mode, salt and all pixels, in hex."""
    width, height = raster.size
    digest = hashlib.sha256(f"{raster.mode} {width}x{height}".encode())
    for grain in salt:
        digest.update(b"\0" + (grain.encode() if isinstance(grain, str) else grain))
    digest.update(raster.samples)
    return digest.hexdigest()


def perceptual_hash(image: Image.Image) -> str:
    """64 bits in hex, from the lowest frequencies of the picture's brightness.

    Scaling, compression and light edits change few bits, so compare by Hamming distance: up to 6
    is the same picture in all likelihood, beyond 20 another one.
    """
    small = image.convert("L").resize((SAMPLES, SAMPLES), Image.Resampling.BOX)
    waves = _frequencies(small.tobytes())
    middle = median(waves[1:])
    bits = 0
    for wave in waves:
        bits = bits << 1 | (wave > middle + NOISE)
    return f"{bits:016x}"


def dominant_color(image: Image.Image) -> str:
    """The commonest colour of an RGB picture as "#rrggbb"."""
    small = image.resize((64, 64), Image.Resampling.BOX).quantize(8, dither=Image.Dither.NONE)
    counts = small.histogram()
    palette = small.getpalette() or [0, 0, 0]
    first = 3 * counts.index(max(counts))
    return "#{:02x}{:02x}{:02x}".format(*palette[first : first + 3])


@cache
def _cosines() -> list[list[float]]:
    step = pi / SAMPLES
    return [[cos(step * (x + 0.5) * wave) for x in range(SAMPLES)] for wave in range(KEPT)]


def _frequencies(pixels: bytes) -> list[float]:
    lines = [pixels[at : at + SAMPLES] for at in range(0, len(pixels), SAMPLES)]
    across = [[_dot(line, wave) for line in lines] for wave in _cosines()]
    return [_dot(column, wave) / SAMPLES for wave in _cosines() for column in across]


def _dot(values: list[float] | bytes, wave: list[float]) -> float:
    return sum(value * weight for value, weight in zip(values, wave, strict=True))

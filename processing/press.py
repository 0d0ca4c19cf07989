"""Inks that come without a profile, as offset printing on coated paper shows them.

The solids are those of ISO 12647-2, their mixtures after Neugebauer and Demichel. Paper is shown
as white and the deepest black as black.
"""

import struct
from functools import cache
from itertools import product
from math import prod

from processing.chromaticities import D50, Vector
from processing.matrix_profile import assembled, naming

NAME = "Offset on coated paper"
PAPER: Vector = (95.0, 0.0, -2.0)
# L*, a*, b* of what is printed of cyan, magenta and yellow.
SOLIDS: dict[tuple[int, int, int], Vector] = {
    (0, 0, 0): PAPER,
    (1, 0, 0): (55.0, -37.0, -50.0),
    (0, 1, 0): (48.0, 74.0, -3.0),
    (0, 0, 1): (89.0, -5.0, 93.0),
    (0, 1, 1): (47.0, 68.0, 48.0),
    (1, 0, 1): (50.0, -68.0, 33.0),
    (1, 1, 0): (24.0, 22.0, -46.0),
    (1, 1, 1): (23.0, 0.0, 0.0),
}
BLACK: Vector = (16.0, 0.0, 0.0)
# Of the light that black leaves, as much comes through whatever other inks lie below it.
THROUGH = 0.35
# How much wider a dot of half the area is printed.
GAIN = 0.14
GRID, SAMPLES = 9, 256


@cache
def press_profile() -> bytes:
    """An ICC profile from cyan, magenta, yellow and black."""
    steps = [at / (GRID - 1) for at in range(GRID)]
    table = [round(32768 * part) for inks in product(steps, repeat=4) for part in _light(inks)]
    widened = [round(65535 * _widened(at / (SAMPLES - 1))) for at in range(SAMPLES)]
    data = b"mft2" + bytes(4) + bytes([4, 3, GRID, 0])
    data += struct.pack(">9i", *(65536 * (at % 4 == 0) for at in range(9)))
    data += struct.pack(">2H", SAMPLES, 2) + struct.pack(f">{SAMPLES}H", *widened) * 4
    data += struct.pack(f">{len(table)}H", *table) + struct.pack(">2H", 0, 65535) * 3
    return assembled({**naming(NAME), b"A2B0": data}, b"CMYK", device=b"prtr")


def _widened(area: float) -> float:
    return area + 4 * GAIN * area * (1 - area)


def _light(areas: tuple[float, ...]) -> Vector:
    """X, Y, Z under D50 of areas that are covered by the four inks."""
    shares = [
        (prod(area if ink else 1 - area for area, ink in zip(areas, inks, strict=True)), xyz)
        for inks, xyz in _printed().items()
    ]
    x, y, z = (sum(share * xyz[at] for share, xyz in shares) for at in range(3))
    return x, y, z


@cache
def _printed() -> dict[tuple[int, ...], Vector]:
    """What each of the sixteen ways to lay inks over each other shows."""
    bare = {(*inks, 0): _shares(lab) for inks, lab in SOLIDS.items()}
    black = _shares(BLACK)
    below = {(*inks[:3], 1): _below(black, shares) for inks, shares in bare.items()}
    deepest = below[1, 1, 1, 1]
    return {inks: _stretched(shares, deepest) for inks, shares in (bare | below).items()}


def _below(black: Vector, other: Vector) -> Vector:
    x, y, z = (a * (THROUGH + (1 - THROUGH) * b) for a, b in zip(black, other, strict=True))
    return x, y, z


def _stretched(shares: Vector, deepest: Vector) -> Vector:
    parts = zip(shares, deepest, D50, strict=True)
    x, y, z = (most * max(0.0, share - least) / (1 - least) for share, least, most in parts)
    return x, y, z


def _shares(lab: Vector) -> Vector:
    """X, Y, Z as parts of what the paper gives back."""
    x, y, z = (one / paper for one, paper in zip(_parts(lab), _parts(PAPER), strict=True))
    return x, y, z


def _parts(lab: Vector) -> Vector:
    """X, Y, Z as parts of the white that L*, a*, b* are measured by."""
    level = (lab[0] + 16) / 116
    roots = (level + lab[1] / 500, level, level - lab[2] / 200)
    x, y, z = (root**3 if root > 6 / 29 else (root - 4 / 29) * 108 / 841 for root in roots)
    return x, y, z

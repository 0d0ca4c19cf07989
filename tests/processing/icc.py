"""ICC profiles as screens and printers have them: version 2, by their published numbers."""

import struct
from collections.abc import Callable, Mapping
from functools import cache
from itertools import product

from tests.processing.colorimetry import Vector, lab

# Red, green and blue under D50, as the profiles of Adobe, Apple and Kodak give them.
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
APPLE_P3 = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)
ROMM = ((0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491))
WHITE = (0.9642, 1.0, 0.8249)
GRID = 9

Colorants = tuple[Vector, Vector, Vector]


def power(exponent: float) -> bytes:
    """A curve that is a pure gamma."""
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(exponent * 256))


def srgb_curve() -> bytes:
    """The curve of sRGB as a table."""
    lights = (at / 1023 for at in range(1024))
    table = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in lights]
    return b"curv" + bytes(4) + struct.pack(">I1024H", 1024, *(round(65535 * x) for x in table))


@cache
def rgb(name: str, colorants: Colorants, curve: bytes) -> bytes:
    """The profile of a screen, a camera or a working space."""
    primaries = zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True)
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return _profile(name, b"mntrRGB XYZ ", {**{key: _xyz(xyz) for key, xyz in primaries}, **curves})


@cache
def gray(exponent: float) -> bytes:
    """The profile of a grey picture."""
    return _profile("Grey", b"mntrGRAYXYZ ", {b"kTRC": power(exponent)})


Press = Callable[[float, float, float, float], Vector]


@cache
def cmyk(light: Press, *, perceptual: Press | None = None, device: bytes = b"prtr") -> bytes:
    """The profile of a press, by what X, Y, Z under D50 its four inks give together.

    `perceptual` is what it says for those who ask for that intent.
    """
    tables = {b"A2B0": _table(perceptual or light), b"A2B1": _table(light)}
    return _profile("Test press", device + b"CMYKLab ", tables)


def _table(light: Press) -> bytes:
    steps = [at / (GRID - 1) for at in range(GRID)]
    table = [_encoded(lab(light(*inks))) for inks in product(steps, repeat=4)]
    straight = struct.pack(">2H", 0, 65535)
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    data = b"mft2" + bytes(4) + bytes([4, 3, GRID, 0]) + matrix + struct.pack(">2H", 2, 2)
    return data + straight * 4 + b"".join(table) + straight * 3


def _encoded(color: Vector) -> bytes:
    # Version 2 has 0xFF00 for 100 and 0x8000 for no colour.
    level, a, b = color
    counts = (level * 652.8, (a + 128) * 256, (b + 128) * 256)
    return struct.pack(">3H", *(min(65535, max(0, round(count))) for count in counts))


def _profile(name: str, kind: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    whole = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(name) + 1) + name.encode() + bytes(79),
        b"cprt": b"text" + bytes(4) + b"Nobody's\0",
        b"wtpt": _xyz(WHITE),
        **tags,
    }
    table, body, begin = b"", b"", 132 + 12 * len(whole)
    for key, data in whole.items():
        table += key + struct.pack(">II", begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I", begin + len(body)) + bytes(4) + b"\2\x40\0\0" + kind
    head += bytes(12) + b"acsp" + bytes(28) + _xyz(WHITE)[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(whole)) + table + body


def _xyz(color: Vector) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(65536 * value) for value in color))

"""ICC profiles for colour spaces that a file only names by number."""

import struct
from dataclasses import dataclass
from functools import cache

from processing.chromaticities import BT_709, D50, P3, Chromaticities, colorants
from processing.chromaticities import BT_2020 as WIDEST
from processing.curves import SRGB, Curve, gamma


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: what its red, green, blue and white are, and how numbers become light."""

    name: str
    chromaticities: Chromaticities
    curve: Curve = SRGB


DISPLAY_P3 = Space("Display P3", P3)
BT_2020 = Space("BT.2020", WIDEST)
ADOBE_RGB = Space(
    "Adobe RGB (1998)",
    Chromaticities(BT_709.white, BT_709.red, (0.21, 0.71), BT_709.blue),
    gamma(563 / 256),
)


@cache
def matrix_profile(space: Space) -> bytes:
    """An ICC profile of version 4 for a space. Raises ArithmeticError for impossible colours."""
    primaries = zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants(space.chromaticities), strict=True)
    tags = {
        **naming(space.name),
        **{key: _xyz(color) for key, color in primaries},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), space.curve),
    }
    return assembled(tags, b"RGB ")


@cache
def gray_profile(space: Space) -> bytes:
    """An ICC profile of version 4 for grey pictures in a space."""
    return assembled({**naming(space.name), b"kTRC": space.curve}, b"GRAY")


def naming(name: str) -> dict[bytes, bytes]:
    """The tags that every profile has."""
    return {b"desc": _text(name), b"cprt": _text("No copyright"), b"wtpt": _xyz(D50)}


def assembled(tags: dict[bytes, bytes], model: bytes, *, device: bytes = b"mntr") -> bytes:
    """A profile of those tags, from a colour model to X, Y, Z under D50."""
    table, body, begin = b"", b"", 128 + 4 + 12 * len(tags)
    for key, data in tags.items():
        table += key + struct.pack(">II", begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = _head(begin + len(body), device + model)
    return head + struct.pack(">I", len(tags)) + table + body


def _head(size: int, kind: bytes) -> bytes:
    head = struct.pack(">I", size) + bytes(4) + b"\4\x20\0\0" + kind + b"XYZ "
    head += bytes(12) + b"acsp" + bytes(28)
    return (head + _xyz(D50)[8:]).ljust(128, b"\0")


def _xyz(color: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in color))


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data

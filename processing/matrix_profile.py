"""ICC profiles for colour spaces that a file only names by number."""

import struct
from dataclasses import dataclass
from functools import cache

Color = tuple[float, float, float]

D50: Color = (0.9642, 1.0, 0.8249)
# The curve of sRGB as ICC writes it: gamma, a, b, c, d.
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: its red, green and blue as X, Y, Z under D50."""

    name: str
    red: Color
    green: Color
    blue: Color


DISPLAY_P3 = Space(
    "Display P3", (0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)
)
BT_2020 = Space(
    "BT.2020", (0.6735, 0.2790, -0.0019), (0.1657, 0.6753, 0.0300), (0.1250, 0.0456, 0.7969)
)


@cache
def matrix_profile(space: Space) -> bytes:
    """An ICC profile of version 4 for a space with the curve of sRGB."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(*SRGB_CURVE)
    tags = {
        b"desc": _text(space.name),
        b"cprt": _text("No copyright"),
        b"wtpt": _xyz(D50),
        b"rXYZ": _xyz(space.red),
        b"gXYZ": _xyz(space.green),
        b"bXYZ": _xyz(space.blue),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    return _assembled(tags)


def _assembled(tags: dict[bytes, bytes]) -> bytes:
    table, body, begin = b"", b"", 128 + 4 + 12 * len(tags)
    for key, data in tags.items():
        table += key + struct.pack(">II", begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return _head(begin + len(body)) + struct.pack(">I", len(tags)) + table + body


def _head(size: int) -> bytes:
    kind = b"\4\x20\0\0" + b"mntrRGB XYZ "
    head = (
        struct.pack(">I", size) + bytes(4) + kind + bytes(12) + b"acsp" + bytes(28) + _fixed(*D50)
    )
    return head.ljust(128, b"\0")


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _xyz(color: Color) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*color)


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data

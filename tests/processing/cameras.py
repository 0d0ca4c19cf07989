"""Maker notes made by code, as three makers lay them out, so that ExifTool knows them as theirs.

Canon's is a bare directory whose offsets count from the start of EXIF, Sony's is one behind a
header, and Nikon's is a whole TIFF of its own.
"""

import struct
from collections.abc import Callable

from tests import photos

LONG, TEXT, BLOB, SHORT = 4, 2, 7, 3
OWNER, SERIAL = "Otto Ownerson-Quince", "7730041199"
Entry = tuple[int, int, int, bytes]
# Where EXIF's first directory begins.
FIRST = 8


def text(tag: int, value: str) -> Entry:
    """A text."""
    data = value.encode() + b"\0"
    return tag, TEXT, len(data), data


def number(tag: int, value: int) -> Entry:
    """A whole number."""
    return tag, LONG, 1, struct.pack("<I", value)


def directory(entries: list[Entry], at: int) -> bytes:
    """A directory that begins `at` bytes after that from which its offsets count."""
    behind = at + 2 + 12 * len(entries) + 4
    head, body = struct.pack("<H", len(entries)), b""
    for tag, kind, count, data in sorted(entries):
        inline = len(data) <= 4
        value = data.ljust(4, b"\0") if inline else struct.pack("<I", behind + len(body))
        body += b"" if inline else data + b"\0" * (len(data) % 2)
        head += struct.pack("<HHI", tag, kind, count) + value
    return head + b"\0\0\0\0" + body


def canon(at: int) -> bytes:
    """Model, firmware, owner and serial number."""
    told = [text(6, "Canon EOS R5"), text(7, "Firmware Version 1.5.0"), text(9, OWNER)]
    return directory([*told, number(0x0C, int(SERIAL[:9])), text(0x96, SERIAL)], at)


def nikon(_: int) -> bytes:
    """Quality, white balance and serial number."""
    told = [text(4, "FINE  "), text(5, "AUTO        "), text(0x1D, SERIAL)]
    tiff = struct.pack("<2sHI", b"II", 42, FIRST) + directory(told, FIRST)
    return b"Nikon\0\x02\x10\0\0" + tiff


def sony(at: int) -> bytes:
    """Quality, model, style and serial number."""
    header = b"SONY DSC \0\0\0"
    model = (0xB001, SHORT, 1, struct.pack("<H", 361))
    told = [number(0x102, 2), text(0x2031, SERIAL), model, text(0xB020, "Standard")]
    return header + directory(told, at + len(header))


NOTES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "Canon": ("Canon", canon),
    "Nikon": ("NIKON CORPORATION", nikon),
    "Sony": ("SONY", sony),
}


def exif(name: str) -> bytes:
    """EXIF as a camera of that maker writes it: who made it, and its note."""
    make, note = NOTES[name]
    said = [text(0x10F, make), text(0x110, "Model X")]
    inner = FIRST + len(directory([*said, number(0x8769, 0)], FIRST))
    # The note is the only entry of its directory, so its bytes are right behind it.
    made = note(inner + 2 + 12 + 4)
    first = directory([*said, number(0x8769, inner)], FIRST)
    within = directory([(0x927C, BLOB, len(made), made)], inner)
    return b"Exif\0\0" + struct.pack("<2sHI", b"II", 42, FIRST) + first + within


def photo(name: str, width: int = 64, height: int = 48) -> bytes:
    """A JPEG of that maker."""
    return photos.saved(photos.quarters(width, height), "JPEG", exif=exif(name))

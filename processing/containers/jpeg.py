"""Segments of a JPEG: frames, tables, scans and colour."""

import re

from processing.containers import tiff
from processing.containers.malformed import MOST_PARTS, Malformed

START, END = b"\xff\xd8", b"\xff\xd9"
END_MARKER, SCAN = 0xD9, 0xDA
# Frames, Huffman and arithmetic tables; quantization tables, scans, restart intervals.
DRAWN = frozenset({*range(0xC0, 0xD0), 0xDB, SCAN, 0xDD}) - {0xC8}
# Without a length: temporary, restarts, a start.
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
JFIF, EXIF, PROFILE, ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"
# Decoders skip what stands between segments.
MARKER = re.compile(rb"\xff([\x01-\xfe])")
# Within a scan FF is followed by 00 or a restart's number.
BEHIND_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def bare(data: bytes) -> bytes:
    """The first picture without segments of other kinds, also between scans. Raises Malformed."""
    kept, at = bytearray(START), len(START)
    for _ in range(MOST_PARTS):
        marker, at = _marker(data, at)
        if marker == END_MARKER:
            return bytes(kept) + END
        if marker in ALONE:
            continue
        end = at + int.from_bytes(data[at : at + 2], "big")
        if not at + 2 <= end <= len(data):
            break
        kept += _segment(marker, data[at + 2 : end])
        at = end
        if marker == SCAN:
            at = _behind_scan(data, end)
            kept += data[end:at]
    raise Malformed


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker, and where what belongs to it begins."""
    if found := MARKER.search(data, at):
        return data[found.end() - 1], found.end()
    raise Malformed


def _behind_scan(data: bytes, at: int) -> int:
    if found := BEHIND_SCAN.search(data, at):
        return found.start()
    raise Malformed


def _segment(marker: int, content: bytes) -> bytes:
    kept = content if marker in DRAWN else _application(marker, content)
    if not kept:
        return b""
    return bytes([0xFF, marker]) + (len(kept) + 2).to_bytes(2, "big") + kept


def _application(marker: int, content: bytes) -> bytes:
    """What is to be drawn of an application's segment."""
    if marker == 0xE0 and content.startswith(JFIF):
        # It may hold a small picture, whose sides come last.
        return content[:12] + b"\0\0"
    if marker == 0xE1 and content.startswith(EXIF):
        found = tiff.bare_exif(content.removeprefix(EXIF))
        return EXIF + found if found else b""
    if marker == 0xE2 and content.startswith(PROFILE):
        return content
    return content[:12] if marker == 0xEE and content.startswith(ADOBE) else b""

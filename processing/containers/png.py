"""Chunks of a PNG: those that say how the picture looks."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from processing.containers import tiff
from processing.containers.malformed import MOST_PARTS, Malformed

SIGNATURE = 8
# The most that each can need, in bytes; None for as much as it likes.
SIZES: dict[bytes, int | None] = {
    b"IHDR": 13,
    b"PLTE": 768,
    b"IDAT": None,
    b"tRNS": 256,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"iCCP": None,
    b"cICP": 4,
    b"mDCV": 24,
    b"cLLI": 8,
    b"sBIT": 4,
    b"bKGD": 6,
    b"pHYs": 9,
    b"acTL": 8,
    b"fcTL": 26,
    b"fdAT": None,
    b"eXIf": None,
}
REPEATED = frozenset({b"IDAT", b"fcTL", b"fdAT"})
EXIF, END = b"eXIf", b"IEND"


class Chunk(NamedTuple):
    """One chunk: its kind, its content, and all its bytes."""

    kind: bytes
    content: bytes
    whole: bytes


def bare(data: bytes) -> bytes:
    """Without chunks of other kinds, further ones of a kind, and what is behind the end.

    Raises Malformed.
    """
    kept, seen = bytearray(data[:SIGNATURE]), set[bytes]()
    for chunk in _chunks(data):
        if _is_drawn(chunk) and chunk.kind not in seen - REPEATED:
            kept += _exif(chunk.content) if chunk.kind == EXIF else chunk.whole
        seen.add(chunk.kind)
    return bytes(kept) + written(END, b"")


def written(kind: bytes, content: bytes) -> bytes:
    """A chunk with its checksum."""
    checksum = zlib.crc32(kind + content)
    return len(content).to_bytes(4, "big") + kind + content + checksum.to_bytes(4, "big")


def _is_drawn(chunk: Chunk) -> bool:
    if chunk.kind not in SIZES:
        return False
    most = SIZES[chunk.kind]
    return most is None or len(chunk.content) <= most


def _exif(content: bytes) -> bytes:
    found = tiff.bare_exif(content)
    return written(EXIF, found) if found else b""


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = SIGNATURE
    for _ in range(MOST_PARTS):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(data) or len(kind) < 4:
            break
        if kind == END:
            return
        yield Chunk(kind, data[at + 8 : end - 4], data[at:end])
        at = end
    raise Malformed

"""Chunks of a WebP: frames, transparency, animation and colour."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from processing.containers import tiff
from processing.containers.malformed import MOST_PARTS, Malformed

HEAD = 12
# The most that each can need, in bytes; None for as much as it likes.
SIZES: dict[bytes, int | None] = {
    b"VP8X": 10,
    b"ICCP": None,
    b"ANIM": 6,
    b"ANMF": None,
    b"EXIF": None,
    b"ALPH": None,
    b"VP8 ": None,
    b"VP8L": None,
}
WITHIN_FRAMES = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
EXTENDED, FRAME, EXIF = b"VP8X", b"ANMF", b"EXIF"
FRAME_HEAD = 16
HAS_EXIF = 0x08
# Chunks that are nothing without the flag that announces them.
ANNOUNCED = {b"ICCP": 0x20, b"ANIM": 0x02, b"ANMF": 0x02}
# Colour profile, transparency, animation; the others are reserved, or about metadata.
FLAGS = 0x32


class Chunk(NamedTuple):
    """One chunk."""

    kind: bytes
    content: bytes


def bare(data: bytes) -> bytes:
    """Without chunks of other kinds, further ones of a kind, and what is behind the end.

    Raises Malformed.
    """
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Malformed
    chunks = _announced(_drawn(data[HEAD:end], SIZES.keys()))
    flags = HAS_EXIF if any(chunk.kind == EXIF for chunk in chunks) else 0
    body = b"".join(_written(_flagged(chunk, flags)) for chunk in chunks)
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body


def _drawn(data: bytes, kinds: AbstractSet[bytes]) -> list[Chunk]:
    kept, seen = list[Chunk](), set[bytes]()
    for chunk in _chunks(data):
        if chunk.kind in kinds and _fits(chunk) and chunk.kind not in seen - {FRAME}:
            kept.append(_inside(chunk))
        seen.add(chunk.kind)
    return [chunk for chunk in kept if chunk.content]


def _announced(chunks: list[Chunk]) -> list[Chunk]:
    flags = next((chunk.content[0] for chunk in chunks if chunk.kind == EXTENDED), 0)
    unannounced = {kind for kind, flag in ANNOUNCED.items() if not flags & flag}
    return [chunk for chunk in chunks if chunk.kind not in unannounced]


def _fits(chunk: Chunk) -> bool:
    most = SIZES[chunk.kind]
    return most is None or len(chunk.content) <= most


def _inside(chunk: Chunk) -> Chunk:
    """The chunk without what is not drawn of it."""
    if chunk.kind == EXIF:
        return Chunk(EXIF, _exif(chunk.content))
    if chunk.kind != FRAME:
        return chunk
    parts = b"".join(_written(part) for part in _drawn(chunk.content[FRAME_HEAD:], WITHIN_FRAMES))
    return Chunk(FRAME, chunk.content[:FRAME_HEAD] + parts)


def _exif(content: bytes) -> bytes:
    # Some writers put JPEG's name of the block before it.
    return tiff.bare_exif(content.removeprefix(b"Exif\0\0"))


def _flagged(chunk: Chunk, flags: int) -> Chunk:
    if chunk.kind != EXTENDED:
        return chunk
    return Chunk(EXTENDED, bytes([chunk.content[0] & FLAGS | flags, 0, 0, 0]) + chunk.content[4:])


def _written(chunk: Chunk) -> bytes:
    padding = bytes(len(chunk.content) % 2)
    return chunk.kind + len(chunk.content).to_bytes(4, "little") + chunk.content + padding


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = 0
    for _ in range(MOST_PARTS):
        if at >= len(data):
            return
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        if end > len(data):
            break
        yield Chunk(kind, data[at + 8 : end])
        at = end + size % 2
    raise Malformed

"""PNGs of every kind that the format knows, written byte by byte."""

import struct
import zlib
from collections.abc import Sequence

from tests.photos import png_chunk

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Where each pass of Adam7 begins and how far it steps: across, down.
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
         (0, 1, 1, 2))  # fmt: skip

# Rows of pixels of samples.
Pixels = Sequence[Sequence[Sequence[int]]]


def png(
    pixels: Pixels,
    *,
    color: int = 2,
    bits: int = 8,
    interlaced: bool = False,
    chunks: Sequence[tuple[bytes, bytes]] = (),
) -> bytes:
    """A PNG of the colour type and the depth, with further chunks before its pixels."""
    size = struct.pack(">II", len(pixels[0]), len(pixels))
    head = size + bytes([bits, color, 0, 0, interlaced])
    passes = _passes(pixels) if interlaced else [pixels]
    data = b"".join(b"\0" + _packed(row, bits) for one in passes for row in one)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            png_chunk(b"IHDR", head),
            *(png_chunk(*chunk) for chunk in chunks),
            png_chunk(b"IDAT", zlib.compress(data)),
            png_chunk(b"IEND", b""),
        )
    )


def plain(color: Sequence[int], size: int = 16) -> Pixels:
    """A square of one colour."""
    return [[color] * size] * size


def icc(profile: bytes) -> tuple[bytes, bytes]:
    """The chunk of a profile."""
    return b"iCCP", b"x\0\0" + zlib.compress(profile)


def _passes(pixels: Pixels) -> list[Pixels]:
    found = [[row[x::dx] for row in pixels[y::dy]] for x, y, dx, dy in ADAM7]
    return [one for one in found if one and one[0]]


def _packed(row: Sequence[Sequence[int]], bits: int) -> bytes:
    flat = [sample for pixel in row for sample in pixel]
    if bits == 16:
        return struct.pack(f">{len(flat)}H", *flat)
    line = "".join(f"{sample:0{bits}b}" for sample in flat)
    line += "0" * (-len(line) % 8)
    return bytes(int(line[at : at + 8], 2) for at in range(0, len(line), 8))

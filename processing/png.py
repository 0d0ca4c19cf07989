"""What a PNG says of its colours beside its pixels, by the precedence of its specification."""

import struct
from typing import BinaryIO

from processing import code_points
from processing.chromaticities import BT_709, Chromaticities
from processing.curves import SRGB, Curve, gamma
from processing.matrix_profile import Space, gray_profile, matrix_profile

WANTED = {b"IHDR": 13, b"cICP": 4, b"sRGB": 1, b"gAMA": 4, b"cHRM": 32}
MOST_CHUNKS = 1_000
# How far a gamma may be from 2.2 and still mean the curve of sRGB, as libpng has it.
NEAR = 0.05
STEEPEST = 10.0


def profile(file: BinaryIO, icc: bytes | None) -> bytes | None:
    """The ICC profile that counts: embedded, or made of what the chunks say in numbers."""
    chunks = _chunks(file)
    gray = chunks[b"IHDR"][9] in {0, 4}
    if b"cICP" in chunks and chunks[b"cICP"][2:] == b"\0\1":
        return _made(code_points.space(*chunks[b"cICP"][:2]), gray=gray)
    if icc or b"sRGB" in chunks:
        return icc
    return _made(_told(chunks), gray=gray)


def _chunks(file: BinaryIO) -> dict[bytes, bytes]:
    """The wanted chunks before the pixels; the file is left where it was."""
    here, found = file.tell(), {}
    file.seek(8)
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind in {b"IDAT", b"IEND", b""}:
            break
        after = file.tell() + length + 4
        if WANTED.get(kind) == length:
            found[kind] = file.read(length)
        file.seek(after)
    file.seek(here)
    return found


def _told(chunks: dict[bytes, bytes]) -> Space | None:
    curve = _curve(chunks.get(b"gAMA"))
    if b"cHRM" not in chunks and curve == SRGB:
        return None
    return Space("PNG gAMA/cHRM", _chromaticities(chunks.get(b"cHRM")), curve)


def _curve(data: bytes | None) -> Curve:
    count = int.from_bytes(data or b"", "big")
    exponent = 100_000 / count if count else 2.2
    if abs(exponent / 2.2 - 1) < NEAR or not 1 / STEEPEST < exponent < STEEPEST:
        return SRGB
    return gamma(exponent)


def _chromaticities(data: bytes | None) -> Chromaticities:
    if data is None:
        return BT_709
    numbers = [count / 100_000 for count in struct.unpack(">8I", data)]
    white, red, green, blue = zip(numbers[::2], numbers[1::2], strict=True)
    return Chromaticities(white, red, green, blue)


def _made(space: Space | None, *, gray: bool) -> bytes | None:
    if space is None:
        return None
    try:
        return gray_profile(space) if gray else matrix_profile(space)
    except (ArithmeticError, struct.error):
        # Colours that cannot be: the numbers are damaged, the picture may well be whole.
        return None

"""Whether a picture's container is whole, by hopping from part to part without decoding."""

from collections.abc import Callable, Iterator
from io import SEEK_CUR, SEEK_SET
from typing import BinaryIO

from processing import tiff
from processing.boxes import boxes
from processing.errors import FileCorrupt, FileTruncated
from processing.exact import exactly, number
from processing.formats import Format

BLOCK = 1024 * 1024

# Honest files stay far below: a 50 MB PNG in the usual 8 KB chunks has 6,400 of them.
MOST_PARTS = 100_000

# Markers, and junk before them, are read byte by byte: together no more than this.
MOST_SINGLE_BYTES = 200_000

# JPEG markers that stand alone, without a length and a payload.
BARE = frozenset({0x01, *range(0xD0, 0xD8)})
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9


def check(file: BinaryIO, format: Format, size: int) -> None:
    """Walk the container of a file of `size` bytes. Raises FileTruncated or FileCorrupt."""
    CHECKS[format](file, size)


def _jpeg(file: BinaryIO, size: int) -> None:
    file.seek(2)
    patience = iter(range(MOST_SINGLE_BYTES))
    for _ in range(MOST_PARTS):
        marker = _jpeg_marker(file, patience)
        if marker == END_OF_IMAGE:
            raise FileCorrupt(format=Format.JPEG)
        if marker in BARE:
            continue
        length = number(file, 2, Format.JPEG)
        if file.seek(max(length - 2, 0), SEEK_CUR) > size:
            raise FileTruncated(format=Format.JPEG)
        if marker == START_OF_SCAN:
            return _jpeg_end(file)
    raise FileCorrupt(format=Format.JPEG)


def _jpeg_marker(file: BinaryIO, patience: Iterator[int]) -> int:
    # Decoders skip junk between segments, and so do we, but not for ever.
    before = 0
    for _ in patience:
        code = number(file, 1, Format.JPEG)
        if before == 0xFF and code not in {0x00, 0xFF}:
            return code
        before = code
    raise FileCorrupt(format=Format.JPEG)


def _jpeg_end(file: BinaryIO) -> None:
    # Within a scan FF is always followed by 00 or a restart number, so this is the real end; a
    # thumbnail's end stands before the scan. Whatever follows (a second picture) is not ours.
    last = b""
    while block := file.read(BLOCK):
        if b"\xff\xd9" in last + block:
            return
        last = block[-1:]
    raise FileTruncated(format=Format.JPEG)


def _png(file: BinaryIO, size: int) -> None:
    file.seek(8)
    for place in range(MOST_PARTS):
        length = number(file, 4, Format.PNG)
        kind = exactly(file, 4, Format.PNG)
        if not kind.isalpha() or (place == 0) != (kind == b"IHDR"):
            raise FileCorrupt(format=Format.PNG)
        if file.seek(length + 4, SEEK_CUR) > size:
            raise FileTruncated(format=Format.PNG)
        if kind == b"IEND":
            return
    raise FileCorrupt(format=Format.PNG)


def _webp(file: BinaryIO, size: int) -> None:
    file.seek(4)
    if int.from_bytes(exactly(file, 4, Format.WEBP), "little") + 8 > size:
        raise FileTruncated(format=Format.WEBP)


def _gif(file: BinaryIO, size: int) -> None:
    file.seek(max(size - 512, 13), SEEK_SET)
    # Some writers pad the file behind its trailer.
    if not file.read(512).rstrip(b"\0\r\n").endswith(b";"):
        raise FileTruncated(format=Format.GIF)


def _avif(file: BinaryIO, size: int) -> None:
    _boxes(file, size, Format.AVIF, needed={b"meta", b"moov"})


def _heic(file: BinaryIO, size: int) -> None:
    _boxes(file, size, Format.HEIC, needed={b"meta"})


def _boxes(file: BinaryIO, size: int, format: Format, *, needed: set[bytes]) -> None:
    found = list(boxes(file, 0, size, format))
    if found[-1].end > size or needed.isdisjoint(box.kind for box in found):
        raise FileTruncated(format=format)


CHECKS: dict[Format, Callable[[BinaryIO, int], None]] = {
    Format.JPEG: _jpeg,
    Format.PNG: _png,
    Format.WEBP: _webp,
    Format.GIF: _gif,
    Format.AVIF: _avif,
    Format.HEIC: _heic,
    Format.TIFF: tiff.check,
}

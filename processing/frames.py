"""How many frames a file holds, counted without decoding, and no further than need be.

Pillow counts the pages of a TIFF in quadratic time, and the frames of a GIF by reading each.
"""

from collections.abc import Callable, Iterator
from io import SEEK_END
from typing import BinaryIO

from processing.errors import TooManyFrames
from processing.formats import Format
from processing.tiff import Layout

# Beyond this nobody cares how many there are.
MOST_COUNTED = 100_000
EXTENSION, PICTURE, END = 0x21, 0x2C, 0x3B


def check(file: BinaryIO, format: Format, *, most: int) -> None:
    """Raises TooManyFrames; other formats say their count in their headers."""
    counted = 0
    for _ in FRAMES[format](file) if format in FRAMES else ():
        counted += 1
        if counted >= max(most + 1, MOST_COUNTED):
            break
    if counted > most:
        raise TooManyFrames(limit=most, actual=counted)


def _pages(file: BinaryIO) -> Iterator[int]:
    file.seek(0)
    head = file.read(16)
    layout = Layout("<" if head[:2] == b"II" else ">", 43 in (head[2], head[3]))
    wide, seen = 8 if layout.big else 2, set[int]()
    end = file.seek(0, SEEK_END)
    at = layout.number(head[layout.word : 2 * layout.word])
    while 0 < at < end and at not in seen:
        yield at
        seen.add(at)
        file.seek(at)
        # What counts more entries than there are bytes leads out of the file, and so to an end.
        behind = at + wide + layout.number(file.read(wide)) * layout.entry
        file.seek(min(behind, end))
        at = layout.number(file.read(layout.word))


def _pictures(file: BinaryIO) -> Iterator[int]:
    file.seek(0)
    data = file.read()
    at = 13 + _table(data[10:11])
    while at < len(data) and data[at] != END:
        kind, begin = data[at], at
        if kind == PICTURE:
            yield begin
            at = _behind(data, at + 11 + _table(data[at + 9 : at + 10]))
        else:
            # Whatever else stands there, decoders look for the next block byte by byte.
            at = _behind(data, at + 2) if kind == EXTENSION else at + 1


def _table(flags: bytes) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _behind(data: bytes, at: int) -> int:
    """Where a chain of blocks ends, each of which says its length."""
    while at < len(data) and (size := data[at]):
        at += size + 1
    return at + 1


FRAMES: dict[Format, Callable[[BinaryIO], Iterator[int]]] = {
    Format.TIFF: _pages,
    Format.GIF: _pictures,
}

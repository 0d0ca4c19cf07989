"""The boxes that HEIC and AVIF files are made of, found by hopping from one to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

from processing.errors import FileCorrupt
from processing.exact import exactly, number
from processing.formats import Format

MOST_BOXES = 100_000


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its kind, where its content begins, and where it ends (perhaps behind the file)."""

    kind: bytes
    start: int
    end: int


def boxes(file: BinaryIO, start: int, end: int, format: Format) -> Iterator[Box]:
    """The boxes between two places. Raises FileTruncated or FileCorrupt."""
    at = start
    for _ in range(MOST_BOXES):
        if at >= end:
            return
        file.seek(at)
        length = number(file, 4, format)
        kind = exactly(file, 4, format)
        if length == 1:
            length = number(file, 8, format)
        if length and length < file.tell() - at:
            raise FileCorrupt(format=format)
        box = Box(kind, file.tell(), at + length if length else end)
        yield box
        at = box.end
    raise FileCorrupt(format=format)


def properties(file: BinaryIO, kind: bytes, format: Format) -> list[Box]:
    """The properties of one kind that a file's items share, in their order."""
    size = file.seek(0, SEEK_END)
    # The content of `meta` begins with its version.
    metas = [(box.start + 4, box.end) for box in _within(file, b"meta", 0, size, format)]
    parts = [box for at in metas for box in _within(file, b"iprp", *at, format)]
    lists = [box for at in parts for box in _within(file, b"ipco", at.start, at.end, format)]
    return [box for one in lists for box in _within(file, kind, one.start, one.end, format)]


def _within(file: BinaryIO, kind: bytes, start: int, end: int, format: Format) -> list[Box]:
    return [box for box in boxes(file, start, end, format) if box.kind == kind]

"""The boxes that HEIC and AVIF files are made of, found by hopping from one to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
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

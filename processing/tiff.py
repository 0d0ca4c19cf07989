"""Looking into a TIFF's first directory: is everything there, and is it not a camera raw file?"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from processing.errors import FileCorrupt, FileTruncated, UnsupportedFormat
from processing.exact import exactly
from processing.formats import Format
from processing.signatures import EXPORT_RAW

SUBFILE_TYPE, SUB_DIRECTORIES, DNG_VERSION = 254, 330, 50706
PLACES = {273: 279, 324: 325}  # strips and tiles: where each begins -> how long it is
INTEGER_BYTES = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8}

MOST_ENTRIES = 4_096
MOST_PIECES = 65_536


@dataclass(frozen=True, slots=True)
class Layout:
    """How the numbers of one TIFF are written."""

    order: str
    big: bool

    def number(self, data: bytes) -> int:
        """An unsigned integer of any width."""
        return int.from_bytes(data, "little" if self.order == "<" else "big")

    @property
    def word(self) -> int:
        """Bytes of an offset or a count."""
        return 8 if self.big else 4

    @property
    def entry(self) -> int:
        """Bytes of a directory's entry."""
        return 4 + 2 * self.word


@dataclass(frozen=True, slots=True)
class Entry:
    """One tag of a directory; `value` is the inline value or the place where the values are."""

    type: int
    count: int
    value: bytes


def check(file: BinaryIO, size: int) -> None:
    """Raises FileTruncated, FileCorrupt, or UnsupportedFormat for camera raw files."""
    file.seek(0)
    head = exactly(file, 8, Format.TIFF) + file.read(8)
    if head[8:10] == b"CR":
        raise UnsupportedFormat(found="a Canon camera raw file", hint=EXPORT_RAW)
    layout = Layout("<" if head[:2] == b"II" else ">", head[2] == 43 or head[3] == 43)
    first = layout.number(head[layout.word : 2 * layout.word])
    entries = _directory(file, layout, min(first, size))
    _refuse_raw(entries, layout)
    for places, lengths in PLACES.items():
        if places in entries and lengths in entries:
            _all_there(file, layout, entries[places], entries[lengths], size)


def _directory(file: BinaryIO, layout: Layout, at: int) -> dict[int, Entry]:
    file.seek(at)
    count = layout.number(exactly(file, 8 if layout.big else 2, Format.TIFF))
    if not 0 < count <= MOST_ENTRIES:
        raise FileCorrupt(format=Format.TIFF)
    data = exactly(file, count * layout.entry, Format.TIFF)
    edges = range(0, len(data) + 1, layout.entry)
    return dict(_entry(data[begin:end], layout) for begin, end in pairwise(edges))


def _entry(data: bytes, layout: Layout) -> tuple[int, Entry]:
    tag, kind = struct.unpack(f"{layout.order}HH", data[:4])
    count = layout.number(data[4 : 4 + layout.word])
    return tag, Entry(kind, count, data[4 + layout.word :])


def _refuse_raw(entries: dict[int, Entry], layout: Layout) -> None:
    # NEF, ARW, PEF and their kind begin with a small preview that points at the raw picture.
    preview = SUBFILE_TYPE in entries and layout.number(entries[SUBFILE_TYPE].value[:4]) & 1
    if DNG_VERSION in entries or (preview and SUB_DIRECTORIES in entries):
        raise UnsupportedFormat(found="a camera raw file", hint=EXPORT_RAW)


def _all_there(file: BinaryIO, layout: Layout, places: Entry, lengths: Entry, size: int) -> None:
    begins, counts = (_values(file, layout, entry, size) for entry in (places, lengths))
    if any(at + length > size for at, length in zip(begins, counts, strict=False)):
        raise FileTruncated(format=Format.TIFF)


def _values(file: BinaryIO, layout: Layout, entry: Entry, size: int) -> list[int]:
    width = INTEGER_BYTES.get(entry.type)
    if width is None:
        raise FileCorrupt(format=Format.TIFF)
    count = min(entry.count, MOST_PIECES)
    data = entry.value[: width * count]
    if width * entry.count > layout.word:
        file.seek(min(layout.number(entry.value), size))
        data = exactly(file, width * count, Format.TIFF)
    return [layout.number(data[at : at + width]) for at in range(0, len(data), width)]

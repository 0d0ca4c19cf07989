"""Looking into a TIFF's first directory: is everything there, and is it not a camera raw file?"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from processing.errors import FileCorrupt, FileTruncated, UnsupportedFormat
from processing.exact import exactly
from processing.formats import Format
from processing.signatures import EXPORT_RAW

SUBFILE_TYPE, COMPRESSION, PHOTOMETRIC, SUB_DIRECTORIES, DNG_VERSION = 254, 259, 262, 330, 50706
# Pictures as the sensor saw them: a mosaic, or that made linear.
SENSORS = {32803, 34892}
# How Sony, Samsung, Nikon, Kodak and Pentax pack those.
PACKINGS = {32767, 32770, 34713, 65000, 65535}
PLACES = {273: 279, 324: 325}  # strips and tiles: where each begins -> how long it is
INTEGER_BYTES = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8}

MOST_ENTRIES = 4_096
MOST_PIECES = 65_536
MOST_DIRECTORIES = 8
# Canon's own mark stands between the head and the first directory, which always lies here.
CANON, CANON_FIRST = b"CR\2", 16


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
    layout = Layout("<" if head[:2] == b"II" else ">", head[2] == 43 or head[3] == 43)
    first = layout.number(head[layout.word : 2 * layout.word])
    if first == CANON_FIRST and head[8:11] == CANON:
        raise UnsupportedFormat(found="a Canon camera raw file", hint=EXPORT_RAW)
    entries = _directory(file, layout, min(first, size))
    following = layout.number(file.read(layout.word))
    if _previews_raw(entries, layout) or any(
        _is_raw(one, layout) for one in (entries, *_others(file, layout, entries, following, size))
    ):
        raise UnsupportedFormat(found="a camera raw file", hint=EXPORT_RAW)
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


def _previews_raw(entries: dict[int, Entry], layout: Layout) -> bool:
    # NEF, ARW, PEF and their kind begin with a small preview that points at the raw picture.
    return bool(_first(entries, SUBFILE_TYPE, layout) & 1) and SUB_DIRECTORIES in entries


def _is_raw(entries: dict[int, Entry], layout: Layout) -> bool:
    return (
        DNG_VERSION in entries
        or _first(entries, PHOTOMETRIC, layout) in SENSORS
        or _first(entries, COMPRESSION, layout) in PACKINGS
    )


def _first(entries: dict[int, Entry], tag: int, layout: Layout) -> int:
    entry = entries.get(tag, Entry(4, 1, b""))
    return layout.number(entry.value[: INTEGER_BYTES.get(entry.type, 4)])


def _others(
    file: BinaryIO, layout: Layout, entries: dict[int, Entry], following: int, size: int
) -> Iterator[dict[int, Entry]]:
    """The directories below the first and behind it, as many as can be read."""
    with suppress(FileCorrupt, FileTruncated):
        below = entries.get(SUB_DIRECTORIES)
        for at in _values(file, layout, below, size)[:MOST_DIRECTORIES] if below else ():
            yield _directory(file, layout, min(at, size))
    with suppress(FileCorrupt, FileTruncated):
        for _ in range(MOST_DIRECTORIES):
            if not following:
                return
            yield _directory(file, layout, min(following, size))
            following = layout.number(file.read(layout.word))


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

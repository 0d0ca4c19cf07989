"""Directories of a TIFF and of EXIF: the tags that say how the picture looks, and its pixels."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from processing.containers.malformed import Malformed

ORDERS: Mapping[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
ENTRY = 12
MOST_DIRECTORIES, MOST_PIECES = 4_096, 1_000_000
# Pieces may overlap, but a file whose pieces all do would take for ever.
MOST_COPIED = 16

EXIF, INTEROPERABILITY = 0x8769, 0xA005
# Where pixels begin -> how long they are: strips, tiles, the old kind of JPEG.
PIXELS = {273: 279, 324: 325, 513: 514}
# Of the old kind of JPEG: where tables of one size, and of a size that they tell, begin.
QUANTIZATION, HUFFMAN = 519, (520, 521)
PAGE = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284}
    | {286, 287, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334}
    | {336, 338, 339, 340, 341, 347, *range(512, 522), 529, 530, 531, 532, 34675, EXIF}
)
# Of EXIF: how the picture is turned, and its colours.
BLOCK = frozenset({274, EXIF})
INNER: Mapping[int, frozenset[int]] = {
    EXIF: frozenset({0xA001, 0xA500, INTEROPERABILITY}),
    INTEROPERABILITY: frozenset({1}),
}


def bare(data: bytes) -> bytes:
    """All pages, each byte that no kept tag needs a zero. Raises Malformed."""
    if drawn := _Tree(data).drawn(PAGE, pages=True):
        return drawn
    raise Malformed


def bare_exif(data: bytes) -> bytes:
    """The orientation and the colours of a block of EXIF; empty where it is none."""
    tree = _Tree(data)
    try:
        return tree.drawn(BLOCK, pages=False)[: tree.until]
    except Malformed:
        return b""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A tag; `at` is where its values are, which may be within the entry."""

    tag: int
    size: int
    width: int
    at: int
    head: bytes


@dataclass(slots=True)
class _Tree:
    """A file, and the copy of it to which what is drawn is carried over."""

    data: bytes
    copy: bytearray = field(init=False)
    seen: set[int] = field(default_factory=set)
    pieces: int = 0
    copied: int = 0
    # Behind the last byte that is kept.
    until: int = 0

    def __post_init__(self) -> None:
        self.copy = bytearray(len(self.data))

    def drawn(self, tags: frozenset[int], *, pages: bool) -> bytes:
        """The copy, with the first directory or with all; empty where the first one would be."""
        if self.data[:4] not in ORDERS:
            raise Malformed
        self.keep(0, 8)
        at = first = self.number(4, 4)
        while at:
            at = self.directory(at, tags, last=not pages)
        return bytes(self.copy) if first and any(self.copy[first : first + 2]) else b""

    def number(self, at: int, size: int) -> int:
        """An unsigned number. Raises Malformed where the file ends before it."""
        if at + size > len(self.data):
            raise Malformed
        return int.from_bytes(self.data[at : at + size], ORDERS[self.data[:4]])

    def keep(self, at: int, size: int) -> None:
        """Carry some bytes over. Raises Malformed where they are not there."""
        self.copied += size
        if at + size > len(self.data) or self.copied > MOST_COPIED * len(self.data):
            raise Malformed
        self.copy[at : at + size] = self.data[at : at + size]
        self.until = max(self.until, at + size)

    def directory(self, at: int, tags: frozenset[int], *, last: bool) -> int:
        """Carry a directory over; where the next one is, or 0. Raises Malformed."""
        behind = at + 2 + ENTRY * self.number(at, 2)
        self.pieces += self.number(at, 2)
        if at in self.seen or len(self.seen) >= MOST_DIRECTORIES or self.pieces > MOST_PIECES:
            raise Malformed
        self.seen.add(at)
        kept = {entry.tag: entry for entry in self.entries(at + 2, behind) if entry.tag in tags}
        for entry in kept.values():
            self.values(entry)
        for place, size in PIXELS.items():
            if place in kept:
                self.pixels(kept[place], kept.get(size))
        told = [entry for entry in kept.values() if not self.is_empty(entry)]
        return self.closed(at, told, 0 if last else self.number(behind, 4))

    def is_empty(self, entry: _Entry) -> bool:
        """Whether it points at a directory of which nothing was carried over."""
        if entry.tag not in INNER:
            return False
        at = self.number(entry.at, 4)
        return not any(self.copy[at : at + 2])

    def entries(self, at: int, behind: int) -> Iterator[_Entry]:
        """The tags of a directory, but those of types that nobody knows."""
        for place in range(at, behind, ENTRY):
            tag, kind = self.number(place, 2), self.number(place + 2, 2)
            count, width = self.number(place + 4, 4), TYPE_BYTES.get(kind)
            if width is None:
                continue
            size = width * count
            inline = size <= 4
            value = place + 8 if inline else self.number(place + 8, 4)
            head = self.data[place : place + 8 + (size if inline else 4)].ljust(ENTRY, b"\0")
            yield _Entry(tag, size, width, value, head)

    def values(self, entry: _Entry) -> None:
        """Carry over what an entry points at."""
        if entry.tag in INNER:
            self.directory(self.number(entry.at, 4), INNER[entry.tag], last=True)
        elif entry.size > 4:
            self.keep(entry.at, entry.size)
        if entry.tag == QUANTIZATION:
            for place in self.numbers(entry):
                self.keep(place, 64)
        if entry.tag in HUFFMAN:
            for place in self.numbers(entry):
                self.keep(place, 16 + sum(self.data[place : place + 16]))

    def pixels(self, places: _Entry, sizes: _Entry | None) -> None:
        """Carry pieces of the picture over. Raises Malformed where they have no length."""
        if sizes is None:
            raise Malformed
        for place, size in zip(self.numbers(places), self.numbers(sizes), strict=False):
            self.keep(place, size)

    def numbers(self, entry: _Entry) -> Iterator[int]:
        """All values of an entry. Raises Malformed where a file has too many of them."""
        self.pieces += entry.size // entry.width
        if self.pieces > MOST_PIECES:
            raise Malformed
        for at in range(entry.at, entry.at + entry.size, entry.width):
            yield self.number(at, entry.width)

    def closed(self, at: int, entries: Collection[_Entry], following: int) -> int:
        """Write a directory of these entries, if any; gives back the place of the following one."""
        if not entries:
            return following
        order = ORDERS[self.data[:4]]
        table = b"".join(entry.head for entry in entries)
        whole = len(entries).to_bytes(2, order) + table + following.to_bytes(4, order)
        if at + len(whole) > len(self.copy):
            raise Malformed
        self.copy[at : at + len(whole)] = whole
        self.until = max(self.until, at + len(whole))
        return following

"""The items of a HEIC or an AVIF: pictures, what they are put together from, and other things."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from processing.containers.malformed import MOST_PARTS, Malformed

Span = tuple[int, int]
EXIF = b"Exif"
PICTURES = frozenset(
    {b"hvc1", b"hev1", b"av01", b"avc1", b"vvc1", b"jpeg", b"j2k1", b"unci", b"lhv1"}
    | {b"grid", b"iovl", b"iden", b"tmap"}
)
THUMBNAIL, MADE_OF, BESIDE = b"thmb", b"dimg", b"auxl"
IN_FILE, IN_META = 0, 1
# Pictures may share bytes, but a file in which all do would take for ever.
MOST_OVERLAPPING = 16


class Item(NamedTuple):
    """What an item is, and where that is followed by names, to the end of its box."""

    id: int
    kind: bytes
    names: Span


class Reference(NamedTuple):
    """What one item is to others: a thumbnail of them, or put together from them."""

    kind: bytes
    source: int
    targets: list[int]


@dataclass(slots=True)
class Reading:
    """Numbers, one behind the other. Raises Malformed where they end."""

    data: bytes | bytearray
    at: int
    end: int

    def number(self, size: int) -> int:
        """The next number of so many bytes; of none it is 0."""
        self.at += size
        if self.at > self.end:
            raise Malformed
        return int.from_bytes(self.data[self.at - size : self.at], "big")


def item(data: bytes | bytearray, start: int, end: int) -> Item:
    """An item by the content of its `infe`. Raises Malformed."""
    reading = Reading(data, start, end)
    version = reading.number(4) >> 24
    id = reading.number(4 if version == 3 else 2)
    reading.number(2)
    # Before version 2 an item had no kind, but a name at once.
    kind = reading.number(4).to_bytes(4, "big") if version >= 2 else b""
    return Item(id, kind, (reading.at, end))


def references(data: bytes | bytearray, start: int, end: int) -> list[Reference]:
    """What items are to each other, by the content of an `iref`. Raises Malformed."""
    reading, left = Reading(data, start, end), MOST_PARTS
    wide = 4 if reading.number(4) >> 24 else 2
    found: list[Reference] = []
    while reading.at < end:
        behind = reading.at + reading.number(4)
        kind, source = reading.number(4).to_bytes(4, "big"), reading.number(wide)
        count = reading.number(2)
        left -= count + 1
        if left < 0:
            raise Malformed
        found.append(Reference(kind, source, [reading.number(wide) for _ in range(count)]))
        if reading.at > behind:
            raise Malformed
        reading.at = behind
    return found


def drawn(items: list[Item], references: list[Reference], primary: int) -> set[int]:
    """The pictures, and what they are put together from; but no thumbnails of them."""
    pictures = {one.id for one in items if one.kind in PICTURES}
    small = {one.source for one in references if one.kind == THUMBNAIL} - {primary}
    # A thumbnail may be transparent, which is a picture of its own.
    beside = [one for one in references if one.kind == BESIDE and small.issuperset(one.targets)]
    small |= {one.source for one in beside if one.targets} - {primary}
    made = [one for one in references if one.kind == MADE_OF]
    needed = {id for one in made if one.source not in small for id in one.targets}
    theirs = {id for one in made if one.source in small for id in one.targets}
    return pictures - small - (theirs - needed - {primary})


def spans(
    data: bytes | bytearray, start: int, end: int, stored: Span | None
) -> dict[int, list[Span]]:
    """Where each item lies in the file, by an `iloc` and the content of an `idat`.

    Raises Malformed.
    """
    reading = Reading(data, start, end)
    version = reading.number(4) >> 24
    sizes = reading.number(2)
    places = Places(data, stored, version, *(sizes >> shift & 15 for shift in (12, 8, 4, 0)))
    count = reading.number(2 if version < 2 else 4)
    if count > MOST_PARTS:
        raise Malformed
    return dict(places.item(reading) for _ in range(count))


@dataclass(frozen=True, slots=True)
class Places:
    """How an `iloc` is written, by the bytes of its numbers."""

    data: bytes | bytearray
    stored: Span | None
    version: int
    offset: int
    length: int
    base: int
    index: int

    def item(self, reading: Reading) -> tuple[int, list[Span]]:
        """The next item, and where it lies. Raises Malformed."""
        id = reading.number(2 if self.version < 2 else 4)
        method = reading.number(2) & 15 if self.version else IN_FILE
        # Bytes of another file are none of this one.
        elsewhere = reading.number(2) != 0
        base, count = reading.number(self.base), reading.number(2)
        found = [self.span(reading, method, base) for _ in range(count)]
        return id, [] if elsewhere else found

    def span(self, reading: Reading, method: int, base: int) -> Span:
        """The next piece of an item. Raises Malformed where it is not within the file."""
        reading.number(self.index if self.version else 0)
        begin, most = self.room(method)
        begin += base + reading.number(self.offset)
        end = begin + reading.number(self.length)
        if end > most:
            raise Malformed
        return begin, end

    def room(self, method: int) -> Span:
        """Between which places of the file a piece may lie. Raises Malformed."""
        if method == IN_FILE:
            return 0, len(self.data)
        if method == IN_META and self.stored:
            return self.stored
        raise Malformed


def within(rooms: list[Span], pieces: list[Span]) -> bool:
    """Whether each piece lies within one of the rooms, which are in order and do not overlap.

    False too where the pieces together are much more than the rooms, so that they must overlap.
    """
    size, most = (sum(end - begin for begin, end in one) for one in (pieces, rooms))
    return size <= MOST_OVERLAPPING * most and all(_lies(piece, rooms) for piece in pieces)


def _lies(piece: Span, rooms: list[Span]) -> bool:
    begin, end = piece
    place = bisect_right(rooms, begin, key=lambda room: room[0]) - 1
    return begin == end or (place >= 0 and end <= rooms[place][1])

"""The frames of an animated AVIF: where its track says that they lie."""

from collections.abc import Iterator, Mapping
from itertools import pairwise, repeat

from processing.containers.items import Reading, Span
from processing.containers.malformed import MOST_PARTS, Malformed

SIZES, GROUPS = b"stsz", b"stsc"
# A group behind all that there can be.
LAST = 1 << 32
# Where groups of frames begin, by the bytes of a place.
PLACES = {b"stco": 4, b"co64": 8}


def frames(data: bytes, tables: Mapping[bytes, Span]) -> list[Span]:
    """Where the groups of frames lie, by the contents of a track's tables. Raises Malformed."""
    sizes = list(_sizes(_table(data, tables, SIZES)))
    found, first = list[Span](), 0
    for begin, count in zip(_places(data, tables), _counts(data, tables), strict=False):
        found.append((begin, begin + sum(sizes[first : first + count])))
        first += count
    if first < len(sizes):
        raise Malformed
    return found


def _table(data: bytes, tables: Mapping[bytes, Span], kind: bytes) -> Reading:
    """A table, behind its version. Raises Malformed where there is none."""
    if kind not in tables:
        raise Malformed
    reading = Reading(data, *tables[kind])
    reading.number(4)
    return reading


def _sizes(table: Reading) -> Iterator[int]:
    """Bytes of each frame, all of one size or each of its own."""
    alike, count = table.number(4), _count(table)
    for _ in range(count):
        yield alike or table.number(4)


def _places(data: bytes, tables: Mapping[bytes, Span]) -> Iterator[int]:
    for kind, width in PLACES.items():
        if kind in tables:
            table = _table(data, tables, kind)
            for _ in range(_count(table)):
                yield table.number(width)


def _counts(data: bytes, tables: Mapping[bytes, Span]) -> Iterator[int]:
    """Frames in each group: a count holds until the group at which the next one begins."""
    table = _table(data, tables, GROUPS)
    runs = [(table.number(4), table.number(4), table.number(4)) for _ in range(_count(table))]
    for (first, count, _), (following, *_) in pairwise([*runs, (LAST, 0, 0)]):
        yield from repeat(count, max(following - first, 0))


def _count(table: Reading) -> int:
    count = table.number(4)
    if count > MOST_PARTS:
        raise Malformed
    return count

"""The directory of a ZIP archive on disk, read entry by entry in bounded memory.

zipfile of the standard library reads the whole directory at once, however large it claims to
be. Layouts are those of PKWARE's APPNOTE, 4.3.7 to 4.5.3.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from archives.errors import ArchiveDamaged, ArchiveOverlaps, ArchiveTooFull, ArchiveTooLarge

END = struct.Struct("<4s4H2LH")
END_MARK = b"PK\x05\x06"
LOCATOR = struct.Struct("<4sLQL")
LOCATOR_MARK = b"PK\x06\x07"
END64 = struct.Struct("<4sQ2H2L4Q")
END64_MARK = b"PK\x06\x06"
RECORD = struct.Struct("<4s6H3L5H2L")
RECORD_MARK = b"PK\x01\x02"
LOCAL_BYTES = 30
LONGEST_COMMENT = 0xFFFF
# Stands for a number that is in the extra field instead.
ELSEWHERE = 0xFFFFFFFF
ZIP64_EXTRA = 1


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold: bytes of one file and of all, unpacked, and entries.

    An entry over `dense_from` bytes may unpack to at most `max_ratio` times its packed size.
    """

    max_file_bytes: int = 50 * 1024 * 1024
    max_bytes: int = 64 * 1024**3
    max_entries: int = 100_000
    max_ratio: int = 200
    dense_from: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """What the directory says of one entry; sizes and the place of its header in bytes."""

    raw_name: bytes
    flags: int
    method: int
    mode: int
    crc: int
    packed: int
    size: int
    offset: int


@dataclass(frozen=True, slots=True)
class _Span:
    """Where the directory lies; `shift` is what was put before the archive."""

    start: int
    end: int
    shift: int


def records(file: BinaryIO) -> Iterator[Record]:
    """Every entry in the order of the directory. Raises ArchiveDamaged."""
    try:
        span = _found(file)
        at = span.start
        while at < span.end:
            file.seek(at)
            record, length = _read(file, span.shift)
            at += length
            yield record
    except (struct.error, OverflowError) as error:
        raise ArchiveDamaged from error
    if at != span.end:
        raise ArchiveDamaged


def check(file: BinaryIO, limits: ArchiveLimits) -> None:
    """Make sure of what holds for all entries together. Raises the leaves of ArchiveRefused."""
    total, taken = 0, list[tuple[int, int]]()
    for record in records(file):
        if len(taken) == limits.max_entries:
            raise ArchiveTooFull(limits.max_entries)
        total += record.size
        if total > limits.max_bytes:
            raise ArchiveTooLarge(limits.max_bytes)
        end = record.offset + LOCAL_BYTES + len(record.raw_name) + record.packed
        taken.append((record.offset, end))
    taken.append((_found(file).start, 0))
    taken.sort()
    if any(end > beginning for (_, end), (beginning, _) in pairwise(taken)):
        raise ArchiveOverlaps


def _found(file: BinaryIO) -> _Span:
    """Where the directory is, by the record at the end of the file."""
    length = file.seek(0, 2)
    tail_at = max(0, length - END.size - LONGEST_COMMENT)
    file.seek(tail_at)
    at = tail_at + _end_in(file.read())
    file.seek(at)
    _, disk, first_disk, _, _, size, offset, _ = END.unpack(file.read(END.size))
    if (found := _found64(file, at)) is not None:
        at, size, offset = found
    elif disk or first_disk:
        raise ArchiveDamaged
    shift = at - size - offset
    if shift < 0:
        raise ArchiveDamaged
    return _Span(at - size, at, shift)


def _end_in(tail: bytes) -> int:
    """The place of the last end record whose comment ends where the file does."""
    at = tail.rfind(END_MARK)
    while at >= 0:
        if len(tail) >= at + END.size:
            comment = END.unpack_from(tail, at)[-1]
            if at + END.size + comment == len(tail):
                return at
        at = tail.rfind(END_MARK, 0, at)
    raise ArchiveDamaged


def _found64(file: BinaryIO, end_at: int) -> tuple[int, int, int] | None:
    """Place, size and offset as ZIP64 tells them; None for a small archive."""
    if end_at < LOCATOR.size:
        return None
    file.seek(end_at - LOCATOR.size)
    mark, _, _, disks = LOCATOR.unpack(file.read(LOCATOR.size))
    if mark != LOCATOR_MARK:
        return None
    # Just before the locator: whatever was put before the archive does not matter then.
    at = end_at - LOCATOR.size - END64.size
    if disks > 1 or at < 0:
        raise ArchiveDamaged
    file.seek(at)
    mark64, *_, size, offset = END64.unpack(file.read(END64.size))
    if mark64 != END64_MARK:
        raise ArchiveDamaged
    return at, size, offset


def _read(file: BinaryIO, shift: int) -> tuple[Record, int]:
    """The record at the file's place, and how many bytes it takes."""
    said = RECORD.unpack(file.read(RECORD.size))
    mark, _, _, flags, method, _, _, crc, packed, size, *lengths, _, _, attributes, offset = said
    name_bytes, extra_bytes, comment_bytes = lengths
    if mark != RECORD_MARK:
        raise ArchiveDamaged
    name, extra = file.read(name_bytes), file.read(extra_bytes)
    size, packed, offset = _widened((size, packed, offset), extra)
    record = Record(name, flags, method, attributes >> 16, crc, packed, size, offset + shift)
    return record, RECORD.size + name_bytes + extra_bytes + comment_bytes


def _widened(numbers: tuple[int, int, int], extra: bytes) -> tuple[int, int, int]:
    """The numbers, those that did not fit taken from the ZIP64 extra field."""
    if ELSEWHERE not in numbers:
        return numbers
    wide = _extra(extra)
    places = iter(range(0, len(wide), 8))
    try:
        first, second, third = (
            struct.unpack_from("<Q", wide, next(places))[0] if number == ELSEWHERE else number
            for number in numbers
        )
    except (RuntimeError, StopIteration) as error:
        raise ArchiveDamaged from error
    return first, second, third


def _extra(extra: bytes) -> bytes:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == ZIP64_EXTRA:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    raise ArchiveDamaged

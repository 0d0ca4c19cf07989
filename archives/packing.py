"""A ZIP archive, made piece by piece for whoever sends it on, in bounded memory.

Entries are STORED, for pictures are dense already; their sizes and checksums stand before their
bytes, so that readers need not seek. Layouts are those of PKWARE's APPNOTE, 4.3.7 to 4.5.3.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipInfo

from archives.directory import (
    ELSEWHERE,
    END,
    END64,
    END64_MARK,
    END_MARK,
    LOCATOR,
    LOCATOR_MARK,
    RECORD,
    RECORD_MARK,
    ZIP64_EXTRA,
)

PIECE = 1024 * 1024
UTF8_NAMES = 0x800
ZIP64_VERSION, UNIX = 45, 3
MOST_SHORT = 0xFFFF
EXTRA64 = struct.Struct("<2H3Q")


@dataclass(frozen=True, slots=True)
class Packed:
    """One entry: `size` in bytes, `sha256` in hex, `offset` of its header in bytes."""

    name: bytes
    size: int
    crc: int
    sha256: str
    offset: int
    at: tuple[int, int]


class Packer:
    """Gives the bytes of an archive in their order: of each entry, then of the directory.

    Names are the caller's to make safe and unique. Each file is read twice: it must not change.
    `offset` is how many bytes lie before the archive. In memory are about 100 bytes an entry.
    """

    def __init__(self, moment: datetime, *, offset: int = 0) -> None:
        self.last: Packed | None = None
        self._directory, self._count = bytearray(), 0
        self._offset = offset
        self._moment = moment.timetuple()[:6]

    def add(self, name: str, path: Path) -> Iterator[bytes]:
        """The bytes of one more entry, at most 1 MiB at a time; then it is the `last` one."""
        with path.open("rb") as file:
            crc, sha256, size = _measured(file)
            head = self._head(name, crc, size)
            entry = Packed(name.encode(), size, crc, sha256, self._offset, _dos(self._moment))
            yield head
            file.seek(0)
            while piece := file.read(PIECE):
                yield piece
        self._directory += _record(entry)
        self._count, self.last = self._count + 1, entry
        self._offset += len(head) + size

    def end(self) -> Iterator[bytes]:
        """The bytes behind the last entry."""
        for at in range(0, len(self._directory), PIECE):
            yield bytes(self._directory[at : at + PIECE])
        yield _end(self._count, len(self._directory), self._offset)

    def _head(self, name: str, crc: int, size: int) -> bytes:
        info = ZipInfo(name, self._moment)
        info.compress_type, info.CRC = ZIP_STORED, crc
        info.file_size = info.compress_size = size
        info.flag_bits |= UTF8_NAMES
        return info.FileHeader()


def _measured(file: BinaryIO) -> tuple[int, str, int]:
    crc, size, digest = 0, 0, hashlib.sha256()
    while piece := file.read(PIECE):
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        digest.update(piece)
    return crc, digest.hexdigest(), size


def _dos(moment: tuple[int, ...]) -> tuple[int, int]:
    """Time and date as MS-DOS writes them."""
    year, month, day, hour, minute, second = moment
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _record(entry: Packed) -> bytes:
    """The entry in the directory; large numbers are in the extra field, always."""
    extra = EXTRA64.pack(ZIP64_EXTRA, EXTRA64.size - 4, entry.size, entry.size, entry.offset)
    fixed = RECORD.pack(
        RECORD_MARK,
        UNIX << 8 | ZIP64_VERSION,
        ZIP64_VERSION,
        UTF8_NAMES,
        ZIP_STORED,
        *entry.at,
        entry.crc,
        ELSEWHERE,
        ELSEWHERE,
        len(entry.name),
        len(extra),
        0,
        0,
        0,
        0o100644 << 16,
        ELSEWHERE,
    )
    return fixed + entry.name + extra


def _end(count: int, length: int, begin: int) -> bytes:
    size = END64.size - 12
    version = UNIX << 8 | ZIP64_VERSION
    end64 = END64.pack(END64_MARK, size, version, ZIP64_VERSION, 0, 0, count, count, length, begin)
    locator = LOCATOR.pack(LOCATOR_MARK, 0, begin + length, 1)
    short = min(count, MOST_SHORT)
    return end64 + locator + END.pack(END_MARK, 0, 0, short, short, ELSEWHERE, ELSEWHERE, 0)

"""The files of an archive, and why some are not taken."""

import re
import stat
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archives.directory import LOCAL_BYTES, ArchiveLimits, Record, check, records
from archives.errors import (
    EntryCompression,
    EntryDamaged,
    EntryEncrypted,
    EntryIsNoFile,
    EntryNested,
    EntryRefused,
    EntryTooDense,
    EntryTooLarge,
    EntryTwice,
    EntryUnsafe,
)

LOCAL_MARK = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
UTF8_FLAG = 1 << 11
# Encrypted, strongly encrypted, directory masked.
SECRET_FLAGS = 1 | 1 << 6 | 1 << 13
LONGEST_NAME = 1_024
DRIVE = re.compile(r"[a-z]:", re.IGNORECASE)
# What systems leave in folders, by its name in lower case.
LITTER = {"__macosx", "thumbs.db", "desktop.ini"}
NESTED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar")
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive; all that `extract` needs to find it again.

    `size` and `packed` are bytes with and without packing, `offset` is where it begins.
    `refused` says why it cannot be taken.
    """

    name: str
    offset: int
    packed: int
    size: int
    method: int
    crc: int
    refused: EntryRefused | None = None


def entries(path: Path, limits: ArchiveLimits) -> Iterator[Entry]:
    """Every file of the archive, in its order; folders, hidden files and litter are left out.

    The whole directory is checked before the first one is told. Raises ArchiveRefused.
    """
    seen = set[str]()
    with path.open("rb") as file:
        check(file, limits)
        for record in records(file):
            entry = _entry(record, limits, seen)
            if entry is not None:
                yield entry


def extract(path: Path, entry: Entry, to: Path) -> None:
    """Write the entry's bytes to `to`: exactly as many as its size says, or none.

    Raises EntryRefused: why it was refused before, or EntryDamaged.
    """
    if entry.refused is not None:
        raise entry.refused
    try:
        with path.open("rb") as file, to.open("xb") as out:
            _unpacked(file, entry, out)
    except EntryDamaged:
        to.unlink()
        raise


def _entry(record: Record, limits: ArchiveLimits, seen: set[str]) -> Entry | None:
    name, refused = _name(record)
    if refused is None:
        if name.endswith("/") or _is_litter(name):
            return None
        refused = _refusal(record, name, limits)
    if name in seen:
        refused = EntryTwice()
        name = f"{name}#{record.offset}"
    seen.add(name)
    return Entry(
        name, record.offset, record.packed, record.size, record.method, record.crc, refused
    )


def _name(record: Record) -> tuple[str, EntryRefused | None]:
    """The name in composed form, and whether it leads anywhere it should not.

    Old tools write names in code page 437, and many write UTF-8 without saying so.
    """
    try:
        text = record.raw_name.decode()
    except UnicodeDecodeError:
        if record.flags & UTF8_FLAG:
            return record.raw_name.decode(errors="replace")[:LONGEST_NAME], EntryUnsafe()
        text = record.raw_name.decode("cp437")
    name = unicodedata.normalize("NFC", text)
    return name[:LONGEST_NAME].replace("\0", "\ufffd"), None if _is_plain(name) else EntryUnsafe()


def _is_plain(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return (
        len(name) <= LONGEST_NAME
        and "\\" not in name
        and not DRIVE.match(name)
        and all(part not in {"", ".", ".."} for part in parts)
        and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in name)
    )


def _is_litter(name: str) -> bool:
    return any(part.startswith(".") or part.lower() in LITTER for part in name.split("/"))


def _refusal(record: Record, name: str, limits: ArchiveLimits) -> EntryRefused | None:
    if stat.S_IFMT(record.mode) not in {0, stat.S_IFREG}:
        return EntryIsNoFile()
    if record.flags & SECRET_FLAGS:
        return EntryEncrypted()
    if record.method not in {STORED, DEFLATED}:
        return EntryCompression()
    if name.lower().endswith(NESTED):
        return EntryNested()
    return _excess(record, limits)


def _excess(record: Record, limits: ArchiveLimits) -> EntryRefused | None:
    if record.size > limits.max_file_bytes:
        return EntryTooLarge(limit=limits.max_file_bytes, actual=record.size)
    if record.size > max(limits.dense_from, record.packed * limits.max_ratio):
        return EntryTooDense(limits.max_ratio)
    return None


def _unpacked(file: BinaryIO, entry: Entry, out: BinaryIO) -> None:
    file.seek(entry.offset)
    head = file.read(LOCAL_BYTES)
    if len(head) < LOCAL_BYTES or not head.startswith(LOCAL_MARK):
        raise EntryDamaged
    # The header's own name and extra field; what else it says, the directory says, too.
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    size = crc = 0
    for piece in _pieces(file, entry):
        size += len(piece)
        if size > entry.size:
            raise EntryDamaged
        crc = zlib.crc32(piece, crc)
        out.write(piece)
    if (size, crc) != (entry.size, entry.crc):
        raise EntryDamaged


def _pieces(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The bytes unpacked, a piece at a time however dense they are."""
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    left = entry.packed
    while left > 0:
        packed = file.read(min(PIECE, left))
        if not packed:
            raise EntryDamaged
        left -= len(packed)
        if entry.method == STORED:
            yield packed
        else:
            yield from _inflated(unpack, packed)
    if entry.method == DEFLATED and not unpack.eof:
        raise EntryDamaged


def _inflated(unpack: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    while packed and not unpack.eof:
        try:
            yield unpack.decompress(packed, PIECE)
        except zlib.error as error:
            raise EntryDamaged from error
        packed = unpack.unconsumed_tail

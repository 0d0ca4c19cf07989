"""Reading archives that strangers packed."""

import os
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archives.directory import ArchiveLimits
from archives.entries import Entry, entries, extract
from archives.errors import (
    ArchiveDamaged,
    ArchiveOverlaps,
    ArchiveTooFull,
    ArchiveTooLarge,
    EntryDamaged,
    EntryRefused,
)
from tests.archives.packed import link, packed, patched, with_size

LIMITS = ArchiveLimits(max_file_bytes=10_000_000)
PICTURE = b"a picture" * 100


def found(path: Path, limits: ArchiveLimits = LIMITS) -> dict[str, str | None]:
    """The names of the files, each with the code of why it is refused."""
    return {
        entry.name: entry.refused.code if entry.refused else None for entry in entries(path, limits)
    }


def only(path: Path) -> Entry:
    """The one file of an archive."""
    [entry] = entries(path, LIMITS)
    return entry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive is."""
    return tmp_path / "archive.zip"


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """Where an entry goes."""
    return tmp_path / "entry"


def test_files_are_told_and_unpacked(path: Path, tmp_path: Path) -> None:
    """In the order of the archive, byte by byte as they were packed."""
    files = {"b/two.jpg": os.urandom(700_000), "a.jpg": PICTURE, "empty.jpg": b""}
    packed(path, files)
    unpacked = {}
    for number, entry in enumerate(entries(path, LIMITS)):
        extract(path, entry, tmp_path / str(number))
        unpacked[entry.name] = (tmp_path / str(number)).read_bytes()

    assert unpacked == files
    assert list(unpacked) == list(files)


def test_stored_files_are_unpacked_too(path: Path, to: Path) -> None:
    """Pictures are compressed already, so many archives only store them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.jpg", PICTURE)
    extract(path, only(path), to)

    assert to.read_bytes() == PICTURE


def test_zip64_archives_are_read(path: Path, to: Path) -> None:
    """Sizes and places that need more than 32 bits are where ZIP64 puts them."""
    with (
        zipfile.ZipFile(path, "w") as archive,
        archive.open("a.jpg", "w", force_zip64=True) as file,
    ):
        file.write(PICTURE)
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    length = content.index(b"PK\x05\x06") - directory
    sizes = struct.pack("<2H3Q", 1, 24, len(PICTURE), len(PICTURE), 0)
    entry = bytearray(content[directory : directory + length])
    entry[20:28] = entry[42:46] * 0 + b"\xff" * 8
    entry[42:46] = b"\xff" * 4
    struct.pack_into("<H", entry, 30, len(sizes))
    record = bytes(entry) + sizes
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(record), directory)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, directory + len(record), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", *[0xFFFF] * 4, *[0xFFFFFFFF] * 2, 0)
    path.write_bytes(bytes(content[:directory]) + record + end64 + locator + end)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("a.jpg") == PICTURE
    extract(path, only(path), to)

    assert to.read_bytes() == PICTURE


def test_what_comes_before_and_after_an_archive_does_not_matter(path: Path, to: Path) -> None:
    """A program that unpacks itself has one before it, and a comment may follow."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jpg", PICTURE)
        archive.comment = b"made by PK\x05\x06 hand" * 5
    path.write_bytes(b"#!program" + path.read_bytes())
    extract(path, only(path), to)

    assert to.read_bytes() == PICTURE


def test_folders_hidden_files_and_litter_are_left_out(path: Path) -> None:
    """They are no pictures, and nobody meant to send them."""
    litter = ["a/", ".DS_Store", "a/.hidden/b.jpg", "__MACOSX/a/._b.jpg", "a/Thumbs.db"]
    packed(path, dict.fromkeys(litter, b"") | {"a/b.jpg": PICTURE})

    assert found(path) == {"a/b.jpg": None}


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../up.jpg",
        "a/../../up.jpg",
        "a/./b.jpg",
        "a//b.jpg",
        "C:/up.jpg",
        "c:up.jpg",
        "a\nb.jpg",
        "..",
        "x" * 1_025,
    ],
)
def test_a_name_that_leads_out_is_refused(path: Path, name: str, to: Path) -> None:
    """And the good file beside it is taken."""
    packed(path, {name: PICTURE, "good.jpg": PICTURE})
    bad, good = entries(path, LIMITS)

    assert bad.refused is not None
    assert bad.refused.code == "ENTRY_NAME_UNSAFE"
    assert good.refused is None
    with pytest.raises(EntryRefused):
        extract(path, bad, to)
    assert not to.exists()


@pytest.mark.parametrize("name", [b"..\\up.jpg", b"a\x00b.jpg.", b"\\\\host\\a."])
def test_names_that_python_would_not_write_are_refused(path: Path, name: bytes) -> None:
    """Backslashes are folders on some systems, and a NUL ends a name on others."""
    plain = b"x" * len(name)
    patched(packed(path, {plain.decode(): PICTURE}), plain, name, times=2)

    assert list(found(path).values()) == ["ENTRY_NAME_UNSAFE"]


def test_names_are_read_as_they_were_written(path: Path) -> None:
    """UTF-8, said or not, in composed form; else code page 437, as old tools write it."""
    packed(path, {"cafe\u0301.jpg": PICTURE, "xx.jpg": PICTURE, "yyyy.jpg": PICTURE})
    patched(path, b"xx.jpg", b"\x82x.jpg", times=2)
    patched(path, b"yyyy.jpg", "éé.jpg".encode(), times=2)

    assert list(found(path)) == ["café.jpg", "éx.jpg", "éé.jpg"]


def test_a_name_that_lies_about_its_alphabet_is_refused(path: Path) -> None:
    """It says UTF-8, and is not."""
    patched(packed(path, {"é.jpg": PICTURE}), "é".encode(), b"\xff\xfe", times=2)

    assert list(found(path).values()) == ["ENTRY_NAME_UNSAFE"]


def test_what_is_no_plain_file_is_refused(path: Path) -> None:
    """Links, devices, archives, secrets and odd packing, each with its reason."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link("link.jpg"), "/etc/passwd")
        archive.writestr(link("device.jpg", stat.S_IFCHR), b"")
        archive.writestr("inner.ZIP", PICTURE)
        archive.writestr("odd.jpg", PICTURE, zipfile.ZIP_BZIP2)
        archive.writestr(link("plain.jpg", stat.S_IFREG), PICTURE)
        archive.writestr("secret.jpg", PICTURE)
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    assert found(path) == {
        "link.jpg": "ENTRY_NOT_A_FILE",
        "device.jpg": "ENTRY_NOT_A_FILE",
        "inner.ZIP": "ENTRY_IS_ARCHIVE",
        "odd.jpg": "ENTRY_COMPRESSION_UNKNOWN",
        "plain.jpg": None,
        "secret.jpg": "ENTRY_ENCRYPTED",
    }


def test_a_name_that_is_there_twice_is_refused_once(path: Path) -> None:
    """The first one counts; the other is told by a name of its own."""
    packed(path, {"a.jpg": PICTURE, "b.jpg": PICTURE})
    patched(path, b"b.jpg", b"a.jpg", times=2)
    first, second = entries(path, LIMITS)

    assert (first.name, first.refused) == ("a.jpg", None)
    assert second.name.startswith("a.jpg#")
    assert second.refused is not None
    assert second.refused.code == "ENTRY_TWICE"


def test_a_file_over_the_limit_is_refused(path: Path) -> None:
    """By what the directory says, before a byte of it is unpacked."""
    packed(path, {"a.jpg": os.urandom(1_001), "b.jpg": PICTURE})

    assert found(path, replace(LIMITS, max_file_bytes=1_000)) == {
        "a.jpg": "FILE_TOO_LARGE",
        "b.jpg": None,
    }


def test_a_bomb_that_says_so_is_refused(path: Path) -> None:
    """No picture shrinks to a thousandth."""
    packed(path, {"bomb.jpg": bytes(8_000_000), "flat.jpg": bytes(1_000_000)})

    assert found(path) == {"bomb.jpg": "ENTRY_TOO_DENSE", "flat.jpg": None}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_bomb_that_says_it_is_small_is_not_unpacked(path: Path, to: Path, method: int) -> None:
    """What is more than the directory says is never written."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("bomb.jpg", bytes(8_000_000))
    with_size(path, 1_000, actual=8_000_000)
    entry = only(path)
    with pytest.raises(EntryDamaged):
        extract(path, entry, to)

    assert not to.exists()


def test_all_files_together_are_capped(path: Path) -> None:
    """Also when each of them is small enough."""
    packed(path, {f"{n}.jpg": os.urandom(1_000) for n in range(10)})

    assert len(found(path, replace(LIMITS, max_bytes=10_000))) == 10
    with pytest.raises(ArchiveTooLarge):
        found(path, replace(LIMITS, max_bytes=9_999))


def test_entries_are_counted(path: Path) -> None:
    """Those that are there, not those that the archive admits to."""
    packed(path, {f"{n}.jpg": PICTURE for n in range(10)})
    content = bytearray(path.read_bytes())
    struct.pack_into("<2H", content, content.rindex(b"PK\x05\x06") + 8, 1, 1)
    path.write_bytes(content)

    assert len(found(path, replace(LIMITS, max_entries=10))) == 10
    with pytest.raises(ArchiveTooFull):
        found(path, replace(LIMITS, max_entries=9))


def test_entries_that_share_bytes_are_refused(path: Path) -> None:
    """The flat kind of bomb: thousands of entries, one body."""
    packed(path, {"a.jpg": PICTURE, "b.jpg": PICTURE})
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 42, 0)
    path.write_bytes(content)

    with pytest.raises(ArchiveOverlaps):
        found(path)


def test_an_entry_that_reaches_into_the_directory_is_refused(path: Path) -> None:
    """Its body would be what describes it."""
    packed(path, {"a.jpg": PICTURE})
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 20, 10_000)
    path.write_bytes(content)

    with pytest.raises(ArchiveOverlaps):
        found(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"no archive at all",
        lambda whole: whole[:-30],
        lambda whole: whole[:-1],
        lambda whole: whole[40:],
        lambda whole: whole.replace(b"PK\x01\x02", b"PK\x01\x09"),
        lambda whole: (
            whole[: whole.rindex(b"PK\x05\x06") + 12]
            + b"\xff\xff\xff\x7f"
            + whole[whole.rindex(b"PK\x05\x06") + 16 :]
        ),
        lambda whole: (
            whole[: whole.rindex(b"PK\x05\x06") + 4]
            + b"\x02\x00"
            + whole[whole.rindex(b"PK\x05\x06") + 6 :]
        ),
        lambda whole: (
            whole[: whole.rindex(b"PK\x01\x02") + 20]
            + b"\xff" * 8
            + whole[whole.rindex(b"PK\x01\x02") + 28 :]
        ),
        lambda whole: (
            whole[: whole.rindex(b"PK\x05\x06")]
            + struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
            + whole[whole.rindex(b"PK\x05\x06") :]
        ),
    ],
)
def test_what_is_no_whole_archive_is_refused(path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Cut at either end, or contradicting itself, it is never half read."""
    packed(path, {"a.jpg": PICTURE})
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(ArchiveDamaged):
        found(path)


@pytest.mark.parametrize("place", [0, 45])
def test_a_damaged_entry_is_refused_alone(path: Path, tmp_path: Path, place: int) -> None:
    """Its header or its bytes are not what they were; the other one is whole."""
    packed(path, {"a.jpg": os.urandom(900), "b.jpg": PICTURE})
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    damaged, whole = entries(path, LIMITS)
    extract(path, whole, tmp_path / "whole")

    assert (tmp_path / "whole").read_bytes() == PICTURE
    with pytest.raises(EntryDamaged):
        extract(path, damaged, tmp_path / "damaged")
    assert not (tmp_path / "damaged").exists()


def test_an_entry_cut_short_is_refused(path: Path, to: Path) -> None:
    """Whoever says more than there is gets nothing."""
    packed(path, {"a.jpg": PICTURE})
    entry = only(path)

    with pytest.raises(EntryDamaged):
        extract(path, replace(entry, packed=entry.packed - 2), to)
    with pytest.raises(EntryDamaged):
        extract(path, replace(entry, packed=10_000, method=0, size=10**6), to)
    with pytest.raises(EntryDamaged):
        extract(path, replace(entry, offset=10_000), to)
    assert not to.exists()

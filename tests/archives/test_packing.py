"""Packing a ZIP piece by piece: what others read of it."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from archives.packing import PIECE, Packer

MOMENT = datetime(2026, 11, 21, 9, 30, 16, tzinfo=UTC)
FAR = 5 * 1024**3


def packed(packer: Packer, files: dict[str, Path]) -> bytes:
    """All bytes of an archive of these files."""
    out = BytesIO()
    for name, path in files.items():
        for piece in packer.add(name, path):
            assert len(piece) <= PIECE
            out.write(piece)
    out.writelines(packer.end())
    return out.getvalue()


async def test_others_read_what_was_packed(tmp_path: Path) -> None:
    """Names in any script, contents, times; stored as they are, with no seeking needed."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"x" * (PIECE + 7))
    two.write_bytes(b"")
    packer = Packer(MOMENT)
    data = packed(packer, {"cadeira 🪑.jpg": one, "כיסא.png": two})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        found = archive.infolist()
        contents = [archive.read(info) for info in found]

    assert [info.filename for info in found] == ["cadeira 🪑.jpg", "כיסא.png"]
    assert contents == [one.read_bytes(), b""]
    assert {info.compress_type for info in found} == {zipfile.ZIP_STORED}
    assert {info.date_time for info in found} == {(2026, 11, 21, 9, 30, 16)}
    assert not any(info.flag_bits & 0x08 for info in found)


async def test_an_empty_archive_is_one(tmp_path: Path) -> None:
    """A directory of nothing."""
    with zipfile.ZipFile(BytesIO(packed(Packer(MOMENT), {}))) as archive:
        assert archive.namelist() == []


async def test_what_lies_beyond_four_gibibytes_is_found(tmp_path: Path) -> None:
    """Offsets are of 64 bits; the hole before the entry takes no place on disk."""
    one, whole = tmp_path / "one", tmp_path / "whole.zip"
    one.write_bytes(b"far away")
    data = packed(Packer(MOMENT, offset=FAR), {"one.jpg": one})
    with whole.open("wb") as file:
        file.seek(FAR)
        file.write(data)
    with zipfile.ZipFile(whole) as archive:
        assert archive.infolist()[0].header_offset == FAR
        assert archive.read("one.jpg") == b"far away"


async def test_more_entries_than_sixteen_bits_count(tmp_path: Path) -> None:
    """The number of entries is of 64 bits too."""
    one = tmp_path / "one"
    one.write_bytes(b"")
    data = packed(Packer(MOMENT), {f"{n}": one for n in range(0x10000)})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert len(archive.namelist()) == 0x10000

"""A JPEG with two blocks of EXIF, as careless programs leave them, which disagree."""

from pathlib import Path

import pytest

from processing.embedding import embed, strip
from processing.exiftool import ExifTool
from tests import photos
from tests.processing.darkroom import develop
from tests.processing.planting import segment
from tests.processing.test_embedding import VALUES, contents, frames, record
from tests.processing.test_exiftool import exiftool
from tests.processing.test_metadata_oracle import SAME, working_group
from tests.processing.test_sandbox import put

__all__ = ["exiftool"]

FIRST = photos.exif(
    description="PLANTED first",
    artist="PLANTED Ana",
    camera=("Canon", "R5"),
    captured="2020:01:02 03:04:05",
    gps=photos.LISBON,
    extra={"GPS": {5: 0, 6: (50, 1)}},
)
SECOND = photos.exif(
    description="PLANTED second",
    copyright_notice="PLANTED c",
    camera=("Nikon", "Z9"),
    captured="2024:05:01 10:11:12",
    gps=photos.SYDNEY,
    extra={"GPS": {5: 1, 6: (7, 1)}},
)
# What an edit writes into EXIF alone or there too, and what clears it.
IN_EXIF = ("description", "creators", "copyright_notice", "rating", "captured_at_local")
CLEARED = dict.fromkeys((*IN_EXIF, "latitude", "altitude"), None)


def blocks(*those: bytes) -> bytes:
    """A JPEG with these blocks of EXIF, one behind the other."""
    data = photos.jpeg()
    return data[:2] + b"".join(segment(0xE1, one) for one in those) + data[2:]


def told(data: bytes) -> list[bytes]:
    """The blocks of a JPEG."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 4 : end].startswith(b"Exif\0\0"):
            found.append(data[at + 4 : end])
        at = end
    return found


async def test_they_are_read_as_the_working_group_reads_them(
    exiftool: ExifTool, source: Path, tmp_path: Path
) -> None:
    """Of texts about the picture the first block's stand, of all else the last one's."""
    put(source, blocks(FIRST, SECOND))
    found = record(await exiftool.read(source), photos.jpeg(), tmp_path)
    theirs = working_group(source)

    assert (found.description, found.creators) == ("PLANTED first", ["PLANTED Ana"])
    assert (found.copyright_notice, found.camera_model) == ("PLANTED c", "Z9")
    assert found.captured_at_local == "2024-05-01T10:11:12"
    # Never one block's degrees in the other's hemisphere.
    assert (found.latitude, found.longitude, found.altitude) == pytest.approx((*photos.SYDNEY, -7))
    assert theirs["DateTimeOriginal"] == "2024:05:01 10:11:12"
    for name in ("Description", "Creator", "Copyright"):
        ours = getattr(found, SAME[name])
        assert (name, theirs[name]) == (name, ours[0] if isinstance(ours, list) else ours)


@pytest.mark.parametrize("values", [VALUES, CLEARED], ids=["edited", "cleared"])
async def test_an_edit_is_in_each_of_them(
    exiftool: ExifTool, source: Path, into: Path, tmp_path: Path, values: dict[str, object]
) -> None:
    """Whichever a program looks at, it finds what people said, and no place that they removed."""
    put(source, blocks(FIRST, SECOND))
    made = await embed(exiftool, source, into, values)
    merged = contents(made.path)
    both = told(merged)
    found = [record(await exiftool.read(made.path), photos.jpeg(), tmp_path)]
    for block in both:
        put(source, blocks(block))
        found.append(record(await exiftool.read(source), photos.jpeg(), tmp_path))

    assert (made.sidecar, len(both)) == (None, 2)
    for one in found:
        for name in IN_EXIF:
            assert (name, getattr(one, name) or None) == (name, values[name])
    places = [(one.latitude, one.longitude) for one in found]
    expected = (values["latitude"], values.get("longitude"))
    assert [place == pytest.approx(expected) for place in places] == [True] * 3
    assert (b"PLANTED" in merged, frames(merged)) == (False, frames(blocks()))


async def test_nothing_of_either_leaves_us(
    exiftool: ExifTool, source: Path, into: Path, tmp_path: Path
) -> None:
    """Neither in a bare copy nor in a rendition."""
    before = blocks(FIRST, SECOND)
    put(source, before)
    bare = contents(await strip(exiftool, source, into))
    drawn = [contents(one.path) for one in develop(before, tmp_path).renditions]

    assert len(drawn) == 2
    for data in (bare, *drawn):
        assert b"PLANTED" not in data
        assert b"Exif\0\0" not in data
    assert frames(bare) == frames(before)

"""What cameras note for themselves: carried along where edits are written, and nowhere else."""

from pathlib import Path

import pytest

from processing.embedding import embed, strip
from processing.exiftool import ExifTool, Tags
from tests.processing.cameras import NOTES, OWNER, SERIAL, photo
from tests.processing.test_embedding import VALUES, contents, frames
from tests.processing.test_exiftool import exiftool
from tests.processing.test_sandbox import put

__all__ = ["exiftool"]


def noted(tags: Tags, name: str) -> dict[str, object]:
    """The tags that only the maker's own note can have."""
    return {key: value for key, value in tags.items() if key.startswith(f"{name}:")}


@pytest.mark.parametrize("name", NOTES)
async def test_an_edit_keeps_the_makers_note(
    exiftool: ExifTool, source: Path, into: Path, name: str
) -> None:
    """All before it grows, its offsets move with it, and it reads tag for tag as before."""
    put(source, photo(name))
    before = await exiftool.read(source)
    made = await embed(exiftool, source, into, VALUES)
    after = await exiftool.read(made.path)

    assert len(noted(before, name)) >= 3
    assert noted(after, name) == noted(before, name)
    assert (made.sidecar, after["IFD0:ImageDescription"]) == (None, VALUES["description"])
    assert not any(key.startswith("ExifTool:Warning") for key in after)
    assert frames(contents(made.path)) == frames(contents(source))


@pytest.mark.parametrize("name", NOTES)
async def test_a_bare_copy_has_no_note(
    exiftool: ExifTool, source: Path, into: Path, name: str
) -> None:
    """Neither as tags nor as bytes."""
    put(source, photo(name))
    bare = await strip(exiftool, source, into)
    secrets = (OWNER.encode(), SERIAL.encode(), b"Model X")

    assert SERIAL.encode() in contents(source)
    assert noted(await exiftool.read(bare), name) == {}
    assert [one for one in secrets if one in contents(bare)] == []

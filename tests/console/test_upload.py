"""What people do to bring pictures in: files of their machine, addresses, and ZIP archives."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests import photos
from tests.console.conftest import Journey

# Larger than 32 MiB as it is, and quickly read: what is in it takes no work.
LARGE = (3700, 3400)


def _files(folder: Path, seed: int) -> dict[str, object]:
    """Photos that the library has not yet, but for one of them, and what is none."""
    deep = folder / "folder/inner"
    deep.mkdir(parents=True)
    loose = [folder / f"photo-{number}.jpg" for number in (1, 2, 3)]
    for number, path in enumerate([*loose, deep.parent / "one.jpg", deep / "two.jpg"]):
        path.write_bytes(photos.photo(0.3, seed + number))
    # As conftest has it for shoe-01.jpg.
    (folder / "known.jpg").write_bytes(photos.photo(0.4, 0))
    (folder / "notes.txt").write_text("Call the studio.")
    large = photos.quarters(*LARGE)
    large.putpixel((1, 1), (seed % 256, 1, 1))
    large.save(folder / "large.tif")
    return {
        "photos": list(map(str, loose)),
        "folder": str(deep.parent),
        "known": str(folder / "known.jpg"),
        "text": str(folder / "notes.txt"),
        "large": str(folder / "large.tif"),
    }


@pytest.mark.parametrize(
    ("language", "screen", "seed"), [("en", "desk", 2_100), ("pt-BR", "phone", 2_200)]
)
def test_people_can_upload_files_and_folders(
    journey: Journey, tmp_path: Path, language: str, screen: str, seed: int
) -> None:
    """Each file tells its stages or why it was refused; parts that arrived are not sent again."""
    facts = {"files": _files(tmp_path, seed)}

    assert journey("upload", language=language, screen=screen, who="iris", facts=facts) == []


@pytest.mark.parametrize(
    ("language", "screen", "seed"), [("en", "desk", 2_300), ("pt-BR", "phone", 2_310)]
)
def test_people_can_import_from_elsewhere(
    journey: Journey, tmp_path: Path, language: str, screen: str, seed: int
) -> None:
    """Imports are told as they get on, and each refused file says why."""
    archive = tmp_path / "pictures.zip"
    with ZipFile(archive, "w") as file:
        file.writestr("inside/photo.jpg", photos.photo(0.3, seed))
        file.writestr("inside/readme.txt", "No picture.")
    facts = {"files": {"zip": str(archive)}}

    assert journey("imports", language=language, screen=screen, who="iris", facts=facts) == []

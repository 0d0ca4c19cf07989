"""One picture's page."""

import random
from pathlib import Path

import pytest

from tests import photos
from tests.console.conftest import Journey
from tests.console.visitor import Visitor

COLLECT = """
mutation ($input: CreateCollectionInput!) {
  createCollection(input: $input) { userErrors { code } }
}"""
# Each journey has a picture of its own: the same file twice would be taken for a duplicate.
SEEDS = {"desk": 71, "phone": 72}


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_people_can_see_describe_decide_and_take_along_one_picture(
    journey: Journey,
    ada: Visitor,
    tmp_path: Path,
    language: str,
    screen: str,
) -> None:
    """All parts of the page, while somebody else changes the same picture."""
    seed = SEEDS[screen]
    name, collection = f"lisbon-{seed}.jpg", f"Summer {seed}"
    other = tmp_path / "other.jpg"
    other.write_bytes(photos.photo(0.4, seed + 100))
    ada.do(COLLECT, input={"name": collection})
    id = ada.sent(name, _photo(seed), "SHOE-1")
    ada.ready([id])
    facts = {
        "imageId": id,
        "fileName": name,
        "collection": collection,
        "otherFile": str(other),
        "token": ada.token,
    }

    assert journey("image", language=language, screen=screen, facts=facts) == []


def _photo(seed: int) -> bytes:
    """A photo with a place, a camera and words in it."""
    image = photos.scene(900, 600, random.Random(seed))
    block = photos.exif(
        gps=photos.LISBON,
        camera=("Ecogram", "Testcam 1"),
        captured="2024:05:01 10:11:12",
        offset="+01:00",
        description="A shoe on a table",
        artist="Ana Souza",
    )
    return photos.saved(image, "JPEG", quality=88, exif=block)

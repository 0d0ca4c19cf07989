"""Where each object lives."""

import pytest

from storage import keys


def test_keys_are_spelled_as_designed() -> None:
    """The lay-out of the bucket is a promise to whoever looks into it."""
    assert keys.original("5f", "cat.png") == "5f/original/cat.png"
    assert keys.rendition("5f", "FULLSIZE", "cat.jpg", "jpg") == "5f/fullsize/cat.jpg"
    assert keys.published("ab12", "SMALL", "cat", "webp") == "published/ab12/small/cat.webp"
    assert keys.incoming("77") == "incoming/77"
    assert keys.export("88", "shop.zip") == "exports/88/shop.zip"


@pytest.mark.parametrize(
    ("name", "rendition"),
    [
        ("cat.jpg", "cat.jpg"),
        ("cat.JPG", "cat.JPG"),
        ("cat.jpeg", "cat.jpeg"),
        ("cat.png", "cat~png.jpg"),
        ("cat", "cat~.jpg"),
        ("No. 5, the photo with the hat", "No. 5, the photo with the hat~.jpg"),
    ],
)
def test_a_rendition_keeps_the_name_if_its_ending_is_true(name: str, rendition: str) -> None:
    """Another type gets an ending that says so."""
    assert keys.rendition("5f", "THUMB", name, "jpg") == f"5f/thumb/{rendition}"


def test_no_two_files_of_a_group_share_a_rendition() -> None:
    """cat.png must not overwrite what was made of cat.jpg, nor of any other upload."""
    names = ["cat.jpg", "cat.jpeg", "cat.png", "cat.png.jpg", "cat", "cat~png.jpg", "cat.PNG.jpg"]
    safe = [keys.safe_file_name(name) for name in names]

    assert len({keys.rendition("5f", "THUMB", name, "jpg") for name in safe}) == len(names)


@pytest.mark.parametrize("part", ["", ".", "..", "a/b", "/"])
def test_a_part_cannot_break_out_of_its_place(part: str) -> None:
    """A key has as many parts as it was given."""
    with pytest.raises(ValueError, match="part of a key"):
        keys.original("5f", part)
    with pytest.raises(ValueError, match="part of a key"):
        keys.rendition(part, "THUMB", "cat.jpg", "jpg")


def test_a_file_that_replaced_another_has_a_key_of_its_own() -> None:
    """Its mark keeps it apart from every upload, and is not in the name that the public sees."""
    key = keys.replacing("g1", "cat.jpg", "0" * 24)

    assert key == f"g1/original/cat~{'0' * 24}.jpg"
    assert keys.plain_stem(key) == keys.plain_stem("g1/original/cat.jpg") == "cat"

"""Hashes: when they must be equal, and when they must not."""

import random
from pathlib import Path

from PIL import Image

from processing.presets import GALLERY, PUBLISHED
from tests import photos
from tests.processing.darkroom import develop


def distance(one: str, other: str) -> int:
    """In how many bits two perceptual hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def scene(seed: int) -> Image.Image:
    return photos.scene(900, 600, random.Random(seed))


def test_other_metadata_is_the_same_picture(tmp_path: Path) -> None:
    """A file whose tags were edited differs in its bytes but not in its pixels."""
    one = develop(photos.jpeg(), tmp_path).facts
    other = develop(photos.jpeg(artist="Ana", gps=photos.LISBON, comment="hi"), tmp_path).facts

    assert one.sha256 != other.sha256
    assert one.pixel_hash == other.pixel_hash


def test_another_container_is_the_same_picture(tmp_path: Path) -> None:
    """Without loss, PNG, TIFF and WebP show the same pixels."""
    files = (photos.png(), photos.tiff(), photos.webp(lossless=True))

    assert len({develop(data, tmp_path).facts.pixel_hash for data in files}) == 1


def test_the_pixel_hash_does_not_depend_on_the_presets(tmp_path: Path) -> None:
    """What is asked for changes neither hash."""
    data = photos.photo(12)
    facts = [develop(data, tmp_path, presets).facts for presets in (GALLERY, PUBLISHED, ())]

    assert len({fact.pixel_hash for fact in facts}) == 1
    assert distance(facts[0].perceptual_hash, facts[1].perceptual_hash) <= 2


def test_a_turned_picture_is_another_picture(tmp_path: Path) -> None:
    """The same stored pixels under another orientation are not the same picture."""
    stored = photos.quarters()
    plain, turned = (
        photos.saved(stored, "JPEG", exif=photos.exif(orientation=orientation))
        for orientation in (1, 3)
    )

    assert develop(plain, tmp_path).facts.pixel_hash != develop(turned, tmp_path).facts.pixel_hash


def test_one_changed_pixel_is_another_picture(tmp_path: Path) -> None:
    """The pixel hash is exact."""
    image = photos.quarters()
    before = develop(photos.saved(image, "PNG"), tmp_path).facts
    image.putpixel((3, 3), (0, 0, 0))
    after = develop(photos.saved(image, "PNG"), tmp_path).facts

    assert before.pixel_hash != after.pixel_hash


def test_another_profile_is_another_picture(tmp_path: Path) -> None:
    """The same numbers in other colours do not look the same."""
    plain, wide = (
        develop(photos.png(), tmp_path),
        develop(photos.png(icc=photos.wide_profile()), tmp_path),
    )

    assert plain.facts.pixel_hash != wide.facts.pixel_hash


def test_copies_of_a_photo_look_alike(tmp_path: Path) -> None:
    """Compression, scaling and a little light leave nearly all bits as they are."""
    image = scene(1)
    original = develop(photos.saved(image, "PNG"), tmp_path).facts.perceptual_hash
    copies = [
        photos.saved(image, "JPEG", quality=40),
        photos.saved(image.resize((450, 300)), "WEBP", quality=60),
        photos.saved(image.point(lambda value: value * 0.9 + 12), "PNG"),
    ]
    distances = [
        distance(original, develop(data, tmp_path).facts.perceptual_hash) for data in copies
    ]

    assert max(distances) <= 6


def test_other_photos_do_not_look_alike(tmp_path: Path) -> None:
    """Ten unrelated scenes are far apart, each from each."""
    hashes = [
        develop(photos.saved(scene(seed), "JPEG"), tmp_path).facts.perceptual_hash
        for seed in range(10)
    ]
    distances = [distance(one, other) for one in hashes for other in hashes if one < other]

    assert min(distances) > 12


def test_a_flat_picture_has_a_steady_hash(tmp_path: Path) -> None:
    """Without any structure no noise is hashed."""
    flat = [photos.saved(Image.new("RGB", size, "#abcdef"), "PNG") for size in ((64, 64), (99, 31))]
    hashes = {develop(data, tmp_path).facts.perceptual_hash for data in flat}

    assert len(hashes) == 1


def test_the_dominant_colour_is_the_commonest(tmp_path: Path) -> None:
    """A blue picture with a small red patch is blue; a hole counts as white."""
    image = Image.new("RGB", (64, 64), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, 12, 12))
    hole = Image.new("RGBA", (64, 64), (0, 0, 0, 0))

    assert develop(photos.saved(image, "PNG"), tmp_path).facts.dominant_color == "#0000ff"
    assert develop(photos.saved(hole, "PNG"), tmp_path).facts.dominant_color == "#ffffff"

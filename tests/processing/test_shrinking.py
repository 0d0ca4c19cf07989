"""A picture made smaller is the same picture: held against waves that are known at every size."""

from math import pi, sin
from pathlib import Path
from statistics import fmean

import pytest
from PIL import Image

from processing.formats import Format
from processing.presets import Preset
from tests import photos
from tests.processing.colorimetry import distance
from tests.processing.darkroom import develop, printed
from tests.processing.likeness import likeness, rows

SMALL = Preset("SMALL", 240, Format.PNG, 100)
# Waves across and down.
ACROSS, DOWN = 12, 8


def wave(place: float, waves: int) -> float:
    """The sample at a place of 0 to 1."""
    return 127.5 + 90 * sin(2 * pi * waves * place)


def waves(width: int, height: int) -> Image.Image:
    """Red rolls across, green rolls down, blue is still; each pixel is taken at its middle."""
    across = bytes(round(wave((x + 0.5) / width, ACROSS)) for x in range(width))
    down = bytes(round(wave((y + 0.5) / height, DOWN)) for y in range(height))
    bands = (
        Image.frombytes("L", (width, 1), across).resize((width, height)),
        Image.frombytes("L", (1, height), down).resize((width, height)),
        Image.new("L", (width, height), 90),
    )
    return Image.merge("RGB", bands)


# The last one is so large that its decoder shrinks it while loading.
SOURCES = {
    "three times, PNG": lambda: photos.saved(waves(720, 480), "PNG"),
    "by an odd factor, PNG": lambda: photos.saved(waves(631, 421), "PNG"),
    "see-through, PNG": lambda: photos.saved(veiled(waves(720, 480)), "PNG"),
    "nineteen times, JPEG": lambda: photos.saved(waves(4560, 3040), "JPEG", quality=95),
}


def veiled(image: Image.Image) -> Image.Image:
    """The picture, half see-through all over."""
    image.putalpha(128)
    return image


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_made_smaller_stays_in_its_place(name: str, tmp_path: Path) -> None:
    """No shift, no blur, no ringing, no other colour."""
    image = printed(develop(SOURCES[name](), tmp_path, (SMALL,))).convert("RGB")
    ideal = waves(*image.size)
    places = [(x, y) for y in range(5, 155, 3) for x in range(5, 235, 3)]
    far = [distance(photos.pixel(image, *at), photos.pixel(ideal, *at)) for at in places]

    assert image.size == (240, 160)
    assert likeness(rows(image), rows(ideal)) > 0.995
    assert fmean(far) < 1
    assert max(far) < 4


def test_the_measure_would_find_a_shift_of_a_pixel(tmp_path: Path) -> None:
    """The counter-proof: the same picture, one pixel to the right."""
    image = printed(develop(SOURCES["three times, PNG"](), tmp_path, (SMALL,)))
    shifted = image.transform(image.size, Image.Transform.AFFINE, (1, 0, -1, 0, 1, 0))

    assert likeness(rows(shifted), rows(waves(*image.size))) < 0.98

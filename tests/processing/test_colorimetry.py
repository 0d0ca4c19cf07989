"""The measures by which colours are judged, judged themselves."""

import pytest

from tests.processing.colorimetry import (
    ADOBE_RGB,
    DISPLAY_P3,
    PRO_PHOTO,
    SRGB,
    Space,
    Vector,
    ciede2000,
    lab_of_srgb,
)
from tests.processing.likeness import likeness

# Sharma, Wu and Dalal (2005), table 1: two colours and their distance.
HALF = (50.0, 2.5, 0.0)
PAIRS: list[tuple[Vector, Vector, float]] = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, 2.8361, -74.0200), (50, 0, -82.7485), 3.4412),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0000),
    ((50, -0.9009, -85.5211), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0009), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0010), 7.1792),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0011), 7.2195),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0012), 7.2195),
    ((50, -0.0010, 2.4900), (50, 0.0009, -2.4900), 4.8045),
    ((50, -0.0010, 2.4900), (50, 0.0010, -2.4900), 4.8045),
    ((50, -0.0010, 2.4900), (50, 0.0011, -2.4900), 4.7461),
    (HALF, (50, 0, -2.5), 4.3065),
    (HALF, (73, 25, -18), 27.1492),
    (HALF, (61, -5, 29), 22.8977),
    (HALF, (56, -27, -3), 31.9030),
    (HALF, (58, 24, 15), 19.4535),
    (HALF, (50, 3.1736, 0.5854), 1.0000),
    (HALF, (50, 3.2972, 0), 1.0000),
    (HALF, (50, 1.8634, 0.5757), 1.0000),
    (HALF, (50, 3.2592, 0.3350), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.2480, -4.9620), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "known"), PAIRS)
def test_the_distance_is_the_published_one(one: Vector, other: Vector, known: float) -> None:
    """All 34 pairs of the paper, to its four decimals."""
    assert ciede2000(one, other) == pytest.approx(known, abs=5e-5)


@pytest.mark.parametrize("space", [SRGB, DISPLAY_P3, ADOBE_RGB, PRO_PHOTO])
def test_white_is_white_and_grey_is_grey(space: Space) -> None:
    """The matrices of all spaces agree about what has no colour."""
    assert space.srgb((1, 1, 1)) == pytest.approx((255, 255, 255), abs=0.2)
    assert max(space.srgb((0.5, 0.5, 0.5))) - min(space.srgb((0.5, 0.5, 0.5))) < 0.1


def test_lab_of_known_colours() -> None:
    """White has 100, black 0, and the red of sRGB is where every table has it."""
    assert lab_of_srgb((255, 255, 255)) == pytest.approx((100, 0, 0), abs=0.01)
    assert lab_of_srgb((255, 0, 0)) == pytest.approx((54.29, 80.80, 69.89), abs=0.05)


def test_likeness_tells_equal_from_other() -> None:
    """1 for the same picture, less for a shifted grey, little for another one."""
    stripes = [[(x // 4 % 2) * 200 + 20 for x in range(32)] for _ in range(32)]
    lighter = [[sample + 10 for sample in row] for row in stripes]
    across = [list(row) for row in zip(*stripes, strict=True)]

    assert likeness(stripes, stripes) == pytest.approx(1)
    assert 0.9 < likeness(stripes, lighter) < 1
    assert likeness(stripes, across) < 0.2

"""What goes into a rendition and where: true of every picture, box and focal point."""

from hypothesis import given
from hypothesis import strategies as st

from processing.formats import Format
from processing.framing import frame, reach, reach_of_any
from processing.presets import Fit, Preset

SIZES = st.tuples(st.integers(1, 12_000), st.integers(1, 12_000))
BOXES = st.tuples(st.integers(16, 4_096), st.integers(16, 4_096))
POINTS = st.tuples(st.floats(0, 1), st.floats(0, 1))


def preset(fit: Fit, box: tuple[int, int]) -> Preset:
    """A preset with that box."""
    return Preset("BOXED", max(box), Format.JPEG, 80, "#ffffff", fit=fit, box=box)


@given(SIZES, BOXES)
def test_inside_never_exceeds_the_box_nor_the_picture(
    full: tuple[int, int], box: tuple[int, int]
) -> None:
    """The whole picture is shown, not enlarged, and one of its sides meets the box or itself."""
    found = frame(full, preset(Fit.INSIDE, box))

    assert found.part == (0, 0, *full)
    assert found.canvas == found.size
    assert all(side <= most for side, most in zip(found.size, box, strict=True))
    assert all(side <= most for side, most in zip(found.size, full, strict=True))
    assert found.size == full or any(a == b for a, b in zip(found.size, box, strict=True))


@given(SIZES, BOXES, POINTS)
def test_cover_has_the_shape_of_the_box_and_keeps_the_focal_point(
    full: tuple[int, int], box: tuple[int, int], focal: tuple[float, float]
) -> None:
    """What is cut out lies within the picture, touches two of its sides, and holds the point."""
    found = frame(full, preset(Fit.COVER, box), focal)
    left, top, right, bottom = found.part

    assert left >= 0
    assert top >= 0
    assert right <= full[0] + 1e-6
    assert bottom <= full[1] + 1e-6
    assert left - 1e-6 <= focal[0] * full[0] <= right + 1e-6
    assert top - 1e-6 <= focal[1] * full[1] <= bottom + 1e-6
    assert abs((right - left) * box[1] - (bottom - top) * box[0]) < 1e-3 * max(box)
    assert abs(right - left - full[0]) < 1e-6 or abs(bottom - top - full[1]) < 1e-6


@given(SIZES, BOXES, POINTS)
def test_cover_fills_the_box_where_the_picture_can(
    full: tuple[int, int], box: tuple[int, int], focal: tuple[float, float]
) -> None:
    """A picture with pixels enough gives exactly the box; a smaller one is not enlarged."""
    found = frame(full, preset(Fit.COVER, box), focal)
    enough = full[0] >= box[0] and full[1] >= box[1]

    assert found.canvas == found.size
    assert (
        (found.size == box)
        if enough
        else all(side <= most for side, most in zip(found.size, box, strict=True))
    )
    assert found.size[0] <= max(1, round(found.part[2] - found.part[0]))
    assert found.size[1] <= max(1, round(found.part[3] - found.part[1]))


@given(SIZES, BOXES)
def test_pad_is_exactly_the_box_with_the_picture_in_its_middle(
    full: tuple[int, int], box: tuple[int, int]
) -> None:
    """The margins of opposite sides differ by one pixel at most."""
    found = frame(full, preset(Fit.PAD, box))

    assert found.canvas == box
    assert found.part == (0, 0, *full)
    for side, at, length in zip(found.size, found.at, box, strict=True):
        assert at >= 0
        assert 0 <= length - side - 2 * at <= 1


@given(SIZES, BOXES, st.sampled_from(Fit), POINTS)
def test_a_copy_at_its_reach_serves_the_frame(
    full: tuple[int, int], box: tuple[int, int], fit: Fit, focal: tuple[float, float]
) -> None:
    """Nothing is enlarged from a copy of that size but for rounding, however it is turned."""
    boxed = preset(fit, box)
    found, side = frame(full, boxed, focal), reach(full, boxed)
    factor = side / max(full)
    copy = max(1, round(full[0] * factor)), max(1, round(full[1] * factor))
    left, top, right, bottom = found.part_of(copy, full)

    assert side <= max(full)
    assert reach_of_any(full[::-1], (boxed,)) >= side
    assert right <= copy[0]
    assert bottom <= copy[1]
    assert found.size[0] <= right - left + 1.5
    assert found.size[1] <= bottom - top + 1.5

"""Geometry alone: what of a picture goes into a rendition, how large, and where it lies."""

from collections.abc import Callable
from dataclasses import dataclass

from processing.presets import Fit, Preset

Size = tuple[int, int]
# From 0 at the left and the top to 1 at the right and the bottom of the upright picture.
Point = tuple[float, float]
MIDDLE: Point = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the upright picture, in its full pixels, scaled to `size` and laid on a canvas.

    `at` is the place of its top left corner on the canvas.
    """

    part: tuple[float, float, float, float]
    size: Size
    canvas: Size
    at: Size = (0, 0)

    def is_whole(self, full: Size) -> bool:
        """Whether nothing of a picture of this size is cut off, and nothing is added."""
        return self.part == (0, 0, *full) and self.canvas == self.size

    def part_of(self, drawn: Size, full: Size) -> tuple[float, float, float, float]:
        """The same part, in pixels of a copy of the picture that has another size."""
        across, down = drawn[0] / full[0], drawn[1] / full[1]
        left, top, right, bottom = self.part
        return (
            left * across,
            top * down,
            min(drawn[0], right * across),
            min(drawn[1], bottom * down),
        )


def frame(full: Size, preset: Preset, focal: Point | None = None) -> Frame:
    """How a picture of this size meets the preset's box; `focal` stays in what is cut out."""
    return FRAMES[preset.fit](full, preset.size, focal or MIDDLE)


def reach(full: Size, preset: Preset) -> int:
    """The longest side, in pixels, of a copy of the whole picture that serves the preset."""
    if preset.fit is not Fit.COVER:
        return max(_scaled(full, _fitting(full, preset.size)))
    return max(_scaled(full, _covering(full, preset.size)))


def reach_of_any(stored: Size, presets: tuple[Preset, ...]) -> int:
    """The longest side that serves all of them, whichever way round the picture turns out."""
    ways = (stored, stored[::-1])
    return max((reach(full, preset) for full in ways for preset in presets), default=1)


def inside(full: Size, box: Size, _: Point = MIDDLE) -> Frame:
    """The whole picture, no larger than the box and never enlarged."""
    size = _scaled(full, _fitting(full, box))
    return Frame((0.0, 0.0, float(full[0]), float(full[1])), size, size)


def pad(full: Size, box: Size, _: Point = MIDDLE) -> Frame:
    """The whole picture in the middle of a canvas that is exactly the box."""
    fitted = inside(full, box)
    at = (box[0] - fitted.size[0]) // 2, (box[1] - fitted.size[1]) // 2
    return Frame(fitted.part, fitted.size, box, at)


def cover(full: Size, box: Size, focal: Point = MIDDLE) -> Frame:
    """As much of the picture as has the shape of the box, as near to the focal point as it can.

    Where the picture cannot fill the box the file is smaller, and still of its shape.
    """
    factor = _covering(full, box)
    shape = min(full[0] / box[0], full[1] / box[1])
    width, height = min(full[0], box[0] * shape), min(full[1], box[1] * shape)
    left = _beginning(full[0], width, focal[0])
    top = _beginning(full[1], height, focal[1])
    size = _whole(width * factor, height * factor, box)
    return Frame((left, top, left + width, top + height), size, size)


FRAMES: dict[Fit, Callable[[Size, Size, Point], Frame]] = {
    Fit.INSIDE: inside,
    Fit.COVER: cover,
    Fit.PAD: pad,
}


def _fitting(full: Size, box: Size) -> float:
    return min(1.0, box[0] / full[0], box[1] / full[1])


def _covering(full: Size, box: Size) -> float:
    return min(1.0, max(box[0] / full[0], box[1] / full[1]))


def _beginning(length: int, cut: float, focal: float) -> float:
    return min(max(0.0, focal * length - cut / 2), length - cut)


def _whole(width: float, height: float, box: Size) -> Size:
    return min(box[0], max(1, round(width))), min(box[1], max(1, round(height)))


def _scaled(size: Size, factor: float) -> Size:
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))

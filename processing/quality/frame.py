"""Where the subject is: the border, the background behind it, and the box around it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from PIL import Image, ImageChops, ImageStat

# The longest side of the copy that colours and the subject are looked for in.
SIDE = 512
# How much of the shorter side the border takes on each edge.
BORDER = 0.02
# A border this like itself is a background; in front of anything else no subject is told apart.
UNIFORM = 0.75
# Pixels count as being of the border's colour up to this many of 255 steps.
ALIKE = 24
# Against a clean background paler things are told apart than against one with folds and shades.
NEAREST, FARTHEST = 10, 32
WHITE, PURE_WHITE = 250, 255
# The box is looked for in cells of so many pixels; a speck that does not fill half of one is dust.
CELL = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A small RGB copy and what was found in it; masks are L, 255 where it holds.

    `subject` is None where the background is too varied to tell, or there is nothing before it.
    """

    image: Image.Image
    border: Image.Image
    colour: tuple[int, int, int]
    background: Image.Image
    subject: Image.Image | None
    box: tuple[int, int, int, int] | None


def frame(image: Image.Image) -> Frame:
    """Look for the subject in an RGB picture of any size."""
    small = copied(image, SIDE)
    border = _border(small.size)
    colour = _median(small, border)
    like = _likeness(small, border, colour)
    subject, box = _subject(small, border, colour) if like >= UNIFORM else (None, None)
    covered = subject or Image.new("L", small.size, 0)
    around = ImageChops.lighter(ImageChops.invert(covered), border)
    background = around if like >= UNIFORM else border
    return Frame(small, border, colour, background, subject, box)


def copied(image: Image.Image, side: int) -> Image.Image:
    """The picture with at most this longest side; never larger than it is."""
    factor = side / max(image.size)
    if factor >= 1:
        return image
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BOX, reducing_gap=1.0)


def framing(found: Frame) -> Iterator[tuple[str, float]]:
    """Border, background and how much of the frame the subject takes, each by its name."""
    yield "border_uniformity", _likeness(found.image, found.border, found.colour)
    yield "border_whiteness", _white(found.image, found.border, WHITE)
    yield "background_white", _white(found.image, found.background, WHITE)
    yield "background_pure_white", _white(found.image, found.background, PURE_WHITE)
    if found.box is not None:
        left, top, right, bottom = found.box
        across = (right - left) / found.image.width
        down = (bottom - top) / found.image.height
        yield "subject_fill_area", across * down
        yield "subject_fill_side", max(across, down)


def share(mask: Image.Image, of: Image.Image) -> float:
    """Which fraction of the pixels that `of` marks `mask` marks too; 0 where it marks none."""
    marked = of.histogram()[255]
    return ImageChops.darker(mask, of).histogram()[255] / marked if marked else 0.0


def percentile(counts: list[int], part: float) -> int:
    """The value below or at which this part of a histogram lies."""
    reached = list(accumulate(counts))
    return bisect_left(reached, part * reached[-1])


def _border(size: tuple[int, int]) -> Image.Image:
    edge = max(1, round(min(size) * BORDER))
    mask = Image.new("L", size, 255)
    inner = (edge, edge, size[0] - edge, size[1] - edge)
    if inner[0] < inner[2] and inner[1] < inner[3]:
        mask.paste(0, inner)
    return mask


def _median(image: Image.Image, mask: Image.Image) -> tuple[int, int, int]:
    counts = image.histogram(mask)
    red, green, blue = (percentile(counts[at : at + 256], 0.5) for at in (0, 256, 512))
    return red, green, blue


def _distance(image: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """How far each pixel is from a colour, in the channel in which it is farthest."""
    apart = ImageChops.difference(image, Image.new("RGB", image.size, colour))
    red, green, blue = apart.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _likeness(image: Image.Image, mask: Image.Image, colour: tuple[int, int, int]) -> float:
    counts = _distance(image, colour).histogram(mask)
    return sum(counts[: ALIKE + 1]) / sum(counts)


def _white(image: Image.Image, mask: Image.Image, least: int) -> float:
    red, green, blue = image.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    counts = darkest.histogram(mask)
    return sum(counts[least:]) / sum(counts)


def _subject(
    image: Image.Image, border: Image.Image, colour: tuple[int, int, int]
) -> tuple[Image.Image | None, tuple[int, int, int, int] | None]:
    """What stands out from the border's colour, holes filled, and the box around it."""
    apart = _distance(image, colour)
    usual = ImageStat.Stat(apart, border).mean[0]
    least = min(FARTHEST, max(NEAREST, round(4 * usual)))
    # Averaging over cells takes dust and single odd pixels out.
    cells = apart.point([255 if value > least else 0 for value in range(256)]).reduce(CELL)
    clear = cells.point([255 if value >= 128 else 0 for value in range(256)])
    box = clear.getbbox()
    if box is None:
        return None, None
    whole = _filled(clear).resize(image.size, Image.Resampling.NEAREST)
    left, top, right, bottom = (edge * CELL for edge in box)
    return whole, (left, top, min(right, image.width), min(bottom, image.height))


def _filled(mask: Image.Image) -> Image.Image:
    """All that cannot be reached from an edge along a row or a column without crossing it."""
    down = _spanned(mask.transpose(Image.Transpose.TRANSPOSE))
    return ImageChops.darker(_spanned(mask), down.transpose(Image.Transpose.TRANSPOSE))


def _spanned(mask: Image.Image) -> Image.Image:
    pixels, width = mask.tobytes(), mask.width
    rows = (_span(pixels[at : at + width]) for at in range(0, len(pixels), width))
    return Image.frombytes("L", mask.size, b"".join(rows))


def _span(row: bytes) -> bytes:
    first = row.find(b"\xff")
    if first < 0:
        return bytes(len(row))
    after = row.rfind(b"\xff") + 1
    return bytes(first) + b"\xff" * (after - first) + bytes(len(row) - after)

"""How light and dark fall: brightness, what is clipped, and the contrast."""

from collections.abc import Iterator

from PIL import Image, ImageChops

from processing.quality.frame import Frame, percentile

# At most this bright a pixel has no drawing left in the dark, from here on none in the light.
BLACK, BLOWN = 2, 254


def tones(found: Frame) -> Iterator[tuple[str, float]]:
    """Brightness of the whole, clipping and contrast of the subject, each by its name.

    Where no subject is told apart, the whole picture counts as one.
    """
    luma = found.image.convert("L")
    counts = luma.histogram()
    yield "brightness", sum(value * count for value, count in enumerate(counts)) / sum(counts) / 255
    yield "clipped_shadows", _clipped_shadows(found)
    yield "clipped_highlights", _clipped_highlights(found)
    yield "contrast", _contrast(found, luma)


def _clipped_shadows(found: Frame) -> float:
    red, green, blue = found.image.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    counts = brightest.histogram(found.subject)
    return sum(counts[: BLACK + 1]) / sum(counts)


def _clipped_highlights(found: Frame) -> float:
    red, green, blue = found.image.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    counts = darkest.histogram(found.subject)
    return sum(counts[BLOWN:]) / sum(counts)


def _contrast(found: Frame, luma: Image.Image) -> float:
    counts = luma.histogram(found.subject)
    low, high = percentile(counts, 0.05), percentile(counts, 0.95)
    if found.subject is not None:
        # A plain thing stands out by its background.
        behind = Image.new("RGB", (1, 1), found.colour).convert("L").tobytes()[0]
        low, high = min(low, behind), max(high, behind)
    return (high - low) / 255

"""Small copies, to measure what does not need every pixel."""

from PIL import Image


def small(image: Image.Image, side: int) -> Image.Image:
    """The picture with its longest side no larger than `side`; small ones as they are."""
    factor = min(1.0, side / max(image.size))
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)

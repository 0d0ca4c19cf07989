"""Pictures of 16 bits a channel: Pillow cuts off the low byte of each sample, we round by it."""

import sys
from functools import reduce

from PIL import Image, ImageChops, ImageFile

# Rows at a time, so that a large picture needs no further copies of its size.
STRIP = 256
NATIVE, OTHER = ("L", "B") if sys.byteorder == "little" else ("B", "L")
# How to read the low bytes where Pillow reads the high ones.
LOW = {
    f"{model};16{order}": f"{model};16{low}"
    for model in ("RGB", "RGBX", "RGBA", "CMYK")
    for order, low in (("B", "L"), ("L", "B"), ("N", OTHER))
}
# Grey and alpha of two bytes each, read as if they were four channels.
GRAY_ALPHA = {"LA;16B": "RGBA"}


def low_tiles(image: ImageFile.ImageFile) -> list[ImageFile._Tile]:
    """What an unloaded picture must load instead to give the low bytes; empty if it has none."""
    return _reread(image, LOW)


def gray_alpha_tiles(image: ImageFile.ImageFile) -> list[ImageFile._Tile]:
    """What an unloaded PNG of grey and alpha must load to give all bytes; empty for others."""
    return _reread(image, GRAY_ALPHA)


def gray_alpha(four: Image.Image) -> Image.Image:
    """The LA picture of what `gray_alpha_tiles` loaded."""
    whole = Image.new("LA", four.size)
    for box in _strips(four):
        gray, low_gray, alpha, low_alpha = four.crop(box).split()
        high, low = Image.merge("LA", (gray, alpha)), Image.merge("LA", (low_gray, low_alpha))
        whole.paste(_rounded(high, low), box)
    return whole


def rounded(high: Image.Image, low: Image.Image) -> Image.Image:
    """`high`, with every sample the nearest to its 16 bits divided by 257."""
    for box in _strips(high):
        high.paste(_rounded(high.crop(box), low.crop(box)), box)
    return high


def gray(image: Image.Image) -> Image.Image:
    """A picture of mode I;16 or I;16B as L."""
    # Pillow counts in whole numbers here, so a half makes it round.
    wide = image if image.mode == "I;16" else image.convert("I")
    return wide.point(lambda value: value / 257 + 0.5).convert("L")


def halves(image: Image.Image) -> list[Image.Image]:
    """The high and the low bytes of a picture of mode I;16."""
    low, high = Image.frombytes("LA", image.size, image.tobytes("raw", "I;16")).split()
    return [high, low]


def all_but(key: tuple[int, ...], planes: list[Image.Image]) -> Image.Image:
    """The alpha that hides just the colour `key`, by planes of its high and then low bytes."""
    codes = [*(value >> 8 for value in key), *(value & 255 for value in key)]
    matching = map(_equal, planes, codes)
    return ImageChops.invert(reduce(ImageChops.darker, matching))


def _strips(image: Image.Image) -> list[tuple[int, int, int, int]]:
    tops = range(0, image.height, STRIP)
    return [(0, top, image.width, min(top + STRIP, image.height)) for top in tops]


def _equal(plane: Image.Image, code: int) -> Image.Image:
    return plane.point([255 * (value == code) for value in range(256)])


def _rounded(high: Image.Image, low: Image.Image) -> Image.Image:
    # (256 high + low) / 257 is high + (low - high) / 257.
    up, down = (
        ImageChops.subtract(one, other).point(lambda value: value > 128)
        for one, other in ((low, high), (high, low))
    )
    return ImageChops.subtract(ImageChops.add(high, up), down)


def _reread(image: ImageFile.ImageFile, ways: dict[str, str]) -> list[ImageFile._Tile]:
    tiles = [_retiled(tile, ways) for tile in image.tile]
    return [tile for tile in tiles if tile is not None]


def _retiled(tile: ImageFile._Tile, ways: dict[str, str]) -> ImageFile._Tile | None:
    told = tile.args if isinstance(tile.args, tuple) else (tile.args,)
    if told[0] not in ways:
        return None
    args = (ways[told[0]], *told[1:])
    return tile._replace(args=args if isinstance(tile.args, tuple) else args[0])

"""The samples of an opened picture, loaded without losing what Pillow alone would lose."""

from collections.abc import Callable

from PIL import Image, ImageFile, PngImagePlugin

from processing import sixteen

KEY = "transparency"


def loaded(
    image: ImageFile.ImageFile, again: Callable[[], ImageFile.ImageFile], *, bits: int
) -> Image.Image:
    """The picture with its samples; `again` opens the same file once more.

    Samples of 16 bits are rounded, not cut, and a PNG's one see-through colour is found by all
    bits that it has.
    """
    if wide := sixteen.gray_alpha_tiles(image):
        image.tile = wide
        image.load()
        return sixteen.gray_alpha(image)
    tiles = sixteen.low_tiles(image)
    image.load()
    if tiles:
        return _completed(image, again, tiles)
    if isinstance(image, PngImagePlugin.PngImageFile) and isinstance(image.info.get(KEY), int):
        return _keyed(image, bits)
    return image


def _completed(
    high: Image.Image, again: Callable[[], ImageFile.ImageFile], tiles: list[ImageFile._Tile]
) -> Image.Image:
    with again() as low:
        low.tile = tiles
        low.load()
        key = high.info.pop(KEY, None)
        alpha = None if key is None else sixteen.all_but(key, [*high.split(), *low.split()])
        whole = sixteen.rounded(high, low)
    if alpha is not None:
        whole.putalpha(alpha)
    return whole


def _keyed(image: Image.Image, bits: int) -> Image.Image:
    if image.mode == "I;16":
        alpha = sixteen.all_but((image.info.pop(KEY),), sixteen.halves(image))
        image = sixteen.gray(image)
        image.putalpha(alpha)
    elif image.mode == "L" and bits < 8:
        # Pillow spreads the samples over 0 to 255, but not the number that stands for none.
        image.info[KEY] *= 255 // (2**bits - 1)
    return image

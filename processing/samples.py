"""The samples of an opened picture, loaded without losing what Pillow alone would lose."""

from collections.abc import Callable

from PIL import Image, ImageFile, ImageOps, PngImagePlugin
from PIL.TiffImagePlugin import TiffImageFile

from processing import sixteen

KEY = "transparency"
# Tags of a TIFF, and what they say.
BITS, PHOTOMETRIC, PLANES = 258, 262, 284
WHITE_IS_ZERO, SEPARATE = 0, 2


def loaded(
    image: ImageFile.ImageFile, again: Callable[[], ImageFile.ImageFile], *, bits: int
) -> Image.Image:
    """The picture with its samples; `again` opens the same file once more.

    Samples of 16 bits are rounded, not cut, and a PNG's one see-through colour is found by all
    bits that it has.
    """
    if isinstance(image, TiffImageFile) and _in_wide_planes(image):
        _read_by_libtiff(image)
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
    if image.mode == "I;16" and isinstance(image, TiffImageFile) and _is_negative(image):
        return ImageOps.invert(sixteen.gray(image))
    return image


def _in_wide_planes(image: TiffImageFile) -> bool:
    return image.tag_v2.get(PLANES) == SEPARATE and 16 in image.tag_v2.get(BITS, ())


def _read_by_libtiff(image: TiffImageFile) -> None:
    # Where nothing is compressed Pillow would take planes of 16 bits for planes of 8.
    whole = (0, 0, int(image.tag_v2[256]), int(image.tag_v2[257]))
    args = (f"{image.mode};16N", False, image.tag_v2.offset)
    first = image.tile[0]._replace(codec_name="libtiff", extents=whole, offset=0, args=args)
    image.tile, image.use_load_libtiff = [first], True


def _is_negative(image: TiffImageFile) -> bool:
    # Pillow turns 8 bits over, and forgets about 16.
    return bool(image.tag_v2.get(PHOTOMETRIC, WHITE_IS_ZERO) == WHITE_IS_ZERO)


def _completed(
    high: Image.Image, again: Callable[[], ImageFile.ImageFile], tiles: list[ImageFile._Tile]
) -> Image.Image:
    with again() as low:
        if isinstance(low, TiffImageFile) and _in_wide_planes(low):
            _read_by_libtiff(low)
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

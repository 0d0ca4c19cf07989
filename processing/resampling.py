"""Bringing pixels to another size, by libvips; it sees samples, never a stranger's file.

Pillow decodes and encodes, for it is faster at that and its decoders are the ones we guard.
libvips resamples, four times as fast and in one pass over the rows.
"""

from dataclasses import dataclass

import pyvips  # type: ignore[import-untyped]
from PIL import Image

# Rows copied at a time: large enough to be quick, small beside the picture.
STRIP = 64
# What a mode's samples mean; where the last one is alpha, the others count by its weight.
MEANINGS = {"L": "b-w", "LA": "b-w", "RGB": "srgb", "RGBA": "srgb", "CMYK": "cmyk"}
SEE_THROUGH = frozenset({"LA", "RGBA"})


@dataclass(frozen=True, slots=True)
class Raster:
    """The samples of a picture: 8 bits each, row by row, those of a pixel side by side.

    `mode` is L, LA, RGB, RGBA or CMYK.
    """

    mode: str
    size: tuple[int, int]
    samples: bytearray


def prepare() -> None:
    """Set libvips up for one picture after another, once for the process."""
    # The worker has a child for each core already.
    pyvips.concurrency_set(1)
    # No picture comes twice, and what is kept would only look like a leak.
    pyvips.cache_set_max(0)
    pyvips.block_untrusted_set(True)


def packed(image: Image.Image) -> Raster:
    """The samples of an 8-bit picture, in memory of their own, so that it can be let go."""
    row = image.width * len(image.getbands())
    samples = bytearray(row * image.height)
    for top in range(0, image.height, STRIP):
        bottom = min(top + STRIP, image.height)
        strip = image.crop((0, top, image.width, bottom))
        samples[row * top : row * bottom] = strip.tobytes()
    return Raster(image.mode, image.size, samples)


def resampled(raster: Raster, size: tuple[int, int]) -> Image.Image:
    """The picture in another size, by Lanczos with three lobes; see-through pixels count less.

    Raises MemoryError where there is not enough for it.
    """
    if raster.size == size:
        return _unpacked(raster.mode, size, raster.samples)
    source = _source(raster)
    if raster.mode in SEE_THROUGH:
        weighed = _scaled(source.premultiply(), raster.size, size)
        return _kept(raster.mode, size, weighed.unpremultiply())
    return _kept(raster.mode, size, _scaled(source, raster.size, size))


def fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The 8-bit picture in this size; the very same picture where it has it already."""
    return image if image.size == size else resampled(packed(image), size)


def _source(raster: Raster) -> pyvips.Image:
    bands = len(raster.samples) // (raster.size[0] * raster.size[1])
    source = pyvips.Image.new_from_memory(raster.samples, *raster.size, bands, "uchar")
    return source.copy(interpretation=MEANINGS[raster.mode])


def _scaled(source: pyvips.Image, before: tuple[int, int], after: tuple[int, int]) -> pyvips.Image:
    across, down = (new / old for new, old in zip(after, before, strict=True))
    return source.resize(across, vscale=down, kernel="lanczos3")


def _kept(mode: str, size: tuple[int, int], made: pyvips.Image) -> Image.Image:
    try:
        # Rounded to the nearest, as samples that were never weighed are.
        samples = (made if made.format == "uchar" else made.rint().cast("uchar")).write_to_memory()
    except pyvips.Error as error:
        # With samples for a source there is nothing else that could be wanting.
        raise MemoryError(str(error)) from error
    return _unpacked(mode, size, samples)


def _unpacked(mode: str, size: tuple[int, int], samples: bytes | bytearray) -> Image.Image:
    return Image.frombytes(mode, size, samples)

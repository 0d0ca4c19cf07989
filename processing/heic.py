"""HEIC pictures: their decoder, what their boxes claim, and the colours they name by number.

The decoder is never registered with Pillow, so nothing opens HEIC by chance; only the child
imports this module.
"""

from collections.abc import Mapping
from io import SEEK_END
from typing import Any, BinaryIO

from PIL import ImageFile
from pillow_heif import HeifImageFile, options

from processing.boxes import Box, boxes
from processing.errors import TooManyPixels
from processing.formats import Format
from processing.limits import Limits
from processing.matrix_profile import BT_2020, DISPLAY_P3, matrix_profile

# What stands beside the picture is never decoded, and never shown instead of it.
options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False

# Encoders work in blocks, so a picture is declared up to this much larger, and cropped.
PADDING = 63
# Colour primaries as H.273 numbers them; the others are near sRGB, or unknown.
WIDE = {9: BT_2020, 12: DISPLAY_P3}


def opened(file: BinaryIO) -> ImageFile.ImageFile:
    """The primary picture, nothing decoded yet; it comes upright. Raises SyntaxError."""
    make: Any = HeifImageFile
    image: ImageFile.ImageFile = make(file)
    return image


def check_claims(file: BinaryIO, limits: Limits) -> None:
    """Raises TooManyPixels if anything in the file, however cropped, is larger than the limit."""
    most = max((_area(file, box) for box in _extents(file)), default=0)
    if most > limits.max_pixels:
        raise TooManyPixels(limit=limits.max_pixels, actual=most)


def profile(info: Mapping[Any, Any]) -> bytes | None:
    """The picture's ICC profile, or one made of what the file says in numbers."""
    icc: bytes | None = info.get("icc_profile")
    if icc:
        return icc
    named = WIDE.get(info.get("nclx_profile", {}).get("color_primaries"))
    return matrix_profile(named) if named else None


def _extents(file: BinaryIO) -> list[Box]:
    size = file.seek(0, SEEK_END)
    # The content of `meta` begins with its version.
    metas = [(box.start + 4, box.end) for box in _within(file, b"meta", 0, size)]
    parts = [box for at in metas for box in _within(file, b"iprp", *at)]
    lists = [box for part in parts for box in _within(file, b"ipco", part.start, part.end)]
    return [box for one in lists for box in _within(file, b"ispe", one.start, one.end)]


def _within(file: BinaryIO, kind: bytes, start: int, end: int) -> list[Box]:
    return [box for box in boxes(file, start, end, Format.HEIC) if box.kind == kind]


def _area(file: BinaryIO, box: Box) -> int:
    file.seek(box.start + 4)
    sides = [int.from_bytes(file.read(4), "big") for _ in range(2)]
    return max(1, sides[0] - PADDING) * max(1, sides[1] - PADDING)

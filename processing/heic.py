"""HEIC pictures: their decoder, what their boxes claim, and the colours they name by number.

The decoder is never registered with Pillow, so nothing opens HEIC by chance; only the child
imports this module.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import ImageFile
from pillow_heif import HeifImageFile, options

from processing import code_points
from processing.boxes import Box, properties
from processing.errors import TooManyPixels
from processing.formats import Format
from processing.limits import Limits
from processing.matrix_profile import matrix_profile

# What stands beside the picture is never decoded, and never shown instead of it.
options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False

# Encoders work in blocks, so a picture is declared up to this much larger, and cropped.
PADDING = 63


def opened(file: BinaryIO) -> ImageFile.ImageFile:
    """The primary picture, nothing decoded yet; it comes upright. Raises SyntaxError."""
    make: Any = HeifImageFile
    image: ImageFile.ImageFile = make(file)
    return image


def check_claims(file: BinaryIO, limits: Limits) -> None:
    """Raises TooManyPixels if anything in the file, however cropped, is larger than the limit."""
    most = max((_area(file, box) for box in properties(file, b"ispe", Format.HEIC)), default=0)
    if most > limits.max_pixels:
        raise TooManyPixels(limit=limits.max_pixels, actual=most)


def profile(info: Mapping[Any, Any]) -> bytes | None:
    """The picture's ICC profile, or one made of what the file says in numbers."""
    icc: bytes | None = info.get("icc_profile")
    if icc:
        return icc
    told = info.get("nclx_profile") or {}
    numbers = (int(told.get(key, 0)) for key in ("color_primaries", "transfer_characteristics"))
    named = code_points.space(*numbers)
    return matrix_profile(named) if named else None


def _area(file: BinaryIO, box: Box) -> int:
    file.seek(box.start + 4)
    sides = [int.from_bytes(file.read(4), "big") for _ in range(2)]
    return max(1, sides[0] - PADDING) * max(1, sides[1] - PADDING)

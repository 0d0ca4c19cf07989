"""How like two pictures are: structural similarity, against a reference that spares nothing."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pyvips  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageOps

# The usual window and constants of SSIM, for samples from 0 to 255.
SIGMA, C1, C2 = 1.5, (0.01 * 255) ** 2, (0.03 * 255) ** 2


class Ideal:
    """A photo upright in sRGB, as floating point samples of any size, rounded nowhere.

    Decoded in full, its colours brought over at 16 bits before anything is made smaller.
    """

    def __init__(self, photo: Path) -> None:
        with Image.open(photo) as image:
            icc = image.info.get("icc_profile")
            upright = ImageOps.exif_transpose(image)
        whole = pyvips.Image.new_from_memory(upright.tobytes(), *upright.size, 3, "uchar")
        whole = whole.copy(interpretation="srgb")
        if icc and "sRGB" not in _name(icc):
            whole.set_type(pyvips.GValue.blob_type, "icc-profile-data", icc)
            whole = whole.icc_transform("srgb", embedded=True, depth=16).cast("float") / 257
        self._whole = whole.cast("float")
        self._made: dict[tuple[int, int], Any] = {}

    def of(self, width: int, height: int) -> Any:
        """The photo in this size, made once."""
        if (width, height) not in self._made:
            across, down = width / self._whole.width, height / self._whole.height
            made = self._whole.resize(across, vscale=down, gap=0, kernel="lanczos3")
            self._made[width, height] = made.copy_memory()
        return self._made[width, height]


def likeness(made: Path, ideal: Ideal) -> float:
    """The mean structural similarity to the ideal of the same size: 1.0 is the same."""
    one = pyvips.Image.new_from_file(str(made)).colourspace("srgb").cast("float")
    return ssim(one, ideal.of(one.width, one.height))


def ssim(one: Any, other: Any) -> float:
    """The mean structural similarity of all samples of two libvips images of one size."""
    here, there = _soft(one), _soft(other)
    shared = 2 * (_soft(one * other) - here * there) + C2
    apart = _soft(one * one) - here * here + _soft(other * other) - there * there + C2
    light = (2 * here * there + C1) / (here * here + there * there + C1)
    return float((light * shared / apart).avg())


def _soft(image: Any) -> Any:
    return image.gaussblur(SIGMA, precision="float")


def _name(icc: bytes) -> str:
    return str(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(icc))))

"""How like two pictures are: structural similarity, against a reference that spares nothing."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pyvips  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageOps

# The usual window and constants of SSIM, for samples from 0 to 255.
SIGMA, C1, C2 = 1.5, (0.01 * 255) ** 2, (0.03 * 255) ** 2


def reference(photo: Path, side: int) -> Any:
    """The photo upright in sRGB, its longest side `side`, as floating point samples.

    Decoded in full, its colours brought over at 16 bits before anything is made smaller, and
    rounded nowhere.
    """
    with Image.open(photo) as image:
        icc = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
    whole = pyvips.Image.new_from_memory(upright.tobytes(), *upright.size, 3, "uchar")
    whole = whole.copy(interpretation="srgb")
    if icc and "sRGB" not in _name(icc):
        whole.set_type(pyvips.GValue.blob_type, "icc-profile-data", icc)
        whole = whole.icc_transform("srgb", embedded=True, depth=16).cast("float") / 257
    factor = min(1.0, side / max(upright.size))
    width, height = (max(1, round(length * factor)) for length in upright.size)
    across, down = width / upright.width, height / upright.height
    smaller = whole.cast("float").resize(across, vscale=down, gap=0, kernel="lanczos3")
    return smaller.copy_memory()


def likeness(made: Path, ideal: Any) -> float:
    """The mean structural similarity of all samples to the ideal: 1.0 is the same."""
    picture = pyvips.Image.new_from_file(str(made)).colourspace("srgb").cast("float")
    mean, other = _soft(picture), _soft(ideal)
    covered = (2 * mean * other + C1) * (2 * (_soft(picture * ideal) - mean * other) + C2)
    whole = (mean * mean + other * other + C1) * (
        _soft(picture * picture) - mean * mean + _soft(ideal * ideal) - other * other + C2
    )
    return float((covered / whole).avg())


def _soft(image: Any) -> Any:
    return image.gaussblur(SIGMA, precision="float")


def _name(icc: bytes) -> str:
    return str(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(icc))))

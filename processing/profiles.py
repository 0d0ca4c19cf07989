"""Which ICC profile counts: the embedded one, or what the file says in other words."""

from typing import BinaryIO

from PIL import ExifTags, ImageFile

from processing import code_points, png
from processing.boxes import properties
from processing.damage import DAMAGE
from processing.formats import Format
from processing.matrix_profile import ADOBE_RGB, matrix_profile

INTEROPERABILITY_INDEX = 1


def profile(image: ImageFile.ImageFile, file: BinaryIO, format: Format) -> bytes | None:
    """The profile of a picture that Pillow has opened; None is sRGB, or unknown."""
    icc: bytes | None = image.info.get("icc_profile")
    if format is Format.PNG:
        return png.profile(file, icc)
    if format is Format.AVIF:
        return icc or _by_numbers(file)
    if format is Format.JPEG:
        return icc or _by_camera(image)
    return None if image.mode == "LAB" else icc


def _by_numbers(file: BinaryIO) -> bytes | None:
    """The space that an AVIF's `colr` names by code points."""
    here = file.tell()
    boxes = properties(file, b"colr", Format.AVIF)
    told = [_content(file, box.start, 8) for box in boxes]
    file.seek(here)
    numbers = next((data for data in told if data[:4] == b"nclx"), b"")
    space = code_points.space(*(int.from_bytes(numbers[at : at + 2], "big") for at in (4, 6)))
    return matrix_profile(space) if space else None


def _content(file: BinaryIO, start: int, count: int) -> bytes:
    file.seek(start)
    return file.read(count)


def _by_camera(image: ImageFile.ImageFile) -> bytes | None:
    """Adobe RGB where a camera says so as DCF has it, "R03", instead of by a profile."""
    if image.mode != "RGB":
        return None
    try:
        block = image.getexif().get_ifd(ExifTags.IFD.Interop)
    except DAMAGE:
        # A damaged EXIF block says nothing of colours.
        return None
    said = str(block.get(INTEROPERABILITY_INDEX, ""))
    return matrix_profile(ADOBE_RGB) if said.startswith("R03") else None

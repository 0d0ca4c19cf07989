"""Opening and decoding a stranger's picture; runs only inside the child."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from PIL import AvifImagePlugin, ExifTags, Image, ImageFile, PngImagePlugin, TiffImagePlugin

from processing import frames, heic, probe, profiles, samples
from processing.damage import DAMAGE
from processing.errors import (
    FileCorrupt,
    FileTruncated,
    ProcessingOutOfMemory,
    TooManyFrames,
    TooManyPixels,
    UnsupportedFormat,
)
from processing.formats import Format
from processing.limits import MIB, Limits

# We decode at least this large where the file allows, so that the pixel hash of a picture does
# not depend on which renditions are asked for.
DECODED_SIDE = 2048

# What the system says of places and sizes that no file can have; None is a decoder's own word.
NONSENSE = (None, errno.EINVAL, errno.EOVERFLOW)
# Counts beyond what a codec believes; libheif calls that a want of memory.
LYING = "security limit"
STARVED = ("out of memory", "memory allocation")
# Samples of a kind that no table of Pillow's has.
UNKNOWN = "unknown pixel mode"
USUAL = "Please save it with 8 or 16 bits a channel in RGB, without further channels."
TRUNCATED = ("truncated", "not processed", "end of file", "premature")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture in memory, still lying as it is stored unless `turned` says otherwise."""

    image: Image.Image
    format: Format
    mode: str
    stored: tuple[int, int]
    orientation: int
    # TIFF and HEIC come upright out of their decoders.
    turned: bool
    frames: int
    bits_per_sample: int
    icc: bytes | None


def prepare(limits: Limits) -> None:
    """Set the decoders' own guards, once for the process."""
    # Pillow refuses above twice its figure, and does so before it allocates.
    Image.MAX_IMAGE_PIXELS = limits.max_pixels // 2
    PngImagePlugin.MAX_TEXT_CHUNK = 8 * MIB
    PngImagePlugin.MAX_TEXT_MEMORY = 32 * MIB


def decode(file: BinaryIO, limits: Limits, *, longest_side: int) -> Decoded:
    """Decode the first frame in full, JPEG shrunk while loading if that still serves.

    Raises the leaves of ProcessingError that say what is wrong with the file.
    """
    kind = probe.inspect(file, max_bytes=limits.max_bytes)
    frames.check(file, kind, most=limits.max_frames)
    file.seek(0)
    with _blaming(kind, limits), _opened(file, kind) as image:
        _refuse_pixels(image.size, limits)
        if kind is Format.HEIC:
            return _load_heic(image, file, limits)
        return _load(image, file, kind, limits, max(longest_side, DECODED_SIDE))


def stored_size(file: BinaryIO, limits: Limits) -> tuple[int, int]:
    """Width and height as the file claims them, lying as it is stored; nothing is decoded."""
    kind = probe.inspect(file, max_bytes=limits.max_bytes)
    with _blaming(kind, limits), _opened(file, kind) as image:
        return image.size


def _opened(file: BinaryIO, format: Format) -> ImageFile.ImageFile:
    if format is Format.HEIC:
        return heic.opened(file)
    if format is Format.TIFF:
        return _opened_tiff(file)
    return Image.open(file, formats=[format])


def _opened_tiff(file: BinaryIO) -> ImageFile.ImageFile:
    file.seek(0)
    try:
        return TiffImagePlugin.TiffImageFile(file)
    except SyntaxError as error:
        if UNKNOWN in str(error) or isinstance(error.__cause__, KeyError):
            raise UnsupportedFormat(found="a TIFF of an unusual kind", hint=USUAL) from error
        raise


def _load(
    image: ImageFile.ImageFile, file: BinaryIO, format: Format, limits: Limits, side: int
) -> Decoded:
    count = _count_frames(image, format, limits)
    tiff = isinstance(image, TiffImagePlugin.TiffImageFile)
    bits, mode, stored = _bits_per_sample(image), image.mode, _stored_size(image)
    icc = profiles.profile(image, file, format)
    orientation = _orientation(image) if tiff else 1
    image.draft(None, _enough(stored, side))
    pixels = samples.loaded(image, lambda: _opened(file, format), bits=bits)
    if pixels.mode in {"P", "PA"} and pixels.palette is None:
        raise SyntaxError("no palette")
    return Decoded(
        image=pixels,
        format=format,
        mode=pixels.mode if mode == "RGBA" else mode,
        stored=stored,
        orientation=orientation if tiff else _orientation(image),
        turned=tiff,
        frames=count,
        bits_per_sample=bits,
        icc=icc,
    )


def _load_heic(image: ImageFile.ImageFile, file: BinaryIO, limits: Limits) -> Decoded:
    heic.check_claims(file, limits)
    count = _count_frames(image, Format.HEIC, limits)
    icc, bits = heic.profile(image.info), int(image.info["bit_depth"])
    image.load()
    # Only the decoder knows the real size.
    _refuse_pixels(image.size, limits)
    return Decoded(
        image=image,
        format=Format.HEIC,
        mode=image.mode,
        stored=image.size,
        # EXIF's orientation counts for nothing here; the container's own turn has been done.
        orientation=1,
        turned=True,
        frames=count,
        bits_per_sample=bits,
        icc=icc,
    )


@contextmanager
def _blaming(format: Format, limits: Limits) -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError as error:
        counts = re.findall(r"\d+", str(error))
        actual = int(counts[0]) if counts else limits.max_pixels + 1
        raise TooManyPixels(limit=limits.max_pixels, actual=actual) from error
    except DAMAGE as error:
        if isinstance(error, OSError) and error.errno not in NONSENSE:
            raise
        raise _damage(str(error).lower(), format, limits) from error


def _damage(
    said: str, format: Format, limits: Limits
) -> FileTruncated | FileCorrupt | ProcessingOutOfMemory:
    if any(word in said for word in STARVED) and LYING not in said:
        return ProcessingOutOfMemory(limit=limits.memory_bytes)
    if any(word in said for word in TRUNCATED):
        return FileTruncated(format=format)
    return FileCorrupt(format=format)


def _refuse_pixels(size: tuple[int, int], limits: Limits) -> None:
    if (pixels := size[0] * size[1]) > limits.max_pixels:
        raise TooManyPixels(limit=limits.max_pixels, actual=pixels)


def _count_frames(image: ImageFile.ImageFile, format: Format, limits: Limits) -> int:
    # The further pictures of a JPEG are previews, depth and gain maps of the first.
    count = 1 if format is Format.JPEG else getattr(image, "n_frames", 1)
    if count > limits.max_frames:
        raise TooManyFrames(limit=limits.max_frames, actual=count)
    return count


def _enough(size: tuple[int, int], side: int) -> tuple[int, int]:
    factor = min(1.0, side / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _stored_size(image: ImageFile.ImageFile) -> tuple[int, int]:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return int(image.tag_v2[256]), int(image.tag_v2[257])
    return image.size


def _orientation(image: ImageFile.ImageFile) -> int:
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except DAMAGE:
        # A damaged EXIF block is no reason to refuse the picture around it.
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _bits_per_sample(image: ImageFile.ImageFile) -> int:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return max(int(bits) for bits in image.tag_v2.get(258, (1,)))
    if isinstance(image, PngImagePlugin.PngImageFile):
        return _peek(image, 25)[24]
    if isinstance(image, AvifImagePlugin.AvifImageFile):
        return _avif_bits(_peek(image, 64 * 1024))
    return 8


def _avif_bits(head: bytes) -> int:
    at = head.find(b"av1C")
    flags = head[at + 6] if 0 <= at < len(head) - 6 else 0
    return (12 if flags & 0x20 else 10) if flags & 0x40 else 8


def _peek(image: ImageFile.ImageFile, count: int) -> bytes:
    if image.fp is None:
        return bytes(count)
    here = image.fp.tell()
    image.fp.seek(0)
    head = image.fp.read(count)
    image.fp.seek(here)
    return head

"""One whole picture of every kind that we take in, small, made by code: what fuzzers damage."""

import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

from tests import photos

Maker = Callable[[], bytes]


def _saved(mode: str, format: str, **options: Any) -> bytes:
    return photos.saved(photos.quarters(48, 32).convert(mode), format, **options)


def _multi_picture() -> bytes:
    image, other = photos.quarters(48, 32), photos.quarters(24, 16)
    return photos.saved(image, "MPO", save_all=True, append_images=[other])


def _full_png() -> bytes:
    """A PNG with a profile, EXIF, and text of all three kinds."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Title", "t" * 50)
    notes.add_text("Comment", "c" * 500, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    options = {"icc_profile": photos.srgb_profile(), "exif": photos.exif(camera=("C", "R"))}
    return photos.saved(photos.quarters(48, 32), "PNG", pnginfo=notes, **options)


def _tiled_tiff() -> bytes:
    return _saved("RGB", "TIFF", tiffinfo={322: 16, 323: 16}, compression="tiff_lzw")


def _sixteen_bit_rgb() -> bytes:
    """A PNG with 16 bits of red, green and blue, which Pillow cannot write."""
    rows = b"".join(b"\0" + bytes(range(240)) for _ in range(30))
    header = (40).to_bytes(4, "big") + (30).to_bytes(4, "big") + b"\x10\x02\0\0\0"
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(photos.png_chunk(*part) for part in parts)


def _animated_avif() -> bytes:
    image, out = photos.quarters(48, 32), BytesIO()
    turned = image.transpose(Image.Transpose.ROTATE_180)
    image.save(out, "AVIF", save_all=True, append_images=[turned], speed=10)
    return out.getvalue()


SEEDS: dict[str, Maker] = {
    "jpeg": lambda: photos.jpeg(
        48,
        32,
        orientation=6,
        gps=photos.SYDNEY,
        camera=("Canon", "R5"),
        icc=photos.wide_profile(),
        comment="words",
    ),
    "jpeg, progressive": lambda: photos.jpeg(48, 32, progressive=True),
    "jpeg, grey": lambda: photos.jpeg(48, 32, mode="L"),
    "jpeg, CMYK": lambda: photos.jpeg(48, 32, mode="CMYK"),
    "jpeg, thumbnail": lambda: photos.jpeg(48, 32, thumbnail=True),
    "jpeg, restarts": lambda: _saved("RGB", "JPEG", restart_marker_blocks=1),
    "jpeg, several": _multi_picture,
    "png, 1 bit": lambda: _saved("1", "PNG"),
    "png, palette": lambda: photos.png(48, 32, palette=True),
    "png, grey": lambda: _saved("L", "PNG"),
    "png, grey and alpha": lambda: _saved("LA", "PNG"),
    "png, alpha": lambda: photos.png(48, 32, alpha=True),
    "png, 16 bits": lambda: photos.png(48, 32, bits=16),
    "png, 16 bits of colour": _sixteen_bit_rgb,
    "png, animated": lambda: photos.png(48, 32, animated=True),
    "png, metadata": _full_png,
    "webp": lambda: photos.webp(48, 32, orientation=6),
    "webp, lossless": lambda: photos.webp(48, 32, lossless=True),
    "webp, alpha": lambda: photos.webp(48, 32, alpha=True),
    "webp, animated": lambda: photos.webp(48, 32, animated=True),
    "tiff": lambda: photos.tiff(48, 32),
    "tiff, 16 bits": lambda: photos.tiff(48, 32, bits=16),
    "tiff, CMYK": lambda: photos.tiff(48, 32, mode="CMYK"),
    "tiff, LAB": lambda: photos.tiff(48, 32, mode="LAB"),
    "tiff, float": lambda: _saved("F", "TIFF"),
    "tiff, fax": lambda: _saved("1", "TIFF", compression="group4"),
    "tiff, jpeg": lambda: _saved("RGB", "TIFF", compression="jpeg"),
    "tiff, deflate": lambda: photos.tiff(48, 32, compression="tiff_adobe_deflate"),
    "tiff, lzw in tiles": _tiled_tiff,
    "tiff, packbits": lambda: photos.tiff(48, 32, compression="packbits"),
    "tiff, pages": lambda: photos.tiff(48, 32, pages=3),
    "tiff, big": lambda: _saved("RGB", "TIFF", big_tiff=True),
    "gif": lambda: photos.gif(48, 32, comment="words"),
    "gif, animated": lambda: photos.gif(48, 32, animated=True),
    "heic": lambda: photos.heic(48, 32, orientation=6, gps=photos.LISBON),
    "heic, alpha": lambda: photos.heic(48, 32, alpha=True),
    "avif": lambda: photos.avif(48, 32, orientation=6),
    "avif, alpha": lambda: photos.avif(48, 32, alpha=True),
    "avif, animated": _animated_avif,
}


@cache
def seed(name: str) -> bytes:
    """The bytes of one seed; the same each time."""
    return SEEDS[name]()

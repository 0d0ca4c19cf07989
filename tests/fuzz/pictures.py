"""Pictures of every kind, drawn by hypothesis: sizes, modes, orientations, and damage on top."""

from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from tests import photos
from tests.fuzz.mutations import damaged
from tests.fuzz.seeds import SEEDS, seed

# What each format can be written from.
MODES = {
    "JPEG": ("L", "RGB", "CMYK"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("RGB", "RGBA"),
    "TIFF": ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "I", "F"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
    "AVIF": ("L", "RGB", "RGBA"),
    "HEIF": ("L", "RGB", "RGBA"),
}
LONG = (1, 2, 3, 1500)
OPTIONS: dict[str, dict[str, tuple[Any, ...]]] = {
    "JPEG": {"quality": (1, 75, 100), "progressive": (False, True), "subsampling": (0, 1, 2)},
    "PNG": {"compress_level": (0, 1)},
    "WEBP": {"lossless": (False, True), "quality": (1, 90)},
    "TIFF": {"compression": (None, "tiff_lzw", "tiff_adobe_deflate", "packbits")},
    "GIF": {"interlace": (0, 1)},
    "AVIF": {"quality": (1, 90), "speed": (10,)},
    "HEIF": {"quality": (10, 90)},
}

Draw = Callable[..., Any]


@st.composite
def pictures(draw: Draw) -> bytes:
    """A whole picture of any kind, from one pixel to a strip of thousands."""
    format = draw(st.sampled_from(sorted(MODES)))
    mode = draw(st.sampled_from(MODES[format]))
    options = {key: draw(st.sampled_from(some)) for key, some in OPTIONS[format].items()}
    side = st.one_of(st.integers(1, 70), st.sampled_from(LONG))
    width, height = draw(side), draw(st.integers(1, 70))
    size = (width, height) if draw(st.booleans()) else (height, width)
    if orientation := draw(st.integers(0, 9)):
        options |= _turned(format, orientation)
    return photos.saved(_image(mode, size, draw(st.integers(0, 2**16))), format, **options)


@st.composite
def damaged_pictures(draw: Draw) -> bytes:
    """Such a picture, or one of the seeds, after damage; sometimes it stays whole."""
    known = st.sampled_from(sorted(SEEDS)).map(seed)
    data: bytes = draw(st.one_of(pictures(), known))
    other = draw(known)
    if draw(st.integers(0, 4)) == 0:
        return data
    return damaged(Random(draw(st.integers(0, 2**32))), data, other)


def _turned(format: str, orientation: int) -> dict[str, Any]:
    """What says that the picture lies on its side; 0 and 9 are nonsense."""
    if format == "TIFF":
        return {"tiffinfo": {274: orientation}}
    return {} if format == "GIF" else {"exif": photos.exif(orientation=orientation) or None}


def _image(mode: str, size: tuple[int, int], chance: int) -> Image.Image:
    noise = Random(chance).randbytes(size[0] * size[1] * 4)
    image = Image.frombytes("RGBA", size, noise)
    if mode == "I;16":
        return Image.frombytes("I;16", size, noise[: size[0] * size[1] * 2])
    return image if mode == "RGBA" else image.convert("RGB").convert(mode)

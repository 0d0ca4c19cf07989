"""All that a rule may ask about: a name, a unit, and how it is read of a picture."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from processing.channels.picture import Picture
from processing.formats import Format

Value: TypeAlias = float | bool | tuple[str, ...]


class Kind(StrEnum):
    """What a measure gives, and so how it can be compared."""

    NUMBER = "NUMBER"
    CHOICE = "CHOICE"
    YES_NO = "YES_NO"


@dataclass(frozen=True, slots=True)
class Measure:
    """`read` gives None for what was not measured. `choices` is the closed set of a CHOICE."""

    says: str
    read: Callable[[Picture], Value | None]
    unit: str = ""
    kind: Kind = Kind.NUMBER
    choices: tuple[str, ...] = ()


FORMATS = tuple(Format)
COLOR_MODELS = ("RGB", "GRAY", "CMYK", "INDEXED", "LAB")


def _fact(name: str) -> Callable[[Picture], Value | None]:
    return lambda picture: _number(picture.facts.get(name))


def _measured(name: str) -> Callable[[Picture], Value | None]:
    return lambda picture: _number((picture.facts.get("measures") or {}).get(name))


def _number(value: Any) -> float | None:
    """A number that can be compared; nothing else counts as measured."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _choice(name: str) -> Callable[[Picture], Value | None]:
    def read(picture: Picture) -> Value | None:
        value = picture.facts.get(name)
        return None if value is None else (str(value),)

    return read


def _of_files(tell: Callable[[int, int], float]) -> Callable[[Picture], Value | None]:
    """What is told of the sides of the largest public file."""

    def read(picture: Picture) -> Value | None:
        return tell(picture.files[0].width, picture.files[0].height) if picture.files else None

    return read


def _of_original(tell: Callable[[int, int], float]) -> Callable[[Picture], Value | None]:
    def read(picture: Picture) -> Value | None:
        width, height = picture.facts.get("width"), picture.facts.get("height")
        return tell(width, height) if width and height else None

    return read


def _formats(picture: Picture) -> Value | None:
    return tuple(dict.fromkeys(file.format for file in picture.files)) or None


def _extensions_true(picture: Picture) -> Value | None:
    if not picture.files:
        return None
    return all(Format(file.format).extension == file.extension for file in picture.files)


def _ratio(width: int, height: int) -> float:
    return max(width, height) / min(width, height)


def _megapixels(width: int, height: int) -> float:
    return width * height / 1_000_000


# Measured of the pixels; a picture that came in before that has none of them.
OF_PIXELS: Mapping[str, tuple[str, str]] = {
    "sharpness": ("Sharpness", "of 1"),
    "brightness": ("Brightness", "of 1"),
    "clipped_shadows": ("Part that is pure black", "of 1"),
    "clipped_highlights": ("Part that is pure white", "of 1"),
    "contrast": ("Contrast", "of 1"),
    "noise": ("Noise", "steps of 255"),
    "border_uniformity": ("Evenness of the border", "of 1"),
    "border_whiteness": ("Whiteness of the border", "of 1"),
    "background_white": ("Part of the background that is nearly white", "of 1"),
    "background_pure_white": ("Part of the background that is pure white", "of 1"),
    "subject_fill_area": ("Part of the picture that the product fills", "of 1"),
    "subject_fill_side": ("Part of the longer side that the product takes", "of 1"),
    "jpeg_quality": ("JPEG quality of the original", "of 100"),
    "upscaling": ("Suspicion that the original was enlarged", "of 1"),
}

MEASURES: Mapping[str, Measure] = {
    "width": Measure("Width of the largest public file", _of_files(lambda w, _: w), "px"),
    "height": Measure("Height of the largest public file", _of_files(lambda _, h: h), "px"),
    "shorter_side": Measure("Shorter side of the largest public file", _of_files(min), "px"),
    "longer_side": Measure("Longer side of the largest public file", _of_files(max), "px"),
    "megapixels": Measure("Pixels of the largest public file", _of_files(_megapixels), "MP"),
    "aspect_ratio": Measure("Longer to shorter side", _of_files(_ratio), "to 1"),
    "bytes": Measure("Size of the full-size file", lambda picture: picture.bytes, "bytes"),
    "formats": Measure("Public formats", _formats, kind=Kind.CHOICE, choices=FORMATS),
    "extension_true": Measure(
        "Public file names tell their real format", _extensions_true, kind=Kind.YES_NO
    ),
    "original_shorter_side": Measure("Shorter side of the original", _of_original(min), "px"),
    "original_longer_side": Measure("Longer side of the original", _of_original(max), "px"),
    "original_megapixels": Measure("Pixels of the original", _of_original(_megapixels), "MP"),
    "original_bytes": Measure("Size of the original", _fact("bytes"), "bytes"),
    "original_format": Measure(
        "Format of the original", _choice("format"), kind=Kind.CHOICE, choices=FORMATS
    ),
    "color_model": Measure(
        "Colour model of the original",
        _choice("color_model"),
        kind=Kind.CHOICE,
        choices=COLOR_MODELS,
    ),
    "bits_per_sample": Measure("Depth of the original", _fact("bits_per_sample"), "bits"),
    "frames": Measure("Frames of the original", _fact("frames")),
    "see_through": Measure(
        "See-through parts", lambda picture: picture.facts.get("has_alpha"), kind=Kind.YES_NO
    ),
    "alt_text_length": Measure(
        "Length of the longest alternative text",
        lambda picture: max(map(len, picture.alt_texts), default=0),
        "characters",
    ),
    **{name: Measure(says, _measured(name), unit) for name, (says, unit) in OF_PIXELS.items()},
}

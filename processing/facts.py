"""What is known of a picture once it has been decoded."""

from dataclasses import dataclass, field
from pathlib import Path

from processing.formats import Format
from processing.presets import Preset


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Measured from the bytes and the pixels; sizes are in pixels, hashes in lower-case hex."""

    format: Format
    content_type: str
    # As displayed, after the orientation was applied.
    width: int
    height: int
    # As they stand in the file.
    stored_width: int
    stored_height: int
    frames: int
    # RGB, GRAY, CMYK, INDEXED or LAB.
    color_model: str
    bits_per_sample: int
    # Whether any pixel really is see-through, not whether the file could say so.
    has_alpha: bool
    # What the embedded ICC profile calls itself, or the space that the file names by numbers.
    color_profile: str | None
    # 1 to 8 as in EXIF; 1 stands for upright, absent and nonsense alike.
    orientation: int
    bytes: int
    sha256: str
    # Equal for files that show the same pixels, whatever else they carry.
    pixel_hash: str
    # 64 bits; pictures that look alike differ in few of them.
    perceptual_hash: str
    # The commonest colour as "#rrggbb", see-through parts laid on white.
    dominant_color: str
    # In base64, as https://evanw.github.io/thumbhash/ decodes it.
    thumb_hash: str = ""
    # Where the picture seems to be about: from 0 to 1 of its upright width and height.
    focal_point: tuple[float, float] = (0.5, 0.5)
    # What is measured of the picture by processing.quality; empty where nobody asked for it.
    measures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One rendition, lying as a file where `develop` was told to put it."""

    preset: Preset
    path: Path
    content_type: str
    extension: str
    width: int
    height: int
    bytes: int
    # See processing.recipes; empty until somebody asks.
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class Developed:
    """Everything that came of one picture; renditions stand in the order of the presets."""

    facts: Facts
    renditions: list[Rendered]

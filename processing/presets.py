"""The renditions that we make of a picture, by name."""

from dataclasses import dataclass
from enum import StrEnum

from processing.formats import Format


class Privacy(StrEnum):
    """What a rendition takes over from its original beside the pixels: nothing at all (BARE).

    `render.LEAVING_OUT` is how; what is not in it cannot be written.
    """

    BARE = "BARE"


@dataclass(frozen=True, slots=True)
class Preset:
    """How to make one rendition; a picture smaller than `longest_side` keeps its size.

    `background` is the colour that see-through parts are laid on. Without one they stay
    see-through, and a format that cannot hold them gives way to WebP for such pictures.
    """

    name: str
    longest_side: int
    format: Format
    quality: int
    background: str | None = None
    privacy: Privacy = Privacy.BARE

    def format_for(self, *, has_alpha: bool) -> Format:
        """The format of the file that this preset makes of such a picture."""
        if has_alpha and self.background is None and not self.format.keeps_alpha:
            return Format.WEBP
        return self.format

    def file_name(self, *, has_alpha: bool) -> str:
        """The name of the file that `Sandbox.develop` writes, such as "small.webp"."""
        return f"{self.name.lower()}.{self.format_for(has_alpha=has_alpha).extension}"


FULLSIZE = Preset("FULLSIZE", 2048, Format.JPEG, 85)
THUMB = Preset("THUMB", 400, Format.JPEG, 80)

SMALL = (
    Preset("SMALL", 480, Format.WEBP, 80),
    Preset("SMALL", 480, Format.JPEG, 82, "#ffffff"),
)
MEDIUM = (
    Preset("MEDIUM", 960, Format.WEBP, 80),
    Preset("MEDIUM", 960, Format.JPEG, 82, "#ffffff"),
)
LARGE = (
    Preset("LARGE", 1600, Format.WEBP, 80),
    Preset("LARGE", 1600, Format.JPEG, 85, "#ffffff"),
)

GALLERY: tuple[Preset, ...] = (FULLSIZE, THUMB)
PUBLISHED: tuple[Preset, ...] = (*LARGE, *MEDIUM, *SMALL)

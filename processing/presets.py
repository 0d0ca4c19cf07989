"""The renditions that we make of a picture, by name."""

from dataclasses import dataclass
from enum import StrEnum

from processing.formats import Format


class Privacy(StrEnum):
    """What a rendition takes over from its original beside the pixels.

    Nothing at all (BARE), or whose picture it is and how it was made (RIGHTS). Whatever the
    profile, `render.LEAVING_OUT` drops all; rights are written anew afterwards (see `rights`).
    """

    BARE = "BARE"
    RIGHTS = "RIGHTS"


class Fit(StrEnum):
    """How a picture meets the box of a preset; it is never enlarged.

    INSIDE: the whole picture, no larger than the box. COVER: the shape of the box, filled, with
    the focal point in it. PAD: exactly the box, the whole picture in its middle.
    """

    INSIDE = "INSIDE"
    COVER = "COVER"
    PAD = "PAD"


class Right(StrEnum):
    """What a file may say of whose picture it is and how it was made."""

    CREATOR = "CREATOR"
    CREDIT = "CREDIT"
    COPYRIGHT = "COPYRIGHT"
    DIGITAL_SOURCE_TYPE = "DIGITAL_SOURCE_TYPE"


@dataclass(frozen=True, slots=True)
class Preset:
    """How to make one rendition; a picture smaller than its box is never enlarged.

    `longest_side` is in pixels; `box` (width, height) is where the box is no square.
    `background` is the colour that see-through parts are laid on, and that PAD fills up with.
    Without one they stay see-through, and a format that cannot hold them gives way to WebP for
    such pictures. `effort` is from 0 (fast) to 6 (small); None is what suits the format.
    An `animated` WebP moves where its source does.
    """

    name: str
    longest_side: int
    format: Format
    quality: int
    background: str | None = None
    fit: Fit = Fit.INSIDE
    box: tuple[int, int] | None = None
    effort: int | None = None
    animated: bool = False
    rights: tuple[Right, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the box, in pixels."""
        return self.box or (self.longest_side, self.longest_side)

    @property
    def privacy(self) -> Privacy:
        """What the file tells beside its pixels."""
        return Privacy.RIGHTS if self.rights else Privacy.BARE

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


@dataclass(frozen=True, slots=True)
class Presets:
    """All presets of a house: those of private files, and those of what is approved."""

    gallery: tuple[Preset, ...] = GALLERY
    published: tuple[Preset, ...] = PUBLISHED

    def named(self, name: str) -> tuple[Preset, ...]:
        """The presets of that name, one a format; none where there is no such name."""
        return tuple(one for one in (*self.gallery, *self.published) if one.name == name)


BUILT_IN = Presets()

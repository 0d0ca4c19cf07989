"""Presets of renditions, as clients see them."""

from collections.abc import Sequence

import strawberry

from graph.types.enums import Fit, Format, Privacy, Right
from processing.presets import GALLERY, PUBLISHED, Preset, Presets

BUILT_IN = {preset.name for preset in (*GALLERY, *PUBLISHED)}


@strawberry.type(description="A format of a preset, and how it is encoded.")
class PresetFormat:
    """One file of each picture."""

    format: Format = strawberry.field(
        description="The format; a see-through picture without a background gets WEBP for JPEG."
    )
    content_type: str = strawberry.field(description="Such as image/webp.")
    quality: int = strawberry.field(description="From 1 to 100; PNG loses nothing at any.")
    effort: int | None = strawberry.field(
        description="From 0 (fast) to 6 (small); null for what suits the format."
    )
    background: str | None = strawberry.field(
        description="#rrggbb under see-through parts and around padded pictures; null for none."
    )
    animated: bool = strawberry.field(description="Whether moving pictures move in it.")


@strawberry.type(description="How renditions of a name are made; a setting of the house.")
class RenditionPreset:
    """A picture is never enlarged."""

    name: str = strawberry.field(description="As `preset` of a rendition.")
    width: int = strawberry.field(description="Of the box, in pixels.")
    height: int = strawberry.field(description="Of the box, in pixels.")
    fit: Fit = strawberry.field(description="How a picture meets the box.")
    formats: list[PresetFormat] = strawberry.field(description="One file of each.")
    privacy: Privacy = strawberry.field(description="What its files tell beside their pixels.")
    rights: list[Right] = strawberry.field(description="What of RIGHTS is told, where it is known.")
    published: bool = strawberry.field(
        description="Whether it is made public of approved pictures; else it is private."
    )
    built_in: bool = strawberry.field(description="Whether its name comes with Ecogram.")

    @classmethod
    def of_all(cls, presets: Presets) -> "list[RenditionPreset]":
        """Private ones first, then the public ones from large to small."""
        names = dict.fromkeys(one.name for one in (*presets.gallery, *presets.published))
        public = {one.name for one in presets.published}
        return [cls.of(presets.named(name), published=name in public) for name in names]

    @classmethod
    def of(cls, all_of_it: Sequence[Preset], *, published: bool) -> "RenditionPreset":
        """The presets of one name, which differ by format."""
        first, (width, height) = all_of_it[0], all_of_it[0].size
        return cls(
            name=first.name,
            width=width,
            height=height,
            fit=first.fit,
            formats=[
                PresetFormat(
                    format=one.format,
                    content_type=one.format.content_type,
                    quality=one.quality,
                    effort=one.effort,
                    background=one.background,
                    animated=one.animated,
                )
                for one in all_of_it
            ],
            privacy=first.privacy,
            rights=list(first.rights),
            published=published,
            built_in=first.name in BUILT_IN,
        )

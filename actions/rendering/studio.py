"""Making renditions of an original that lies on our disk, private and public ones alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from documents.focal_points import FocalPoint
from documents.images import Image
from processing.exiftool import ExifTool
from processing.facts import Developed, Rendered
from processing.framing import MIDDLE, Point
from processing.presets import BUILT_IN, Preset, Presets
from processing.recipes import recipe
from processing.rights import signed
from processing.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Studio:
    """What renditions are made with, and which there are."""

    sandbox: Sandbox
    exiftool: ExifTool
    presets: Presets = BUILT_IN


def said_point(focal: FocalPoint | None) -> Point | None:
    """The point that people have set."""
    return None if focal is None else (focal.x, focal.y)


def point_of(focal: FocalPoint | None, facts: Mapping[str, Any]) -> Point:
    """The point that people have set, else the one that is suggested, else the middle."""
    x, y = facts.get("focal_point") or MIDDLE
    return said_point(focal) or (x, y)


def metadata_of(image: Image) -> dict[str, object]:
    """What is said of a picture: as edited, else as the file says."""
    return {**image.metadata, **image.edits}


async def finished(
    studio: Studio,
    developed: Developed,
    point: Point,
    metadata: Mapping[str, object],
    into: Path,
) -> list[Rendered]:
    """The renditions with their rights written, each with the recipe that it was made by.

    `point` is the one that they were cropped around.

    Raises MetadataUnreadable, MetadataUnwritable.
    """
    return [
        replace(
            await signed(studio.exiftool, one, metadata, into),
            recipe=recipe(one.preset, point, metadata),
        )
        for one in developed.renditions
    ]


def recipes(image: Image, presets: Sequence[Preset]) -> dict[Preset, str]:
    """By which recipe each would be made now."""
    point, metadata = point_of(image.focal_point, image.facts), metadata_of(image)
    return {preset: recipe(preset, point, metadata) for preset in presets}

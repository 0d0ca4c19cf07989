"""Renditions that say whose picture it is and how it was made, and not a word more."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from processing.embedding import embed
from processing.errors import MetadataUnwritable
from processing.exiftool import ExifTool, Tags
from processing.facts import Rendered
from processing.metadata.bare import betrayals
from processing.metadata.targets import TARGETS
from processing.presets import Preset, Right

# The canonical field of each right.
FIELDS: Mapping[Right, str] = {
    Right.CREATOR: "creators",
    Right.CREDIT: "credit",
    Right.COPYRIGHT: "copyright_notice",
    Right.DIGITAL_SOURCE_TYPE: "digital_source_type",
}
# What ExifTool adds where it begins EXIF or XMP; it tells nothing about anybody.
ADDED = {"XMP-x:XMPToolkit"}


def told(preset: Preset, metadata: Mapping[str, object]) -> dict[str, object]:
    """The canonical values that a file of this preset says, of all that is known."""
    wanted = [FIELDS[right] for right in preset.rights]
    return {name: value for name in wanted if (value := metadata.get(name))}


def beyond(tags: Tags, preset: Preset) -> list[str]:
    """The tags of a file that tell more than the preset's rights."""
    targets = [TARGETS[FIELDS[right]] for right in preset.rights]
    allowed = ADDED | {tag for target in targets for tag in (target.xmp, target.exif)}
    return [tag for tag in betrayals(tags) if tag not in allowed]


async def signed(
    exiftool: ExifTool, made: Rendered, metadata: Mapping[str, object], into: Path
) -> Rendered:
    """The rendition with the rights that its preset keeps, as far as they are known.

    It is read again: one that told more than that raises MetadataUnwritable, and so does one
    that cannot hold them. No pixel is touched.
    """
    values = told(made.preset, metadata)
    if not values:
        return made
    folder = into / f"signed-{made.path.name}"
    folder.mkdir(exist_ok=True)
    embedded = await embed(exiftool, made.path, folder, values)
    if embedded.sidecar is not None:
        raise MetadataUnwritable(reason="a rendition cannot hold its rights")
    if more := beyond(await exiftool.read(embedded.path), made.preset):
        raise MetadataUnwritable(reason=f"{', '.join(more[:5])} would be told")
    return replace(made, path=embedded.path, bytes=embedded.path.stat().st_size)

"""Files as they are given out: with the values that people gave, or with the picture alone."""

import asyncio
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from processing import containers
from processing.errors import MetadataUnreadable, MetadataUnwritable
from processing.exiftool import ExifTool, Tags
from processing.metadata.bare import betrayals
from processing.metadata.plan import Plan
from processing.metadata.whereabouts import tells_position

# What an XMP file is before anything stands in it.
EMPTY_PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta>\n'
)
MINOR_FAULTS_FORGIVEN = "-m"


@dataclass(frozen=True, slots=True)
class Embedded:
    """The file, and an XMP file beside it where the file could not take every value."""

    path: Path
    sidecar: Path | None = None


async def embed(
    exiftool: ExifTool, source: Path, into: Path, values: Mapping[str, object]
) -> Embedded:
    """A copy of the picture `source` in the folder `into` that holds the canonical `values`.

    None clears a field; without a latitude, no trace of the position is left. Pixels, frames
    and all other tags stay as they are. Raises MetadataUnreadable, MetadataUnwritable.
    """
    there = await exiftool.read(source)
    plan, copy, said = Plan.of(values, there), into / "merged", into / "values.json"
    if await _holds(exiftool, source, there, plan):
        await asyncio.to_thread(_again, source, copy)
        return Embedded(copy)
    animated = there.get("QuickTime:MajorBrand") == "avis"
    # ExifTool puts XMP into animated AVIF where only ExifTool looks for it.
    tries = [] if animated else _tries(plan)
    for attempt, forgiving in tries:
        if await _written(exiftool, source, copy, said, attempt, forgiving=forgiving):
            complete = attempt.tags == plan.tags
            return Embedded(copy, None if complete else await _sidecar(exiftool, into, plan))
    if plan.removals and tells_position(there):
        raise MetadataUnwritable(reason="its position cannot be removed from it")
    await asyncio.to_thread(_again, source, copy)
    return Embedded(copy, await _sidecar(exiftool, into, plan))


def _tries(plan: Plan) -> list[tuple[Plan, bool]]:
    """Plans, each with whether minor faults of the file are forgiven, the best first."""
    lesser = [plan.first_alone] if plan.removals else []
    return [(plan, False), (plan, True), *((one, True) for one in (*lesser, plan.xmp_alone))]


async def strip(exiftool: ExifTool, source: Path, into: Path) -> Path:
    """A copy of the picture in the folder `into` without metadata: no text, no place, no camera.

    What the pixels need to look right stays: the colour profile and the orientation. Raises
    MetadataUnwritable where something would be left.
    """
    # Not by ExifTool, which leaves what it does not know, and takes the gamma of a PNG.
    copy = into / "bare"
    await asyncio.to_thread(_pare, source, copy)
    if left := betrayals(await exiftool.read(copy)):
        raise MetadataUnwritable(reason=f"{', '.join(left[:5])} would stay")
    if not await asyncio.to_thread(_is_bare, copy):
        raise MetadataUnwritable(reason="parts that are not drawn would stay")
    return copy


def _pare(source: Path, copy: Path) -> None:
    """Write what is drawn of the source. Raises MetadataUnwritable."""
    try:
        copy.write_bytes(containers.bare(source.read_bytes()))
    except containers.Malformed as error:
        raise MetadataUnwritable(reason="it is not laid out as its format says") from error


def _is_bare(copy: Path) -> bool:
    return containers.is_bare(copy.read_bytes())


async def _written(
    exiftool: ExifTool, source: Path, copy: Path, said: Path, plan: Plan, *, forgiving: bool
) -> bool:
    """Whether the copy holds what the plan says, by what is read of it afterwards."""
    await asyncio.to_thread(_again, source, copy)
    await asyncio.to_thread(_say, said, plan)
    arguments = plan.arguments(str(said))
    if not await exiftool.write(
        copy, [MINOR_FAULTS_FORGIVEN, *arguments] if forgiving else arguments
    ):
        return False
    try:
        return await _holds(exiftool, copy, await exiftool.read(copy), plan)
    except MetadataUnreadable:
        return False


async def _holds(exiftool: ExifTool, path: Path, tags: Tags, plan: Plan) -> bool:
    """Whether a file with these tags is as the plan says, pictures within it included."""
    if plan.differences(tags):
        return False
    return not plan.removals or tells_position(await exiftool.read_within(path)) == []


async def _sidecar(exiftool: ExifTool, into: Path, plan: Plan) -> Path:
    packet, said = into / "merged.xmp", into / "values.json"
    await asyncio.to_thread(packet.write_text, EMPTY_PACKET, encoding="utf-8")
    told = Plan(plan.xmp_alone.tags)
    await asyncio.to_thread(_say, said, told)
    if not await exiftool.write(packet, told.arguments(str(said))):
        raise MetadataUnwritable(reason="not even an XMP file can hold it")
    return packet


def _say(said: Path, plan: Plan) -> None:
    said.write_text(
        json.dumps([{"SourceFile": "*", **plan.tags}], ensure_ascii=False), encoding="utf-8"
    )


def _again(source: Path, copy: Path) -> None:
    """The same file under another name. ExifTool writes a new file, then takes the name."""
    copy.unlink(missing_ok=True)
    try:
        copy.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, copy)

"""Moving pictures, frame by frame; runs only inside the child."""

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from PIL import Image, ImageSequence

from processing import color, encoding, profiles
from processing.facts import Facts, Rendered
from processing.formats import Format
from processing.framing import Point, frame
from processing.presets import Preset
from processing.render import SAVING, framed, laid_on, turned

# Formats whose further frames are later moments, not other pages or other pictures.
MOVING = {Format.GIF, Format.PNG, Format.WEBP, Format.AVIF}
# All frames are in memory at once, four bytes a pixel; what would take more stays a still.
MOST_PIXELS = 48_000_000
DEFAULT_MILLISECONDS = 100


def moves(preset: Preset, facts: Facts) -> bool:
    """Whether this preset makes a moving picture of such a file."""
    if not preset.animated or facts.frames < 2 or facts.format not in MOVING:
        return False
    width, height = frame((facts.width, facts.height), preset).canvas
    return preset.format is Format.WEBP and width * height * facts.frames <= MOST_PIXELS


def printed(
    file: BufferedReader, facts: Facts, preset: Preset, into: Path, *, focal: Point
) -> Rendered:
    """Write an animated WebP with every frame of the file, as long and as often as it plays."""
    path = into / preset.file_name(has_alpha=facts.has_alpha)
    file.seek(0)
    with Image.open(file, formats=[facts.format]) as source:
        # Before the first frame is loaded; a GIF that says nothing plays once.
        loop = int(source.info.get("loop", 1 if facts.format is Format.GIF else 0))
        icc = profiles.profile(source, file, facts.format)
        told = list(_told(source, facts, preset, focal, icc))
    frames = [image for image, _ in told]
    frames[0].save(
        path,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=[milliseconds for _, milliseconds in told],
        loop=loop,
        quality=preset.quality,
        **SAVING.get(Format.WEBP, {}) | encoding.effort(preset, Format.WEBP),
    )
    return Rendered(
        preset=preset,
        path=path,
        content_type=Format.WEBP.content_type,
        extension=Format.WEBP.extension,
        width=frames[0].width,
        height=frames[0].height,
        bytes=path.stat().st_size,
    )


def _told(
    source: Image.Image, facts: Facts, preset: Preset, focal: Point, icc: bytes | None
) -> Iterator[tuple[Image.Image, int]]:
    """Each frame as the preset frames it, and how long it is shown in milliseconds."""
    full, upright = (facts.width, facts.height), turned(facts.orientation)
    for image in ImageSequence.Iterator(source):
        drawn = upright(color.to_srgb(color.eight_bit(image.copy()), icc))
        shown = framed(drawn, full, preset, focal)
        if preset.background:
            shown = laid_on(preset.background)(shown)
        shown.info = {}
        yield shown, round(image.info.get("duration") or DEFAULT_MILLISECONDS)

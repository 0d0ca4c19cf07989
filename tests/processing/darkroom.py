"""Developing in the test's own process, for pictures that we made ourselves."""

from pathlib import Path

from PIL import Image

from processing.facts import Developed
from processing.limits import Limits
from processing.presets import GALLERY, Preset
from processing.render import expose, prints


def develop(
    data: bytes, folder: Path, presets: tuple[Preset, ...] = GALLERY, limits: Limits | None = None
) -> Developed:
    """What the child does, without the child."""
    source = folder / "negative"
    source.write_bytes(data)
    side = max((preset.longest_side for preset in presets), default=1)
    with source.open("rb") as file:
        negative = expose(file, limits or Limits(), longest_side=side)
    return Developed(negative.facts, list(prints(negative, presets, folder)))


def printed(developed: Developed, place: int = 0) -> Image.Image:
    """One rendition, decoded."""
    with Image.open(developed.renditions[place].path) as image:
        image.load()
        return image

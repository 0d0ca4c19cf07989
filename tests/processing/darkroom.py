"""Developing in the test's own process, for pictures that we made ourselves."""

from pathlib import Path

from PIL import Image

from processing.developing import developed, exposed
from processing.facts import Developed
from processing.job import Job
from processing.limits import Limits
from processing.presets import GALLERY, Preset


def develop(
    data: bytes,
    folder: Path,
    presets: tuple[Preset, ...] = GALLERY,
    limits: Limits | None = None,
    *,
    focal: tuple[float, float] | None = None,
) -> Developed:
    """What the child does, without the child."""
    source = folder / "negative"
    source.write_bytes(data)
    job = Job.at(source, folder, presets, focal)
    with source.open("rb") as file:
        negative = exposed(file, job, limits or Limits())
        return Developed(negative.facts, list(developed(file, negative, job)))


def printed(developed: Developed, place: int = 0) -> Image.Image:
    """One rendition, decoded."""
    with Image.open(developed.renditions[place].path) as image:
        image.load()
        return image

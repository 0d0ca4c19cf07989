"""Renditions that say whose picture it is, and not a word more."""

from pathlib import Path

import pytest
from PIL import Image

from processing.exiftool import ExifTool
from processing.formats import Format
from processing.presets import Preset, Privacy, Right
from processing.rights import beyond, signed
from processing.sandbox import Sandbox
from tests.processing.test_presets import moving

ALL = tuple(Right)
KNOWN: dict[str, object] = {
    "title": "Secret plan",
    "latitude": 48.8,
    "creators": ["Ada", "Bob; C"],
    "credit": "Agency",
    "copyright_notice": "© Ö",
    "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
}


@pytest.mark.parametrize("format", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF])
async def test_each_format_holds_its_rights(
    format: Format, sandbox: Sandbox, exiftool: ExifTool, source: Path, into: Path
) -> None:
    """Every right that is asked for and known, no other tag, and no pixel or frame is touched."""
    animated = format is Format.WEBP
    preset = Preset("ONE", 60, format, 80, "#ffffff", animated=animated, rights=ALL)
    source.write_bytes(moving("GIF", loop=0))
    [made] = (await sandbox.develop(source, into, (preset,))).renditions
    told = await signed(exiftool, made, KNOWN, into)
    tags = await exiftool.read(told.path)

    assert preset.privacy is Privacy.RIGHTS
    assert beyond(tags, preset) == []
    assert tags["XMP-dc:Creator"] == KNOWN["creators"]
    assert tags["XMP-photoshop:Credit"] == "Agency"
    assert tags["XMP-dc:Rights"] == tags["IFD0:Copyright"] == "© Ö"
    assert tags["XMP-iptcExt:DigitalSourceType"] == KNOWN["digital_source_type"]
    assert told.bytes == told.path.stat().st_size
    with Image.open(made.path) as before, Image.open(told.path) as after:
        assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1) == 1 + animated
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


async def test_where_nothing_is_known_nothing_is_written(
    sandbox: Sandbox, exiftool: ExifTool, source: Path, into: Path
) -> None:
    """The bare file is given back as it is."""
    preset = Preset("ONE", 60, Format.JPEG, 80, "#ffffff", rights=(Right.CREDIT,))
    source.write_bytes(moving())
    [made] = (await sandbox.develop(source, into, (preset,))).renditions

    assert await signed(exiftool, made, {"title": "Secret", "credit": None}, into) == made


def test_other_tags_are_found() -> None:
    """A right that the preset does not keep is as much of a leak as a place."""
    preset = Preset("ONE", 60, Format.JPEG, 80, rights=(Right.CREDIT,))
    tags: dict[str, object] = {
        "XMP-photoshop:Credit": "A",
        "XMP-dc:Rights": "B",
        "GPS:GPSLatitude": "1",
    }

    assert beyond(tags, preset) == ["XMP-dc:Rights", "GPS:GPSLatitude"]

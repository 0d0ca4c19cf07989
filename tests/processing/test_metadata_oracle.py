"""ExifTool's own Metadata Working Group module is asked too, and must say the same."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from processing.exiftool import ExifTool
from processing.metadata import Metadata, canonical
from tests import photos
from tests.processing.darkroom import develop
from tests.processing.test_exiftool import tagged

LATIN = ("-charset", "iptc=latin", "-codedcharacterset=")
EVERYWHERE = (
    "-IFD0:ImageDescription=in EXIF",
    "-XMP-dc:Description=in XMP",
    "-IPTC:Caption-Abstract=in IPTC",
    "-IFD0:Artist=Ana; João",
    "-XMP-dc:Creator=Xavi",
    "-IPTC:By-line=Ines",
    "-IFD0:Copyright=© EXIF",
    "-XMP-dc:Rights=© XMP",
    "-XMP-dc:Subject=one",
    "-IPTC:Keywords=two",
    "-XMP-photoshop:City=Porto",
    "-IPTC:City=Lisboa",
    "-XMP-photoshop:State=Norte",
    "-XMP-photoshop:Country=Portugal",
    "-XMP-iptcCore:Location=Ribeira",
    "-XMP-xmp:Rating=4",
    "-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12",
    "-ExifIFD:OffsetTimeOriginal=+02:00",
    "-ExifIFD:SubSecTimeOriginal=25",
)
STALE = "-Photoshop:IPTCDigest=00000000000000000000000000000000"
CASES: dict[str, tuple[str, ...]] = {
    "all three standards": EVERYWHERE,
    "in step": (*EVERYWHERE, "-Photoshop:IPTCDigest=new"),
    "IPTC changed later": (*EVERYWHERE, STALE),
    "IPTC alone": (
        "-IPTC:Caption-Abstract=só aqui",
        "-IPTC:By-line=Ana",
        "-IPTC:By-line=Zoë",
        "-IPTC:Keywords=a",
        "-IPTC:Keywords=b",
        "-IPTC:CopyrightNotice=© I",
        "-IPTC:Province-State=Norte",
        "-IPTC:Country-PrimaryLocationName=Portugal",
        "-IPTC:Sub-location=Sé",
        "-IPTC:DateCreated=2019:07:08",
        "-IPTC:TimeCreated=09:10:11-05:00",
    ),
    "XMP alone": (
        "-XMP-dc:Description=só aqui",
        "-XMP-dc:Creator=Ana; Co",
        "-XMP-dc:Rights=© X",
        "-XMP-photoshop:DateCreated=2020:01:02 03:04:05+01:00",
        "-XMP-xmp:Rating=-1",
    ),
    "Latin-1 in IPTC": (*LATIN, "-IPTC:City=Wördehoff", "-IPTC:Caption-Abstract=Grün"),
    "blank EXIF": ("-IFD0:ImageDescription=   ", "-XMP-dc:Description=in XMP"),
}
SAME = {
    "Description": "description",
    "Copyright": "copyright_notice",
    "Keywords": "keywords",
    "Creator": "creators",
    "City": "city",
    "State": "state",
    "Country": "country",
    "Location": "sublocation",
    "Rating": "rating",
}


def working_group(path: Path, *options: str) -> dict[str, Any]:
    """What ExifTool's module makes of a file."""
    command = ["exiftool", "-config", "", "-use", "MWG", "-j", "-n", *options, "-MWG:all"]
    answer = subprocess.run([*command, str(path)], check=True, capture_output=True)
    return dict(json.loads(answer.stdout)[0])


def ours(found: Metadata) -> dict[str, Any]:
    """The record in the module's words; what is not set is left out, as there."""
    told = {theirs: getattr(found, name) for theirs, name in SAME.items()}
    # The module calls a list of one by its one name.
    flat = {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in told.items()}
    if found.captured_at_local:
        date, _, time = found.captured_at_local.partition("T")
        flat["DateTimeOriginal"] = f"{date.replace('-', ':')} {time}{found.captured_at_offset}"
    return {key: value for key, value in flat.items() if value}


@pytest.mark.parametrize("name", CASES)
async def test_the_working_group_says_the_same(
    exiftool: ExifTool, source: Path, tmp_path: Path, name: str
) -> None:
    """Field by field, for every way in which the standards can contradict each other."""
    options = CASES[name]
    tagged(source, *options)
    found = canonical(await exiftool.read(source), develop(photos.jpeg(), tmp_path).facts)
    latin = ("-charset", "iptc=latin") if "iptc=latin" in options else ()
    theirs = working_group(source, *latin)
    theirs.pop("SourceFile")
    if STALE in options:
        # It trusts IPTC alone then; we still take from XMP what IPTC does not have.
        theirs |= {"State": "Norte", "Country": "Portugal", "Location": "Ribeira"}

    assert theirs
    assert ours(found.metadata) == {key: value for key, value in theirs.items() if value != "   "}

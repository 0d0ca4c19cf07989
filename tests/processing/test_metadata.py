"""Reconciling what three standards say: tables of tags, and what must come of them."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from processing.facts import Facts
from processing.formats import Format
from processing.metadata import canonical, raw
from processing.metadata.texts import caption

FACTS = Facts(
    format=Format.JPEG,
    content_type="image/jpeg",
    width=48,
    height=64,
    stored_width=64,
    stored_height=48,
    frames=1,
    color_model="RGB",
    bits_per_sample=8,
    has_alpha=False,
    color_profile="Display P3",
    orientation=6,
    bytes=1000,
    sha256="0" * 64,
    pixel_hash="0" * 64,
    perceptual_hash="0" * 16,
    dominant_color="#ffffff",
)


def value(name: str, tags: dict[str, object]) -> Any:
    return getattr(canonical(tags, FACTS).metadata, name)


IPTC_CHANGED: dict[str, object] = {"Photoshop:IPTCDigest": "aa", "File:CurrentIPTCDigest": "bb"}
IPTC_IN_STEP: dict[str, object] = {"Photoshop:IPTCDigest": "aa", "File:CurrentIPTCDigest": "aa"}
BOTH: dict[str, object] = {"XMP-dc:Title": "new", "IPTC:ObjectName": "old"}

PRECEDENCE: list[tuple[str, dict[str, object], object, str]] = [
    ("title", BOTH, "new", "XMP"),
    ("title", BOTH | IPTC_IN_STEP, "new", "XMP"),
    ("title", BOTH | IPTC_CHANGED, "old", "IPTC"),
    ("title", {"IPTC:ObjectName": "old"}, "old", "IPTC"),
    ("title", {"IFD0:XPTitle": "windows", "PNG:Title": "png"}, "windows", "EXIF"),
    ("title", {"PNG:Title": "png"}, "png", "PNG"),
    ("title", {"XMP-dc:Title": "1.10"}, "1.10", "XMP"),
    ("title", {"XMP-dc:Title": 2024}, "2024", "XMP"),
    ("description", {"IFD0:ImageDescription": "a", "XMP-dc:Description": "b"}, "a", "EXIF"),
    ("description", {"IFD0:ImageDescription": "  ", "XMP-dc:Description": "b"}, "b", "XMP"),
    (
        "description",
        {"IFD0:ImageDescription": "SONY DSC", "IPTC:Caption-Abstract": "c"},
        "c",
        "IPTC",
    ),
    ("description", {"ExifIFD:UserComment": "said"}, "said", "EXIF"),
    ("creators", {"IFD0:Artist": "Ana; João"}, ["Ana", "João"], "EXIF"),
    (
        "creators",
        {"IFD0:Artist": "   ", "XMP-dc:Creator": ["Ana; Co", "Bo"]},
        ["Ana; Co", "Bo"],
        "XMP",
    ),
    ("creators", {"IPTC:By-line": "Ana"}, ["Ana"], "IPTC"),
    ("copyright_notice", {"IFD0:Copyright": "----", "XMP-dc:Rights": "© A"}, "© A", "XMP"),
    ("copyrighted", {"XMP-xmpRights:Marked": "true"}, True, "XMP"),
    (
        "license_url",
        {"XMP-xmpRights:WebStatement": "https://a.example/l"},
        "https://a.example/l",
        "XMP",
    ),
    ("keywords", {"XMP-dc:Subject": [" red ", "blue", "red", 7, ""]}, ["red", "blue", "7"], "XMP"),
    ("keywords", {"XMP-dc:Subject": "red, blue"}, ["red, blue"], "XMP"),
    ("keywords", {"IFD0:XPKeywords": "red;blue; red"}, ["red", "blue"], "EXIF"),
    ("rating", {"XMP-xmp:Rating": 0, "IFD0:Rating": 4}, 4, "EXIF"),
    ("rating", {"XMP-xmp:Rating": -1}, -1, "XMP"),
    ("city", {"XMP-photoshop:City": "Porto", "IPTC:City": "Lisboa"}, "Porto", "XMP"),
    ("country_code", {"IPTC:Country-PrimaryLocationCode": "prt"}, "PRT", "IPTC"),
    ("lens_model", {"XMP-aux:Lens": "50 mm"}, "50 mm", "XMP"),
    ("software", {"IFD0:Software": "1.00"}, "1.00", "EXIF"),
    ("exposure_time", {"ExifIFD:ExposureTime": "0.004"}, 0.004, "EXIF"),
    ("iso", {"ExifIFD:ISO": 65535, "ExifIFD:RecommendedExposureIndex": 102400}, 102400, "EXIF"),
    ("iso", {"ExifIFD:ISO": "100 200"}, 100, "EXIF"),
    ("flash_fired", {"ExifIFD:Flash": 25}, True, "EXIF"),
    ("flash_fired", {"ExifIFD:Flash": 16}, False, "EXIF"),
    ("color_space", {"ExifIFD:ColorSpace": 65535}, "UNCALIBRATED", "EXIF"),
]


@pytest.mark.parametrize(("name", "tags", "expected", "origin"), PRECEDENCE)
def test_the_best_source_wins(
    name: str, tags: dict[str, object], expected: object, origin: str
) -> None:
    """EXIF before XMP before IPTC, unless an old tool changed IPTC; and it is told which."""
    metadata, sources = canonical(tags, FACTS)

    assert (getattr(metadata, name), sources[name]) == (expected, origin)


NOTHING: list[tuple[str, dict[str, object]]] = [
    ("title", {"XMP-dc:Title": "Untitled"}),
    ("copyright_notice", {"IFD0:Copyright": " \0 "}),
    ("creators", {"IFD0:Artist": " ; "}),
    ("license_url", {"XMP-xmpRights:WebStatement": "javascript:alert(1)"}),
    ("rating", {"XMP-xmp:Rating": 0}),
    ("rating", {"XMP-xmp:Rating": 99, "MicrosoftPhoto:Rating": 3}),
    ("exposure_time", {"ExifIFD:ExposureTime": "inf"}),
    ("f_number", {"ExifIFD:FNumber": 0}),
    ("focal_length", {"ExifIFD:FocalLength": "undef"}),
    ("iso", {"ExifIFD:ISO": 65535}),
    ("country_code", {"XMP-iptcCore:CountryCode": "Portugal"}),
]


@pytest.mark.parametrize(("name", "tags"), NOTHING)
def test_nonsense_is_nothing(name: str, tags: dict[str, object]) -> None:
    """Blanks, zeros and jokes leave the field empty, and no source is claimed."""
    metadata, sources = canonical(tags, FACTS)

    assert not getattr(metadata, name)
    assert name not in sources


JUNK = [
    "OLYMPUS DIGITAL CAMERA",
    "SONY DSC",
    "DCIM\\100MEDIA",
    "DCIM/100MEDIA/DJI_0001.JPG",
    "Untitled",
    "default",
    "KONICA MINOLTA DIGITAL CAMERA",
    "Digital StillCamera",
    "Exif_JPEG_PICTURE",
    "<Digimax S500 / Kenox S500>",
    "IMG_1234.JPG",
    "DSC01234",
    "oznorCOMW",
    "dav",
    "???????",
    "xxxxxxxx",
    "\x00\x00",
    "               ",
]
CAPTIONS = ["Dav and Nora", "A red chair", "P-1234", "Camera bag, leather", "5601234567890", "椅子"]


@pytest.mark.parametrize("words", JUNK)
def test_camera_junk_is_no_caption(words: str) -> None:
    """What cameras and programs write of themselves is not a description."""
    assert caption(words) is None


@pytest.mark.parametrize("words", CAPTIONS)
def test_what_people_write_stays(words: str) -> None:
    """Short captions, codes of products and other scripts are kept."""
    assert caption(words) == words


def test_texts_are_bounded() -> None:
    """A book in a tag does not become a book in the database."""
    metadata = canonical(
        {
            "IFD0:ImageDescription": "word " * 100_000,
            "XMP-dc:Subject": [str(n) for n in range(9999)],
        },
        FACTS,
    ).metadata

    assert metadata.description is not None
    assert len(metadata.description) <= 20_000
    assert len(metadata.keywords) == 500


ORIGINAL = "ExifIFD:DateTimeOriginal"
DATES: list[tuple[dict[str, object], tuple[str | None, str | None, str | None, str | None]]] = [
    ({ORIGINAL: "2024:05:01 10:11:12"}, ("2024-05-01T10:11:12", None, None, "EXIF")),
    (
        {ORIGINAL: "2024:05:01 10:11:12", "ExifIFD:OffsetTimeOriginal": "+02:00"},
        ("2024-05-01T10:11:12", "+02:00", "2024-05-01T08:11:12+00:00", "EXIF"),
    ),
    (
        {
            ORIGINAL: "2024:01:01 00:30:00",
            "ExifIFD:OffsetTimeOriginal": "-03:30",
            "ExifIFD:SubSecTimeOriginal": 12,
        },
        ("2024-01-01T00:30:00.12", "-03:30", "2024-01-01T04:00:00.120000+00:00", "EXIF"),
    ),
    (
        {ORIGINAL: "2024:05:01 10:11:12", "ExifIFD:SubSecTimeOriginal": "007"},
        ("2024-05-01T10:11:12.007", None, None, "EXIF"),
    ),
    (
        {ORIGINAL: "2024-05-01T10:11:12Z"},
        ("2024-05-01T10:11:12", "+00:00", "2024-05-01T10:11:12+00:00", "EXIF"),
    ),
    ({ORIGINAL: "0000:00:00 00:00:00"}, (None, None, None, None)),
    ({ORIGINAL: "    :  :     :  :  "}, (None, None, None, None)),
    ({ORIGINAL: "2005:0?:03 10:00:00"}, (None, None, None, None)),
    ({ORIGINAL: "2023:02:29 10:00:00"}, (None, None, None, None)),
    ({ORIGINAL: "9999:12:31 23:59:59-14:00"}, (None, None, None, None)),
    ({ORIGINAL: "2024:05:01 25:00:00"}, (None, None, None, None)),
    (
        {ORIGINAL: "2024:05:01 10:11:12", "ExifIFD:OffsetTimeOriginal": "+25:00"},
        ("2024-05-01T10:11:12", None, None, "EXIF"),
    ),
    ({"XMP-photoshop:DateCreated": "2004:06"}, ("2004-06", None, None, "XMP")),
    ({"XMP-photoshop:DateCreated": 2004}, ("2004", None, None, "XMP")),
    (
        {ORIGINAL: "0000:00:00 00:00:00", "XMP-photoshop:DateCreated": "2020:01:02 03:04:05+01:00"},
        ("2020-01-02T03:04:05", "+01:00", "2020-01-02T02:04:05+00:00", "XMP"),
    ),
    (
        {"IPTC:DateCreated": "2019:07:08", "IPTC:TimeCreated": "09:10:11-05:00"},
        ("2019-07-08T09:10:11", "-05:00", "2019-07-08T14:10:11+00:00", "IPTC"),
    ),
    (
        {"IPTC:DateCreated": "2019:07:08", "IPTC:TimeCreated": "bad"},
        ("2019-07-08", None, None, "IPTC"),
    ),
    ({"ExifIFD:CreateDate": "2018:01:01 01:01:01"}, ("2018-01-01T01:01:01", None, None, "EXIF")),
    (
        {
            ORIGINAL: "2024:05:01 10:11:12",
            "GPS:GPSDateStamp": "2024:05:01",
            "GPS:GPSTimeStamp": "08:13:40",
        },
        ("2024-05-01T10:11:12", "+02:00", "2024-05-01T08:11:12+00:00", "GPS_INFERRED"),
    ),
    (
        {
            ORIGINAL: "2024:05:01 00:11:12",
            "GPS:GPSDateStamp": "2024:04:30",
            "GPS:GPSTimeStamp": "18:26:12.5",
        },
        ("2024-05-01T00:11:12", "+05:45", "2024-04-30T18:26:12+00:00", "GPS_INFERRED"),
    ),
    (
        {
            ORIGINAL: "2024:05:03 10:11:12",
            "GPS:GPSDateStamp": "2024:05:01",
            "GPS:GPSTimeStamp": "08:11:12",
        },
        ("2024-05-03T10:11:12", None, None, "EXIF"),
    ),
]


@pytest.mark.parametrize(("tags", "expected"), DATES)
def test_times_are_as_known_as_the_file_makes_them(
    tags: dict[str, object], expected: tuple[str | None, ...]
) -> None:
    """Local time always, an instant only with an offset, and never a guess of UTC."""
    found = canonical(tags, FACTS).metadata
    instant = found.captured_at.isoformat() if found.captured_at else None

    assert (
        found.captured_at_local,
        found.captured_at_offset,
        instant,
        found.captured_at_source,
    ) == expected


def test_other_times_are_read_alike() -> None:
    """Digitized and modified have offsets and fractions of their own."""
    found = canonical(
        {
            "ExifIFD:CreateDate": "2024:05:01 10:11:12",
            "ExifIFD:OffsetTimeDigitized": "+01:00",
            "IFD0:ModifyDate": "2024:05:02 10:11:12",
            "ExifIFD:OffsetTime": "Z",
        },
        FACTS,
    ).metadata

    assert found.digitized_at == datetime(2024, 5, 1, 9, 11, 12, tzinfo=UTC)
    assert found.modified_at == datetime(2024, 5, 2, 10, 11, 12, tzinfo=UTC)


def gps(latitude: object, north: object, longitude: object, east: object) -> dict[str, object]:
    tags = {
        "Latitude": latitude,
        "LatitudeRef": north,
        "Longitude": longitude,
        "LongitudeRef": east,
    }
    return {f"GPS:GPS{key}": tag for key, tag in tags.items() if tag is not None}


XMP_PLACE = {"XMP-exif:GPSLatitude": "-33.5", "XMP-exif:GPSLongitude": "12.5"}
PLACES: list[tuple[dict[str, object], tuple[float | None, float | None]]] = [
    (gps("38.7", "N", "9.1", "W"), (38.7, -9.1)),
    (gps("33.8", "s", "151.2", "e\0"), (-33.8, 151.2)),
    (gps("33.8", "South", "151.2", "East"), (-33.8, 151.2)),
    (gps("-33.8", None, "-70.5", None), (-33.8, -70.5)),
    (gps("33.8", None, "151.2", "E"), (None, None)),
    (gps("33.8", "\0", "151.2", "E"), (None, None)),
    (gps(0, "N", 0, "E"), (None, None)),
    (gps("91", "N", "10", "E"), (None, None)),
    (gps("38.7", "N", "181", "E"), (None, None)),
    (gps("undef", "N", "10", "E"), (None, None)),
    (gps("inf", "N", "nan", "E"), (None, None)),
    (gps("38 42 0", "N", "9.1", "W"), (None, None)),
    (gps("38.7", "N", None, None), (None, None)),
    (gps("91", "N", "10", "E") | XMP_PLACE, (-33.5, 12.5)),
    (gps("38.7", "N", "9.1", "W") | XMP_PLACE, (38.7, -9.1)),
    (
        {"XMP-exif:GPSLatitude": "33,51.4N", "XMP-exif:GPSLongitude": "151,12,36W"},
        (33 + 51.4 / 60, -(151 + 12 / 60 + 36 / 3600)),
    ),
]


@pytest.mark.parametrize(("tags", "expected"), PLACES)
def test_places_must_be_possible(
    tags: dict[str, object], expected: tuple[float | None, float | None]
) -> None:
    """A place has two coordinates, hemispheres and sense; otherwise there is none."""
    found = canonical(tags, FACTS).metadata

    assert (found.latitude, found.longitude) == pytest.approx(expected)


@pytest.mark.parametrize(("ref", "expected"), [(0, 12.5), (1, -12.5), ("1", -12.5), (None, 12.5)])
def test_altitude_counts_from_the_sea(ref: object, expected: float) -> None:
    """A reference of 1 is below sea level."""
    tags = gps("38.7", "N", "9.1", "W") | {"GPS:GPSAltitude": "12.5", "GPS:GPSAltitudeRef": ref}

    assert value("altitude", tags) == expected


def test_without_a_place_nothing_of_it_is_kept() -> None:
    """Altitude, direction and accuracy go with an impossible position."""
    tags = gps("91", "N", "10", "E") | {"GPS:GPSAltitude": "5", "GPS:GPSImgDirection": "90"}
    found = canonical(tags, FACTS).metadata

    assert (found.altitude, found.gps_direction) == (None, None)


def test_the_picture_itself_has_the_last_word() -> None:
    """Sizes and orientation come from the decoder, not from tags that editors forget."""
    found, sources = canonical({"ExifIFD:ExifImageWidth": 9999, "IFD0:Orientation": 1}, FACTS)

    assert (found.width, found.stored_width, found.orientation) == (48, 64, 6)
    assert (found.color_profile, sources["width"]) == ("Display P3", "FILE")


def test_the_record_is_plain() -> None:
    """Everything but times is JSON as it is."""
    found = canonical(PRECEDENCE[0][1], FACTS).metadata

    assert json.loads(json.dumps(asdict(found))) == asdict(found)


def test_raw_leaves_out_binaries_and_ourselves() -> None:
    """The raw tree is about the picture, in text."""
    tree = raw(
        {
            "SourceFile": "/x",
            "System:FileName": "x",
            "ExifTool:ExifToolVersion": "12.57",
            "IFD1:ThumbnailImage": "(Binary data 5 bytes, use -b option to extract)",
            "IFD0:Make": "Canon",
        }
    )

    assert tree == {"IFD0:Make": "Canon"}


def test_raw_is_bounded() -> None:
    """However much a picture carries, 64 KB are kept, and it is told how many tags are not."""
    tree = raw({f"XMP-dc:Tag{number}": "ä" * 5000 for number in range(1000)})

    assert len(json.dumps(tree, ensure_ascii=False).encode()) <= 64 * 1024
    assert tree["Ecogram:OmittedTags"] == 1000 - (len(tree) - 1)

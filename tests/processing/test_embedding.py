"""Values that people gave, in the file: exactly, in every format, and nothing else touched."""

import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageSequence
from pillow_heif import HeifFile

from processing.embedding import embed, strip
from processing.errors import MetadataUnwritable
from processing.exiftool import ExifTool, Tags
from processing.metadata import Metadata, canonical
from tests import photos
from tests.processing.darkroom import develop
from tests.processing.test_exiftool import tagged
from tests.processing.test_sandbox import put

TRICKY = 'He said "hi" & <b>\\n$@%\n#- \ttab 🪑 כיסא أحمر 椅子 é'
VALUES: dict[str, Any] = {
    "title": "-o /tmp/x",
    "headline": "@/etc/passwd",
    "description": TRICKY,
    "alt_text": "A chair",
    "alt_texts": {"pt-BR": "Uma cadeira", "he": "כיסא"},
    "extended_description": "<= /etc/passwd",
    "creators": ["Ana", "João 🙂"],
    "copyright_notice": "© Ecogram",
    "credit": "1.10",
    "source": "true",
    "usage_terms": "1e5",
    "license_url": "https://example.com/?a=1&b=2",
    "copyrighted": True,
    "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    "keywords": ["red, or so", "-all=", "#x"],
    "rating": 4,
    "captured_at_local": "2021-02-03T04:05:06.25",
    "captured_at_offset": "-03:00",
    "latitude": -33.8568,
    "longitude": 151.2153,
    "altitude": -12.5,
    "sublocation": "Sé",
    "city": "Porto",
    "state": "Norte",
    "country": "Portugal",
    "country_code": "PRT",
}


def multi_picture() -> bytes:
    """Two pictures in one JPEG, the second after the end of the first."""
    out = BytesIO()
    first, second = photos.quarters(64, 48), photos.quarters(32, 24)
    first.save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


PICTURES: dict[str, Callable[[], bytes]] = {
    **photos.EACH,
    "multi-picture JPEG": multi_picture,
    "CMYK JPEG": lambda: photos.jpeg(mode="CMYK", icc=None),
    "JPEG with all sorts": lambda: photos.jpeg(
        icc=photos.wide_profile(), comment="hello", thumbnail=True, gps=photos.SYDNEY
    ),
    "animated WebP": lambda: photos.webp(animated=True, alpha=True),
    "lossless WebP": lambda: photos.webp(lossless=True),
    "16-bit TIFF": lambda: photos.tiff(bits=16),
    "TIFF of pages": lambda: photos.tiff(pages=3, compression="tiff_lzw"),
    "16-bit PNG": lambda: photos.png(bits=16),
    "PNG with texts": lambda: photos.png(
        text={"Comment": "kept", "Serial": "x"}, icc=photos.wide_profile()
    ),
    "HEIC on its side": lambda: photos.heic(orientation=6, gps=photos.SYDNEY),
    "mirrored HEIC": lambda: photos.heic(orientation=5),
    "HEIC of tiles": lambda: photos.heic(640, 480, tile_size=256, icc=photos.wide_profile()),
    "HEIC of several": lambda: photos.heic(
        save_all=True, append_images=[photos.quarters(32, 32)], primary_index=1
    ),
    "HEIC with a thumbnail": lambda: photos.heic(640, 480, alpha=True, thumbnails=[128]),
    "HEIC of the general brand": lambda: photos.heic().replace(b"ftypheic", b"ftypmif1", 1),
    "animated PNG": lambda: photos.png(animated=True),
    "animated GIF": lambda: photos.gif(animated=True, comment="kept"),
}


def frames(data: bytes) -> list[tuple[str, tuple[int, int], bytes]]:
    """Every pixel of every picture in a file."""
    with Image.open(BytesIO(data)) as image:
        return [
            (frame.mode, frame.size, frame.tobytes()) for frame in ImageSequence.Iterator(image)
        ]


def contents(path: Path) -> bytes:
    """What lies in a file."""
    return path.read_bytes()


def profile(data: bytes) -> bytes | None:
    """The colour profile of a file."""
    with Image.open(BytesIO(data)) as image:
        return image.info.get("icc_profile")


def record(tags: Tags, data: bytes, folder: Path) -> Metadata:
    return canonical(tags, develop(data, folder).facts).metadata


@pytest.mark.parametrize("name", PICTURES)
async def test_what_is_written_comes_back(
    exiftool: ExifTool, source: Path, into: Path, tmp_path: Path, name: str
) -> None:
    """Every field, read again by ExifTool, letter by letter; no pixel of any frame has moved."""
    before = PICTURES[name]()
    put(source, before)
    made = await embed(exiftool, source, into, VALUES)
    after = contents(made.path)
    tags = await exiftool.read(made.path)
    found = record(tags, before, tmp_path)

    assert made.sidecar is None
    for field in VALUES.keys() - {"alt_texts", "latitude", "longitude", "altitude"}:
        assert (field, getattr(found, field)) == (field, VALUES[field])
    place = (found.latitude, found.longitude, found.altitude)
    assert place == pytest.approx((-33.8568, 151.2153, -12.5))
    assert tags["XMP-iptcCore:AltTextAccessibility-pt-BR"] == "Uma cadeira"
    assert frames(after) == frames(before)
    assert profile(after) == profile(before)
    assert contents(source) == before


# What a file tells of its own layout; that grows with what is written.
LAYOUT = (
    "SourceFile",
    "JFIF:",
    "System:",
    "File:",
    "ExifTool:",
    "Composite:",
    "XMP-x:",
    "IFD1:Thumb",
    "MP",
)
LAYOUT_TAGS = {
    "IFD0:StripOffsets",
    "RIFF:WebP_Flags",
    "GPS:GPSVersionID",
    "QuickTime:MediaDataOffset",
}
LAYOUT_TAGS |= {"ExifIFD:ExifVersion", "ExifIFD:ComponentsConfiguration", "ExifIFD:FlashpixVersion"}
LAYOUT_TAGS |= {"IFD0:YCbCrPositioning", "ExifIFD:ColorSpace", "IFD0:XResolution"}
LAYOUT_TAGS |= {"IFD0:YResolution", "IFD0:ResolutionUnit", "QuickTime:MediaDataSize"}


def told(tags: Tags) -> dict[str, object]:
    """All tags but those of the file's own layout."""
    ours = (key for key in tags if not key.startswith(LAYOUT) and not key.endswith("Offsets"))
    return {key: tags[key] for key in ours if key not in LAYOUT_TAGS}


@pytest.mark.parametrize("name", PICTURES)
async def test_untouched_tags_stay(exiftool: ExifTool, source: Path, into: Path, name: str) -> None:
    """One field is written, and it is the only tag that differs."""
    tagged(source, "-XMP-dc:Source=kept", "-XMP-xmp:Label=kept", data=PICTURES[name]())
    before = await exiftool.read(source)
    made = await embed(exiftool, source, into, {"headline": "new"})
    after = await exiftool.read(made.path)

    assert told(after) == told(before) | {"XMP-photoshop:Headline": "new"}


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


INJECTED = [
    "-o\n/tmp/ecogram-injected",
    "x\n-o\n/tmp/ecogram-injected",
    "@/tmp/ecogram-injected",
    "<=/etc/hostname",
    "x\n#[CSTR]\n-IFD0:Make=evil",
    "-execute\n-o\n/tmp/ecogram-injected",
    '"}],[{"SourceFile": "/etc/hostname", "IFD0:Make": "evil"',
    "${filename;$_=`touch /tmp/ecogram-injected`}",
    "null",
    "[]",
]


@pytest.mark.parametrize("text", INJECTED)
async def test_a_value_is_never_an_order(
    exiftool: ExifTool, source: Path, into: Path, tmp_path: Path, text: str
) -> None:
    """Whatever a value looks like, it is text: no file appears and no other tag changes."""
    before = photos.jpeg()
    put(source, before)
    made = await embed(exiftool, source, into, {"title": text, "keywords": [text]})
    tags = await exiftool.read(made.path)

    assert (tags["XMP-dc:Title"], tags["XMP-dc:Subject"]) == (text, text)
    assert set(told(tags)) == {"XMP-dc:Title", "XMP-dc:Subject"}
    assert names(into) == {"merged", "values.json"}
    assert "ecogram-injected" not in names(Path(tempfile.gettempdir()))


async def test_old_letters_in_iptc_survive(exiftool: ExifTool, source: Path, into: Path) -> None:
    """Latin-1 fields that nobody edits are the same words under the new UTF-8 label."""
    old = ("-charset", "iptc=latin", "-IPTC:City=Wördehoff", "-IPTC:By-line=Jürgen")
    tagged(source, *old, "-IPTC:ObjectName=alt")
    made = await embed(exiftool, source, into, {"title": "椅子", "keywords": ["a", "ä" * 40]})
    tags = await exiftool.read(made.path)

    assert (tags["IPTC:City"], tags["IPTC:By-line"]) == ("Wördehoff", "Jürgen")
    assert (tags["IPTC:ObjectName"], tags["XMP-dc:Title"]) == ("椅子", "椅子")
    # 64 bytes are 32 letters of two bytes each; XMP has all of them.
    assert (tags["IPTC:Keywords"], tags["XMP-dc:Subject"]) == (["a", "ä" * 32], ["a", "ä" * 40])
    assert tags["Photoshop:IPTCDigest"] == tags["File:CurrentIPTCDigest"]


async def test_iptc_that_was_newer_stays_believed(
    exiftool: ExifTool, source: Path, into: Path, tmp_path: Path
) -> None:
    """Editing the title does not bring back a city that an old tool had corrected."""
    tagged(
        source,
        "-XMP-photoshop:City=Lisboa",
        "-IPTC:City=Porto",
        "-IPTC:ObjectName=x",
        "-Photoshop:IPTCDigest=00000000000000000000000000000000",
    )
    made = await embed(exiftool, source, into, {"title": "new"})
    found = record(await exiftool.read(made.path), photos.jpeg(), tmp_path)

    assert (found.title, found.city) == ("new", "Porto")


async def test_a_cleared_field_is_gone_everywhere(
    exiftool: ExifTool, source: Path, into: Path, tmp_path: Path
) -> None:
    """Nothing that a better source had hidden comes to light."""
    tagged(
        source,
        "-IFD0:ImageDescription=a",
        "-XMP-dc:Description=b",
        "-XMP-dc:Description-pt=p",
        "-IPTC:Caption-Abstract=c",
        "-ExifIFD:UserComment=d",
        "-IFD0:XPComment=e",
        "-IFD0:XPTitle=f",
        "-XMP-xmp:Rating=3",
        "-IFD0:Rating=3",
    )
    cleared: dict[str, object] = {
        "description": None,
        "title": None,
        "rating": None,
        "keywords": [],
    }
    made = await embed(exiftool, source, into, cleared)
    found = record(await exiftool.read(made.path), photos.jpeg(), tmp_path)

    assert (found.description, found.title, found.rating) == (None, None, None)


PLACE = (
    "-XMP-exif:GPSLatitude=38.7",
    "-XMP-exif:GPSLongitude=-9.1",
    "-XMP-iptcExt:LocationCreatedCity=Lisboa",
    "-XMP-iptcExt:LocationShownCity=Lisboa",
    "-XMP-photoshop:City=Lisboa",
    "-GPS:GPSDateStamp=2024:05:01",
)


async def test_a_removed_place_leaves_no_trace(
    exiftool: ExifTool, source: Path, into: Path
) -> None:
    """Neither EXIF nor XMP knows it any more."""
    tagged(source, *PLACE, data=photos.jpeg(gps=photos.SYDNEY))
    made = await embed(exiftool, source, into, {"latitude": None, "city": None})
    tags = await exiftool.read(made.path)

    assert [key for key in tags if "GPS" in key or "Loc" in key or "City" in key] == []
    assert b"Lisboa" not in contents(made.path)


def placed_pictures() -> bytes:
    """Two pictures in one JPEG, each of which tells where it was taken."""
    out, place = BytesIO(), photos.exif(gps=photos.SYDNEY)
    first, second = photos.quarters(64, 48), photos.quarters(32, 24)
    second.encoderinfo = {"exif": place}
    first.save(out, "MPO", save_all=True, append_images=[second], exif=place)
    return out.getvalue()


async def test_a_picture_behind_the_first_does_not_tell_the_place(
    exiftool: ExifTool, source: Path, into: Path
) -> None:
    """It cannot be rewritten, so it goes; where nothing is removed, it stays."""
    put(source, placed_pictures())
    kept = contents((await embed(exiftool, source, into, {"title": "x"})).path)
    made = await embed(exiftool, source, into, {"latitude": None, "title": "x"})
    bare = await strip(exiftool, source, into)

    assert len(frames(kept)) == 2
    assert (frames(contents(made.path)), made.sidecar) == (frames(kept)[:1], None)
    for path in (made.path, bare):
        assert [key for key in await exiftool.read_within(path) if "GPS" in key] == []


@pytest.mark.parametrize("name", PICTURES)
async def test_a_bare_copy_holds_the_picture_alone(
    exiftool: ExifTool, source: Path, into: Path, name: str
) -> None:
    """No byte of what was planted is left; pixels, frames and the profile are."""
    planted = ("-IFD0:Artist=PLANTED", "-XMP-dc:Title=PLANTED", "-ExifIFD:SerialNumber=PLANTED")
    exif = () if PICTURES[name]().startswith(b"GIF") else ("-GPS:GPSLatitude=12.5",)
    tagged(source, *planted, *exif, data=PICTURES[name]())
    before = contents(source)
    after = contents(await strip(exiftool, source, into))

    assert b"PLANTED" in before
    assert b"PLANTED" not in after
    assert (frames(after)[0], profile(after)) == (frames(before)[0], profile(before))
    if name != "multi-picture JPEG":
        assert frames(after) == frames(before)


async def test_a_bare_copy_stands_upright(exiftool: ExifTool, source: Path, into: Path) -> None:
    """Without its orientation it would lie on its side."""
    put(source, photos.jpeg(orientation=6, gps=photos.SYDNEY, camera=("Canon", "R5")))
    tags = await exiftool.read(await strip(exiftool, source, into))

    assert tags["IFD0:Orientation"] == 6
    assert [key for key in tags if key.startswith(("GPS:", "IFD0:Make", "IFD0:Model"))] == []


async def test_what_cannot_be_written_comes_beside(
    exiftool: ExifTool, source: Path, into: Path
) -> None:
    """The file stays as it is, and an XMP file holds what people wrote."""
    broken = photos.tiff().replace(b"II\x2a\x00", b"II\x2b\x00", 1)
    put(source, broken)
    made = await embed(exiftool, source, into, {"title": TRICKY, "keywords": ["a", "b"]})
    assert made.sidecar is not None
    tags = await exiftool.read(made.sidecar)

    assert contents(made.path) == broken
    assert (tags["XMP-dc:Title"], tags["XMP-dc:Subject"]) == (TRICKY, ["a", "b"])


async def test_a_gif_keeps_its_frames_alone(exiftool: ExifTool, source: Path, into: Path) -> None:
    """Blocks of applications that nobody knows go too, and what is behind the end; frames stay."""
    data = photos.gif(animated=True, comment="PLANTED")
    own = b"!\xff\x0bECOCAM 1.00\x07PLANTED\0"
    comment = data.index(b"!\xfe")
    again = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    before = data[:comment] + again + own + data[comment:] + b"PLANTED"
    put(source, before)
    after = contents(await strip(exiftool, source, into))

    assert b"PLANTED" not in after
    assert b"NETSCAPE2.0" in after
    assert frames(after) == frames(before)


async def test_what_cannot_be_stripped_is_refused(
    exiftool: ExifTool, source: Path, into: Path
) -> None:
    """Better no file than one that tells."""
    put(source, photos.tiff().replace(b"II\x2a\x00", b"II\x2b\x00", 1))

    with pytest.raises(MetadataUnwritable):
        await strip(exiftool, source, into)


def moving(place: tuple[float, float] | None = None) -> bytes:
    """An animated AVIF."""
    out, exif = BytesIO(), photos.exif(gps=place)
    frames = [photos.quarters(64, 48), Image.new("RGB", (64, 48), "red")]
    frames[0].save(out, "AVIF", save_all=True, append_images=frames[1:], speed=10, exif=exif)
    return out.getvalue()


def placed_heic() -> bytes:
    """Two pictures in one HEIC, each of which tells where it was taken, and by whom."""
    make: Any = HeifFile
    heif, out = make(), BytesIO()
    for size in ((64, 48), (32, 24)):
        heif.add_from_pillow(photos.quarters(*size))
    for one in heif:
        one.info["exif"] = photos.exif(gps=photos.SYDNEY, artist="PLANTED")
    heif.save(out, quality=90)
    return out.getvalue()


async def test_a_heic_forgets_its_place(exiftool: ExifTool, source: Path, into: Path) -> None:
    """The picture stays as it is, upright, and nothing tells where it was taken."""
    put(source, photos.heic(orientation=6, gps=photos.SYDNEY))
    made = await embed(exiftool, source, into, {"latitude": None})

    assert [key for key in await exiftool.read_within(made.path) if "GPS" in key] == []
    assert (frames(contents(made.path)), made.sidecar) == (frames(contents(source)), None)


async def test_a_further_picture_of_a_heic_keeps_nothing_secret(
    exiftool: ExifTool, source: Path, into: Path
) -> None:
    """ExifTool writes the primary picture alone: what it cannot take a place out of, stays here."""
    put(source, placed_heic())
    bare = await strip(exiftool, source, into)

    with pytest.raises(MetadataUnwritable, match="position"):
        await embed(exiftool, source, into, {"latitude": None})
    assert b"PLANTED" in contents(source)
    assert b"PLANTED" not in contents(bare)
    assert frames(contents(bare)) == frames(contents(source))
    assert [key for key in await exiftool.read_within(bare) if "GPS" in key] == []


async def test_a_file_that_says_so_already_stays(
    exiftool: ExifTool, source: Path, into: Path
) -> None:
    """Nothing to write, nothing to remove: the same bytes, and no file beside them."""
    put(source, moving())
    unedited = await embed(exiftool, source, into, {})
    placeless = await embed(exiftool, source, into, {"latitude": None, "title": None})

    assert (unedited.sidecar, placeless.sidecar) == (None, None)
    assert contents(placeless.path) == contents(source)


async def test_a_place_that_cannot_be_removed_is_not_given_out(
    exiftool: ExifTool, source: Path, into: Path
) -> None:
    """An XMP file beside it would not make the place go away."""
    put(source, moving(photos.SYDNEY))

    with pytest.raises(MetadataUnwritable, match="position"):
        await embed(exiftool, source, into, {"latitude": None})

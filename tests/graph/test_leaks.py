"""Nothing that could tell a place, a device or a person leaves us: every byte is looked at."""

import asyncio
import json
import random
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import piexif  # type: ignore[import-untyped]
import pytest
from PIL import Image as Picture
from PIL import ImageCms

from processing.containers import is_bare
from processing.exiftool import ExifTool, Tags
from processing.metadata.bare import betrayals
from storage.bucket import Bucket
from tests import photos
from tests.graph.documents import APPROVE
from tests.graph.steps import fetched, image, processed, public, published
from tests.graph.tables import exported
from tests.graph.test_archives import made as made_archive
from tests.graph.test_archives import unpacked
from tests.graph.test_downloads import made
from tests.processing import planting
from tests.server import Client, Sent

SERIAL, OWNER = "SN-7730041199", "Otto Ownerson-Quince"
PART = b"PART-8102-OF-NOBODY"
MAKER_NOTE = b"NOTE-5521-OF-THE-MAKER"
LATITUDE = ((48, 1), (51, 1), (298731, 10007))
LONGITUDE = ((2, 1), (17, 1), (401313, 10009))
NOISE = Picture.frombytes("RGB", (48, 36), random.Random(7).randbytes(48 * 36 * 3))
DECIMALS = ("48.8582", "2.2944")
# The same as XMP has it: degrees, and minutes with a fraction.
MINUTES = ("48,51.497", "2,17.668")
CATALOGUE = """
{ products { nodes { id code name images {
  id title description credit copyrightNotice
  renditions { preset privacy url width height bytes contentType } } } } }
"""
PRIVACY = """
query Privacy($id: ID!) { image(id: $id) {
  renditions { preset privacy url } publication { renditions { preset privacy url } } } }
"""

pytestmark = pytest.mark.usefixtures("worker")
Needles = dict[str, list[bytes]]


def preview() -> bytes:
    """A picture within the picture, unlike any other."""
    return photos.saved(NOISE, "JPEG", quality=70)


def written(text: str) -> list[bytes]:
    """A text as bytes, in each way in which files hold texts."""
    return [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]


def rational(value: tuple[int, int]) -> list[bytes]:
    """A number as EXIF holds it, in both orders."""
    return [struct.pack(">2I", *value), struct.pack("<2I", *value)]


@cache
def needles() -> Needles:
    """What must not be found, by what it would tell."""
    within = preview()
    middle = len(within) * 3 // 4
    return {
        "latitude": [*written(DECIMALS[0]), *written(MINUTES[0]), *rational(LATITUDE[2])],
        "longitude": [*written(DECIMALS[1]), *written(MINUTES[1]), *rational(LONGITUDE[2])],
        "serial number": written(SERIAL),
        "owner": written(OWNER),
        "maker note": [MAKER_NOTE],
        "preview": [within[middle : middle + 32]],
        "unknown part": [PART],
    }


def leaks(data: bytes) -> set[str]:
    """What some bytes tell of that which was planted."""
    return {what for what, forms in needles().items() if any(form in data for form in forms)}


ALL = set(needles())


def block() -> bytes:
    """EXIF that tells everything."""
    exif, gps = piexif.ExifIFD, piexif.GPSIFD
    return bytes(
        piexif.dump(
            {
                "0th": {piexif.ImageIFD.Make: "Canon", piexif.ImageIFD.CameraSerialNumber: SERIAL},
                "Exif": {
                    exif.CameraOwnerName: OWNER,
                    exif.BodySerialNumber: SERIAL,
                    exif.LensSerialNumber: SERIAL,
                    exif.MakerNote: MAKER_NOTE,
                },
                "GPS": {
                    gps.GPSVersionID: (2, 3, 0, 0),
                    gps.GPSLatitudeRef: "N",
                    gps.GPSLatitude: LATITUDE,
                    gps.GPSLongitudeRef: "E",
                    gps.GPSLongitude: LONGITUDE,
                },
                "1st": {},
                "thumbnail": preview(),
            }
        )
    )


def planted(kind: str) -> bytes:
    """A picture in a format, with the block; a GIF has a block of some application's own."""
    if kind != "GIF":
        return photos.saved(photos.quarters(900, 700), kind, exif=block())
    data = photos.saved(photos.quarters(900, 700), kind, comment=SERIAL.encode())
    [piece] = needles()["preview"]
    told = MAKER_NOTE + piece + PART
    own = b"!\xff\x0bECOCAM 1.00" + bytes([len(told)]) + told + b"\0"
    return planting.before(data, b"!\xfe", own)


# A part of a kind that nobody knows, for each format but GIF, which has it already.
UNKNOWN: dict[str, Callable[[bytes], bytes]] = {
    "JPEG": lambda data: data[:2] + planting.segment(0xE9, PART) + data[2:],
    "PNG": lambda data: data[:33] + photos.png_chunk(b"prVt", PART) + data[33:],
    "WEBP": lambda data: planting.webp(planting.riff(b"prVt", PART), data),
    "TIFF": lambda data: data + PART,
    "AVIF": lambda data: data + planting.box(b"uuid", PART),
    "HEIF": lambda data: data + planting.box(b"skip", PART),
}
FORMATS = (*UNKNOWN, "GIF")


@pytest.fixture
async def sent(exiftool: ExifTool, tmp_path: Path) -> list[Sent]:
    """A picture of each format that tells everything in EXIF, and what XMP can tell there too."""
    return [await telling(exiftool, tmp_path, kind) for kind in FORMATS]


async def telling(exiftool: ExifTool, folder: Path, kind: str) -> Sent:
    """A picture of a format with all that is planted."""
    path = folder / f"a.{kind.lower()}"
    path.write_bytes(planted(kind))
    told = [f"-XMP-aux:SerialNumber={SERIAL}", f"-XMP-aux:OwnerName={OWNER}"]
    place = [f"-XMP-exif:GPSLatitude={DECIMALS[0]}98", f"-XMP-exif:GPSLongitude={DECIMALS[1]}71"]
    if kind == "TIFF":
        # It has no place for EXIF's own preview beside its pages.
        small = folder / "small.jpg"
        small.write_bytes(preview())
        told.append(f"-Photoshop:PhotoshopThumbnail<={small}")
    # Nobody can parse the maker's note, which a TIFF's writer objects to.
    assert await exiftool.write(path, ["-m", *told, *place])
    return Sent(path.name, UNKNOWN.get(kind, bytes)(path.read_bytes()))


async def in_store(bucket: Bucket, url: str) -> bytes:
    """A public file; the test's API has no web server before it."""
    stored = await bucket.open(url.removeprefix("/"))
    return b"".join([piece async for piece in stored.chunks()])


async def content(link: str) -> bytes:
    """The bytes behind a link."""
    return (await fetched(link)).content


async def taken_along(client: Client, ids: list[str], metadata: str) -> list[bytes]:
    """The files that people take along, in the order of the ids."""
    files = await asyncio.gather(*(made(client, id, metadata) for id in ids))
    return [await content(one["url"]) for one in files]


async def test_nothing_that_was_planted_leaves_us(
    importer: Client, reviewer: Client, bucket: Bucket, sent: list[Sent]
) -> None:
    """No file, table or answer has it, as text, in UTF-16, or as EXIF; the original has it all."""
    ids = await processed(importer, *sent, productCode="SKU-1")
    shown = await published(reviewer, *ids)
    private = [await content(one["url"]) for each in shown for one in each["renditions"]]
    open_to_all = [one["url"] for each in shown for one in each["publication"]["renditions"]]
    public_files = [await in_store(bucket, url) for url in open_to_all]
    bare = await taken_along(reviewer, ids, "NONE")
    packed, _ = await unpacked(await made_archive(reviewer, *ids, metadata="NONE"))
    table = await content((await exported(reviewer))["url"])
    placed = await content((await exported(reviewer, includeLocation=True))["url"])
    catalogue = json.dumps(await reviewer.ask(CATALOGUE)).encode()
    originals = await taken_along(reviewer, ids, "ORIGINAL")
    told = dict(zip(FORMATS, map(leaks, originals), strict=True))

    assert told == dict.fromkeys(FORMATS, ALL)
    assert leaks(placed) == {"latitude", "longitude"}
    assert (len(private), len(public_files)) == (2 * len(FORMATS), 6 * len(FORMATS))
    assert list(packed) == [one.name for one in sent]
    out = [*private, *public_files, *bare, *packed.values(), table, catalogue]
    assert [leaks(one) for one in out] == [set()] * len(out)
    assert b"SKU-1" in table
    assert b"SKU-1" in catalogue


def profile(tags: Tags, data: bytes) -> str | None:
    """The privacy profile of a file by its tags and its parts; None where it has none."""
    beyond = [tag for tag in tags if tag.startswith("ICC")]
    return "BARE" if betrayals(tags) + beyond == [] and is_bare(data) else None


async def test_each_rendition_is_as_private_as_it_tells(
    importer: Client, reviewer: Client, bucket: Bucket, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Read by ExifTool, file by file: the profile is what the file proves to be."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = photos.saved(
        photos.quarters(900, 700), "JPEG", exif=block(), icc_profile=icc, comment="c"
    )
    [id] = await processed(importer, Sent("a.jpg", data), productCode="SKU-1")
    await reviewer.ask(APPROVE, input={"ids": [id]})
    await public(reviewer, id)
    found: dict[str, Any] = (await reviewer.ask(PRIVACY, id=id))["image"]
    files = [
        *[(one, (await fetched(one["url"])).content) for one in found["renditions"]],
        *[(one, await in_store(bucket, one["url"])) for one in found["publication"]["renditions"]],
    ]
    catalogue = (await reviewer.ask(CATALOGUE))["products"]["nodes"][0]["images"][0]["renditions"]
    path = tmp_path / "one"
    path.write_bytes(data)
    before = profile(await exiftool.read(path), data)
    proved = []
    for _, found_there in files:
        path.write_bytes(found_there)
        proved.append(profile(await exiftool.read(path), found_there))

    assert before is None
    assert len(files) == 8
    assert proved == [one["privacy"] for one, _ in files]
    assert {one["privacy"] for one in catalogue} == {"BARE"}
    assert (await image(reviewer, id))["publication"]

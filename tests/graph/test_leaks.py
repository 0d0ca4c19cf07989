"""Nothing that could tell a place, a device or a person leaves us: every byte is looked at."""

import json
import random
import struct
from pathlib import Path
from typing import Any

import piexif  # type: ignore[import-untyped]
import pytest
from PIL import Image as Picture
from PIL import ImageCms

from processing.exiftool import ExifTool, Tags
from processing.metadata.bare import betrayals
from storage.bucket import Bucket
from tests import photos
from tests.graph.documents import APPROVE
from tests.graph.steps import fetched, image, processed, public
from tests.graph.tables import exported
from tests.graph.test_archives import made as made_archive
from tests.graph.test_archives import unpacked
from tests.graph.test_downloads import made
from tests.server import Client, Sent

SERIAL, OWNER = "SN-7730041199", "Otto Ownerson-Quince"
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
    told = MAKER_NOTE + piece
    own = b"!\xff\x0bECOCAM 1.00" + bytes([len(told)]) + told + b"\0"
    comment = data.index(b"!\xfe")
    return data[:comment] + own + data[comment:]


@pytest.fixture(params=["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF", "HEIF"])
async def sent(request: pytest.FixtureRequest, exiftool: ExifTool, tmp_path: Path) -> Sent:
    """A picture that tells everything in EXIF, and what XMP can tell there too."""
    path = tmp_path / f"a.{request.param.lower()}"
    path.write_bytes(planted(request.param))
    told = [f"-XMP-aux:SerialNumber={SERIAL}", f"-XMP-aux:OwnerName={OWNER}"]
    place = [f"-XMP-exif:GPSLatitude={DECIMALS[0]}98", f"-XMP-exif:GPSLongitude={DECIMALS[1]}71"]
    if request.param == "TIFF":
        # It has no place for EXIF's own preview beside its pages.
        small = tmp_path / "small.jpg"
        small.write_bytes(preview())
        told.append(f"-Photoshop:PhotoshopThumbnail<={small}")
    # Nobody can parse the maker's note, which a TIFF's writer objects to.
    assert await exiftool.write(path, ["-m", *told, *place])
    return Sent(path.name, path.read_bytes())


async def in_store(bucket: Bucket, url: str) -> bytes:
    """A public file; the test's API has no web server before it."""
    stored = await bucket.open(url.removeprefix("/"))
    return b"".join([piece async for piece in stored.chunks()])


async def test_nothing_that_was_planted_leaves_us(
    importer: Client, reviewer: Client, bucket: Bucket, sent: Sent
) -> None:
    """No file, table or answer has it, as text, in UTF-16, or as EXIF; the original has it all."""
    [id] = await processed(importer, sent, productCode="SKU-1")
    answer = await reviewer.ask(APPROVE, input={"ids": [id]})
    assert answer["approveImages"]["userErrors"] == []
    shown = await public(reviewer, id)
    private = [(await fetched(one["url"])).content for one in shown["renditions"]]
    published = [await in_store(bucket, one["url"]) for one in shown["publication"]["renditions"]]
    bare = (await fetched((await made(reviewer, id, "NONE"))["url"])).content
    packed, _ = await unpacked(await made_archive(reviewer, id, metadata="NONE"))
    table = (await fetched((await exported(reviewer))["url"])).content
    catalogue = json.dumps(await reviewer.ask(CATALOGUE)).encode()
    original = (await fetched((await made(reviewer, id, "ORIGINAL"))["url"])).content
    placed = (await fetched((await exported(reviewer, includeLocation=True))["url"])).content

    assert leaks(original) == ALL
    assert leaks(placed) == {"latitude", "longitude"}
    assert (len(private), len(published)) == (2, 6)
    out = [*private, *published, bare, packed[sent.name], table, catalogue]
    assert [leaks(one) for one in out] == [set()] * len(out)
    assert b"SKU-1" in table
    assert b"SKU-1" in catalogue


def profile(tags: Tags) -> str | None:
    """The privacy profile of a file by what ExifTool reads of it; None where it has none."""
    beyond = [tag for tag in tags if tag.startswith("ICC")]
    return "BARE" if betrayals(tags) + beyond == [] else None


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
    before = profile(await exiftool.read(path))
    proved = []
    for _, content in files:
        path.write_bytes(content)
        proved.append(profile(await exiftool.read(path)))

    assert before is None
    assert len(files) == 8
    assert proved == [one["privacy"] for one, _ in files]
    assert {one["privacy"] for one in catalogue} == {"BARE"}
    assert (await image(reviewer, id))["publication"]

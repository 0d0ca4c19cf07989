"""A house with presets of its own: framed, focused, signed with rights, and made again."""

import asyncio
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture
from PIL import ImageDraw

from app.presets import presets
from documents.jobs import OPEN, Job, JobKind
from documents.users import Role
from graph.context import House
from graph.ids import object_id
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.rights import beyond
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import SignUp
from tests.graph.documents import WITHDRAW
from tests.graph.steps import fetched, processed, published
from tests.graph.test_leaks import leaks, planted
from tests.graph.trashing import replaced
from tests.jobs.gates import keys
from tests.jobs.pictures import purged
from tests.server import Client, Sent

pytestmark = pytest.mark.usefixtures("worker")
OURS = presets(
    """{
    "TILE": {"longest_side": 60, "fit": "COVER", "quality": 95},
    "BANNER": {"use": "PUBLISHED", "width": 120, "height": 60, "fit": "COVER", "formats": ["PNG"]},
    "SQUARE": {"use": "PUBLISHED", "longest_side": 300, "fit": "PAD", "formats": ["JPEG", "WEBP"],
        "rights": ["CREATOR", "CREDIT", "COPYRIGHT", "DIGITAL_SOURCE_TYPE"]},
    "CARD": {"longest_side": 200, "formats": ["AVIF"], "rights": ["COPYRIGHT"]}
    }"""
)
RED = (200, 30, 30)
PRESETS = """{ presets { name width height fit privacy rights published builtIn
  formats { format contentType quality effort background animated } } }"""
SEEN = """query Seen($id: ID!) { image(id: $id) { version thumbHash dominantColor
  focalPoint { x y suggested }
  renditions { preset privacy url width height contentType }
  publication { at renditions { preset privacy url width height contentType } } } }"""
FOCUS = """mutation Focus($input: SetFocalPointInput!) { setFocalPoint(input: $input) {
  image { id version focalPoint { x y suggested } } userErrors { code path } } }"""
UPDATE = """mutation Update($input: UpdateImagesInput!) { updateImages(input: $input) {
  userErrors { code } } }"""
Seen = dict[str, Any]


@pytest.fixture
async def house(house: House) -> House:
    """With presets of its own."""
    return replace(house, presets=OURS)


@pytest.fixture
def tools(tools: Tools) -> Tools:
    """With the presets of the house."""
    return replace(tools, presets=OURS)


def panorama(x: float, *, also: int = 0) -> Sent:
    """A wide grey picture with a red disc; `also` makes its pixels another picture's."""
    image = Picture.new("RGB", (800, 200), (128, 128, 128 + also))
    ImageDraw.Draw(image).ellipse((x * 800 - 30, 70, x * 800 + 30, 130), fill=RED)
    return Sent("wide.png", photos.saved(image, "PNG"))


async def seen(client: Client, id: str) -> Seen:
    """All that is asked of a picture here."""
    return dict((await client.ask(SEEN, id=id))["image"])


async def idle() -> None:
    """All jobs are done."""
    async with asyncio.timeout(30):
        while await Job.find({"state": {"$in": OPEN}}).count():
            await asyncio.sleep(0.02)


async def focus(client: Client, id: str, version: int, **point: float | None) -> dict[str, Any]:
    """What came of setting a focal point."""
    answer = await client.ask(FOCUS, input={"id": id, "expectedVersion": version, **point})
    return dict(answer["setFocalPoint"])


def shows_red(data: bytes) -> bool:
    """Whether the disc is to be seen."""
    with Picture.open(io.BytesIO(data)) as image:
        pixels = image.convert("RGB").tobytes()
    return any(pixels[at] - pixels[at + 1] > 100 for at in range(0, len(pixels), 3))


def of(renditions: Iterable[Seen], preset: str) -> list[Seen]:
    """The files of one preset."""
    return [one for one in renditions if one["preset"] == preset]


async def in_store(bucket: Bucket, url: str) -> bytes:
    """A public file; the test's API has no web server before it."""
    async with await bucket.open(url.removeprefix("/")) as stored:
        return b"".join([piece async for piece in stored.chunks()])


async def test_presets_are_told_as_configured(importer: Client) -> None:
    """Private ones first; each with box, fit, formats, privacy and rights."""
    told = (await importer.ask(PRESETS))["presets"]
    by_name = {one["name"]: one for one in told}

    assert [one["name"] for one in told] == [
        "FULLSIZE",
        "THUMB",
        "TILE",
        "CARD",
        "LARGE",
        "MEDIUM",
        "SMALL",
        "SQUARE",
        "BANNER",
    ]
    assert by_name["BANNER"]["width"] == 120
    assert by_name["BANNER"]["height"] == 60
    assert by_name["BANNER"]["fit"] == "COVER"
    assert by_name["SQUARE"]["privacy"] == "RIGHTS"
    assert by_name["SQUARE"]["published"]
    assert not by_name["SQUARE"]["builtIn"]
    assert by_name["CARD"]["rights"] == ["COPYRIGHT"]
    assert by_name["FULLSIZE"] == {
        "name": "FULLSIZE",
        "width": 2048,
        "height": 2048,
        "fit": "INSIDE",
        "privacy": "BARE",
        "rights": [],
        "published": False,
        "builtIn": True,
        "formats": [
            {
                "format": "JPEG",
                "contentType": "image/jpeg",
                "quality": 85,
                "effort": None,
                "background": None,
                "animated": False,
            }
        ],
    }


async def test_presets_are_for_those_who_are_known(stranger: Client) -> None:
    """The settings of a house are its own."""
    assert await stranger.refused(PRESETS) == "UNAUTHENTICATED"


async def test_own_presets_come_out_as_configured(
    importer: Client, reviewer: Client, bucket: Bucket
) -> None:
    """Private and public files have the sizes and types of their presets; colours are told."""
    [id] = await processed(importer, panorama(0.1))
    await published(reviewer, id)
    found = await seen(reviewer, id)
    private = {one["preset"]: one for one in found["renditions"]}
    public = found["publication"]["renditions"]

    assert [*private] == ["FULLSIZE", "THUMB", "TILE", "CARD"]
    assert (private["TILE"]["width"], private["TILE"]["height"]) == (60, 60)
    assert private["CARD"]["contentType"] == "image/avif"
    assert shows_red((await fetched(private["TILE"]["url"])).content)
    assert [(one["width"], one["height"]) for one in of(public, "SQUARE")] == [(300, 300)] * 2
    assert {one["contentType"] for one in of(public, "SQUARE")} == {"image/jpeg", "image/webp"}
    assert shows_red(await in_store(bucket, of(public, "BANNER")[0]["url"]))
    assert found["dominantColor"] == "#808080"
    assert 20 <= len(found["thumbHash"]) <= 36
    assert found["focalPoint"]["suggested"]
    assert abs(found["focalPoint"]["x"] - 0.1) < 0.05


async def test_only_what_is_cropped_is_made_again(
    importer: Client, reviewer: Client, bucket: Bucket
) -> None:
    """The public crop gets a new address and the old one is gone; all else stays as it was."""
    [id] = await processed(importer, panorama(0.1))
    await published(reviewer, id)
    before = await seen(reviewer, id)
    answer = await focus(importer, id, before["version"], x=0.9, y=0.5)
    await idle()
    after = await seen(reviewer, id)
    [old], [new] = (of(one["publication"]["renditions"], "BANNER") for one in (before, after))
    [tile] = of(after["renditions"], "TILE")
    jobs = await Job.find({"image_id": object_id("Image", id, [])}).sort("_id").to_list()
    public = await keys(bucket, "published/")

    assert answer["userErrors"] == []
    assert answer["image"]["focalPoint"] == {"x": 0.9, "y": 0.5, "suggested": False}
    assert after["version"] == before["version"] + 1
    assert not shows_red((await fetched(tile["url"])).content)
    assert not shows_red(await in_store(bucket, new["url"]))
    assert old["url"] != new["url"]
    assert old["url"].removeprefix("/") not in public
    others = [
        [one for one in all_of_it["publication"]["renditions"] if one["preset"] != "BANNER"]
        for all_of_it in (before, after)
    ]
    assert others[0] == others[1]
    assert before["publication"]["at"] == after["publication"]["at"]
    assert len(public) == len(after["publication"]["renditions"]) == 9
    assert [job.payload.get("names") for job in jobs if job.kind is JobKind.RENDER] == [
        ["BANNER", "TILE"]
    ]
    again = [job.payload["keys"] for job in jobs if job.kind is JobKind.PUBLISH][1:]
    assert [sorted(one) for one in again] == [["BANNER_PNG"]]


async def test_the_same_point_makes_nothing_again(importer: Client) -> None:
    """Saying what is so already costs no job; null goes back to the suggestion."""
    [id] = await processed(importer, panorama(0.1))
    found = await seen(importer, id)
    x, y = found["focalPoint"]["x"], found["focalPoint"]["y"]
    same = await focus(importer, id, found["version"], x=x, y=y)
    back = await focus(importer, id, same["image"]["version"], x=None, y=None)

    assert same["image"]["focalPoint"] == {"x": x, "y": y, "suggested": False}
    assert back["image"]["focalPoint"] == {"x": x, "y": y, "suggested": True}
    assert await Job.find({"kind": JobKind.RENDER}).count() == 0


OUTSIDE: list[tuple[dict[str, float], str]] = [
    ({"x": 1.01, "y": 0.5}, "x"),
    ({"x": 0.5, "y": -0.01}, "y"),
    ({"x": 0.5}, "y"),
    ({"y": 0.5}, "x"),
]


async def test_a_point_lies_within_its_picture(importer: Client) -> None:
    """Anything else is refused, names the coordinate, and changes nothing."""
    [id] = await processed(importer, panorama(0.1))
    answers = [(await focus(importer, id, 1, **point), path) for point, path in OUTSIDE]

    for answer, path in answers:
        assert [(one["code"], one["path"]) for one in answer["userErrors"]] == [
            ("INVALID_FOCAL_POINT", [path])
        ]
    assert (await seen(importer, id))["focalPoint"]["suggested"]


async def test_of_two_at_once_one_is_told(importer: Client, reviewer: Client) -> None:
    """The second has not seen the first's point: CONFLICT, with the picture as it is."""
    [id] = await processed(importer, panorama(0.1))
    version = (await seen(importer, id))["version"]
    answers = await asyncio.gather(
        focus(importer, id, version, x=0.2, y=0.5), focus(reviewer, id, version, x=0.8, y=0.5)
    )
    await idle()
    refused = [one["code"] for answer in answers for one in answer["userErrors"]]
    [won] = [answer for answer in answers if not answer["userErrors"]]

    assert refused == ["CONFLICT"]
    assert all(answer["image"]["version"] == version + 1 for answer in answers)
    assert (await seen(importer, id))["focalPoint"] == won["image"]["focalPoint"]


async def test_viewers_look_only(importer: Client, sign_up: SignUp) -> None:
    """A VIEWER sees the point and may not set it; an unknown picture has none."""
    [id] = await processed(importer, panorama(0.1))
    viewer = await sign_up("vera", Role.VIEWER)
    asked = {"id": id, "expectedVersion": 1, "x": 0.5, "y": 0.5}
    unknown = await focus(importer, id[:-4] + "AAA=", 1, x=0.5, y=0.5)

    assert await viewer.refused(FOCUS, input=asked) == "FORBIDDEN"
    assert (await seen(viewer, id))["focalPoint"]["suggested"]
    assert unknown["userErrors"][0]["code"] in {"NOT_FOUND", "INVALID_ID"}


async def renewed(client: Client, id: str, file: Sent) -> Seen:
    """The picture with another file, once that is processed."""
    answer = await replaced(client, id, (await seen(client, id))["version"], file)
    assert answer["userErrors"] == []
    await idle()
    return await seen(client, id)


async def test_a_point_is_said_of_certain_pixels(importer: Client) -> None:
    """The same picture in another file keeps it; another picture is seen afresh."""
    [id] = await processed(importer, panorama(0.1))
    await focus(importer, id, 1, x=0.9, y=0.5)
    await idle()
    first = panorama(0.1)
    with Picture.open(io.BytesIO(first.content)) as image:
        same = Sent("same.png", photos.saved(image, "PNG", compress_level=1))
    kept = await renewed(importer, id, same)
    dropped = await renewed(importer, id, panorama(0.3, also=9))
    [tile] = of(dropped["renditions"], "TILE")

    assert same.content != first.content
    assert kept["focalPoint"] == {"x": 0.9, "y": 0.5, "suggested": False}
    assert dropped["focalPoint"]["suggested"]
    assert abs(dropped["focalPoint"]["x"] - 0.3) < 0.05
    assert shows_red((await fetched(tile["url"])).content)


async def test_nothing_is_left_of_what_was_made_again(
    importer: Client, reviewer: Client, bucket: Bucket
) -> None:
    """Withdrawn, no address answers, old or new; removed for good, no object is left."""
    [id] = await processed(importer, panorama(0.1))
    await published(reviewer, id)
    version = (await seen(reviewer, id))["version"]
    await focus(importer, id, version, x=0.9, y=0.5)
    await idle()
    answer = await reviewer.ask(WITHDRAW, input={"ids": [id], "reason": "RIGHTS"})
    withdrawn = await keys(bucket, "published/")
    await purged(object_id("Image", id, []), bucket)

    assert answer["withdrawImages"]["userErrors"] == []
    assert withdrawn == []
    assert await keys(bucket) == []


async def test_rights_are_told_and_nothing_else(
    importer: Client, reviewer: Client, bucket: Bucket, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Read by ExifTool: each file tells the rights of its preset, as edited, and no other tag."""
    path = tmp_path / "one.jpeg"
    path.write_bytes(planted("JPEG"))
    said = ["-IFD0:Artist=Ada L.", "-IFD0:Copyright=(c) File", "-XMP-photoshop:Credit=Agency"]
    assert await exiftool.write(path, [*said, "-XMP-dc:Title=Secret plan", "-IPTC:City=Paris"])
    [id] = await processed(importer, Sent("one.jpeg", path.read_bytes()))
    version = (await seen(importer, id))["version"]
    changes = {"id": id, "expectedVersion": version, "copyrightNotice": "(c) Edited"}
    answer = await importer.ask(UPDATE, input={"images": [changes]})
    assert answer["updateImages"]["userErrors"] == []
    await published(reviewer, id)
    found = await seen(reviewer, id)
    files = [
        *[(one, (await fetched(one["url"])).content) for one in found["renditions"]],
        *[(one, await in_store(bucket, one["url"])) for one in found["publication"]["renditions"]],
    ]
    told: dict[str, list[object]] = {}
    for one, content in files:
        path.write_bytes(content)
        tags = await exiftool.read(path)
        preset = OURS.named(one["preset"])[0]
        assert beyond(tags, preset) == []
        assert not any(tag.startswith("ICC") for tag in tags)
        assert leaks(content) == set()
        names = ("XMP-dc:Creator", "XMP-photoshop:Credit", "XMP-dc:Rights")
        told.setdefault(one["preset"], []).append(tuple(tags.get(name) for name in names))

    assert len(files) == 4 + 9
    assert {one["privacy"] for one, _ in files if one["preset"] in {"SQUARE", "CARD"}} == {"RIGHTS"}
    assert told["SQUARE"] == [("Ada L.", "Agency", "(c) Edited")] * 2
    assert told["CARD"] == [(None, None, "(c) File")]
    assert told["FULLSIZE"] == [(None, None, None)]

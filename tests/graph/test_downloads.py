"""Files to take along: with what people wrote, as they came, or telling nothing."""

import asyncio
import hashlib
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture

from actions.downloading.downloads import sweep_downloads
from documents.clock import now
from documents.users import Role
from processing.exiftool import ExifTool, Tags
from storage import keys
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import SignUp
from tests.graph.documents import DELETE, ERRORS
from tests.graph.steps import fetched, image, processed
from tests.graph.test_metadata import FORGET, edit, seen
from tests.graph.trashing import PURGE, RESTORE, replaced
from tests.server import Client, Sent

OF = """
  state url sidecarUrl fileName bytes expiresAt metadata
  job { id kind state problem { code message } }
"""
PREPARE = f"""
mutation Prepare($input: PrepareDownloadsInput!) {{
  prepareDownloads(input: $input) {{
    downloads {{ image {{ id }} download {{ {OF} }} }} {ERRORS}
  }}
}}"""
DOWNLOAD = f"""
query Download($id: ID!, $metadata: DownloadMetadata!) {{
  image(id: $id) {{ download(metadata: $metadata) {{ {OF} }} downloadUrl(metadata: $metadata) }}
}}"""
LINK = "query Link($id: ID!) { image(id: $id) { downloadUrl } }"
TITLE = 'A "chair"\n#-o x 🪑 כיסא'

pytestmark = pytest.mark.usefixtures("worker")


@pytest.fixture
async def picture(importer: Client) -> str:
    """A picture that tells much."""
    data = photos.jpeg(
        gps=photos.SYDNEY, artist="PLANTED", camera=("PLANTED", "R5"), thumbnail=True
    )
    [id] = await processed(importer, Sent("Açaí chair.jpg", data))
    return id


async def prepared(client: Client, *ids: str, **more: Any) -> dict[str, Any]:
    """What came of the wish for files."""
    answer = await client.ask(PREPARE, input={"ids": list(ids), **more})
    return dict(answer["prepareDownloads"])


async def download(client: Client, id: str, metadata: str = "MERGED") -> dict[str, Any]:
    """The file to take along, as it is now."""
    found = (await client.ask(DOWNLOAD, id=id, metadata=metadata))["image"]
    assert found["downloadUrl"] == found["download"]["url"]
    return dict(found["download"])


async def made(
    client: Client, id: str, metadata: str = "MERGED", *, state: str = "READY"
) -> dict[str, Any]:
    """The file to take along, once it is made or, if that is expected, has failed."""
    answer = await prepared(client, id, metadata=metadata)
    assert answer["userErrors"] == []
    async with asyncio.timeout(20):
        while (found := await download(client, id, metadata))["state"] == "PREPARING":
            await asyncio.sleep(0.02)
    assert found["state"] == state, found["job"]
    return found


async def tags_at(url: str, exiftool: ExifTool, folder: Path) -> tuple[bytes, Tags]:
    """The bytes behind a link, and what ExifTool says of them."""
    answer = await fetched(url)
    assert answer.status_code == 200, answer.text
    path = folder / "downloaded"
    path.write_bytes(answer.content)
    return answer.content, await exiftool.read(path)


async def stored(bucket: Bucket) -> list[str]:
    return [info.key async for info in bucket.list(keys.DOWNLOADS)]


async def test_what_people_wrote_is_in_the_file(
    importer: Client, reviewer: Client, picture: str, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Letter by letter, under the file's own name, with every pixel as it was."""
    await edit(importer, picture, title=TITLE, keywords=["a"], rating=4)
    before = await download(reviewer, picture)
    found = await made(reviewer, picture)
    original = await download(reviewer, picture, "ORIGINAL")
    data, tags = await tags_at(found["url"], exiftool, tmp_path)
    untouched, _ = await tags_at(original["url"], exiftool, tmp_path)
    name = (await fetched(found["url"])).headers["content-disposition"]

    assert (before["state"], before["url"]) == ("NOT_PREPARED", None)
    assert (found["state"], found["sidecarUrl"], found["bytes"]) == ("READY", None, len(data))
    assert (tags["XMP-dc:Title"], tags["XMP-xmp:Rating"]) == (TITLE, 4)
    assert tags["IFD0:Artist"] == "PLANTED"
    assert (found["job"]["kind"], found["job"]["state"]) == ("DOWNLOAD", "SUCCEEDED")
    assert "A%C3%A7a%C3%AD%20chair.jpg" in name
    with photos.opened(data) as one, photos.opened(untouched) as other:
        assert one.tobytes() == other.tobytes()
    assert TITLE.encode() not in untouched


async def test_a_bare_file_tells_nothing(
    reviewer: Client, picture: str, sign_up: SignUp, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Everybody who sees the picture may have it; the others are for those who see places."""
    viewer = await sign_up("vera", Role.VIEWER)
    found = await made(viewer, picture, "NONE")
    data, tags = await tags_at(found["url"], exiftool, tmp_path)
    refused = [
        await viewer.refused(PREPARE, input={"ids": [picture], "metadata": metadata})
        for metadata in ("MERGED", "ORIGINAL")
    ]

    assert b"PLANTED" not in data
    assert [key for key in tags if key.startswith(("GPS:", "IFD", "XMP", "ExifIFD"))] == []
    assert refused == ["FORBIDDEN", "FORBIDDEN"]
    assert await viewer.refused(LINK, id=picture) == "FORBIDDEN"


async def test_the_original_is_there_at_once(reviewer: Client, picture: str) -> None:
    """It needs no job, and is not kept twice."""
    answer = await prepared(reviewer, picture, metadata="ORIGINAL")
    [one] = answer["downloads"]

    assert (one["download"]["state"], one["download"]["job"]) == ("READY", None)
    assert b"PLANTED" in (await fetched(one["download"]["url"])).content


async def test_a_file_is_made_once_until_it_would_differ(
    importer: Client, reviewer: Client, picture: str
) -> None:
    """Two who want it at once, and one later, share it; after an edit it is made anew."""
    both = await asyncio.gather(*(prepared(reviewer, picture) for _ in range(2)))
    first = await made(reviewer, picture)
    jobs = {each["downloads"][0]["download"]["job"]["id"] for each in both}
    again = (await prepared(reviewer, picture))["downloads"][0]["download"]
    bare = await made(reviewer, picture, "NONE")
    await edit(importer, picture, title="new")
    stale = await download(reviewer, picture)
    second = await made(reviewer, picture)

    assert jobs == {first["job"]["id"]}
    assert (again["state"], again["job"]["id"]) == ("READY", first["job"]["id"])
    assert (stale["state"], stale["url"]) == ("NOT_PREPARED", None)
    assert second["job"]["id"] != first["job"]["id"]
    assert (await download(reviewer, picture, "NONE"))["job"]["id"] == bare["job"]["id"]


async def test_wrong_ids_are_refused_one_by_one(reviewer: Client, picture: str) -> None:
    """The others are made; ABORT makes none; 250 at once are enough."""
    missing = "SW1hZ2U6NjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
    aborted = await prepared(reviewer, missing, picture, errorPolicy="ABORT")
    answer = await prepared(reviewer, missing, picture)
    many = await prepared(reviewer, *[picture] * 251)

    assert aborted["downloads"] == []
    assert [(one["code"], one["path"]) for one in answer["userErrors"]] == [
        ("NOT_FOUND", ["ids", "0"])
    ]
    assert [one["image"]["id"] for one in answer["downloads"]] == [picture]
    assert [one["code"] for one in many["userErrors"]] == ["TOO_MANY"]


async def test_a_picture_that_failed_is_not_given_out(
    importer: Client, reviewer: Client, database: Any, picture: str
) -> None:
    """Only what was checked is."""
    await database["images"].update_one({}, {"$set": {"state": "FAILED"}})
    answer = await prepared(reviewer, picture)

    assert [one["code"] for one in answer["userErrors"]] == ["NOT_READY"]


@cache
def moving() -> bytes:
    """An animated AVIF, whose metadata only ExifTool would find."""
    out = BytesIO()
    frames = [photos.quarters(64, 48), Picture.new("RGB", (64, 48), "red")]
    frames[0].save(out, "AVIF", save_all=True, append_images=frames[1:], speed=10)
    return out.getvalue()


async def test_what_a_format_cannot_carry_comes_beside(
    importer: Client, reviewer: Client, exiftool: ExifTool, tmp_path: Path
) -> None:
    """The answer says so: an XMP file with its own link and name."""
    [id] = await processed(importer, Sent("moving.avif", moving()))
    await edit(importer, id, title=TITLE)
    found = await made(reviewer, id)
    _, tags = await tags_at(found["sidecarUrl"], exiftool, tmp_path)

    assert tags["XMP-dc:Title"] == TITLE
    assert (await fetched(found["url"])).content == moving()
    assert "moving.xmp" in (await fetched(found["sidecarUrl"])).headers["content-disposition"]


async def test_what_cannot_be_made_fails_with_a_reason(
    reviewer: Client, picture: str, bucket: Bucket, database: Any
) -> None:
    """A lost original ends the job; asked again, it is tried again."""
    image = await database["images"].find_one({})
    await bucket.delete([image["original"]["key"]])
    first = await made(reviewer, picture, state="FAILED")
    second = await made(reviewer, picture, state="FAILED")

    assert (first["job"]["problem"]["code"], first["url"]) == ("ORIGINAL_MISSING", None)
    assert second["job"]["id"] != first["job"]["id"]


async def test_forgetting_a_place_takes_made_files_away(
    reviewer: Client, picture: str, bucket: Bucket, exiftool: ExifTool, tmp_path: Path
) -> None:
    """The next file has no place, and the last one is gone."""
    old = await made(reviewer, picture)
    await reviewer.ask(FORGET, input={"ids": [picture]})
    await sweep_downloads(bucket)
    gone = (await fetched(old["url"])).status_code
    new = await made(reviewer, picture)
    _, tags = await tags_at(new["url"], exiftool, tmp_path)

    assert gone == 404
    assert [key for key in tags if "GPS" in key] == []
    assert tags["IFD0:Artist"] == "PLANTED"


async def test_a_deleted_pictures_files_go(
    reviewer: Client, admin: Client, picture: str, bucket: Bucket
) -> None:
    """From the trash by the next sweep, and for good at once."""
    await made(reviewer, picture)
    await reviewer.ask(DELETE, input={"ids": [picture]})
    await sweep_downloads(bucket)
    swept = await stored(bucket)
    await reviewer.ask(RESTORE, input={"ids": [picture]})
    back = await download(reviewer, picture)
    await made(reviewer, picture)
    kept = await stored(bucket)
    await reviewer.ask(DELETE, input={"ids": [picture]})
    await admin.ask(PURGE, input={"ids": [picture]})

    assert (swept, back["state"], len(kept)) == ([], "NOT_PREPARED", 1)
    assert await stored(bucket) == []


async def test_another_file_takes_made_files_away(
    importer: Client, reviewer: Client, picture: str, bucket: Bucket
) -> None:
    """What was made of the old one is never given out as the new one's."""
    await made(reviewer, picture, "NONE")
    version = (await seen(importer, picture))["version"]
    await replaced(importer, picture, version, Sent("b.jpg", photos.jpeg(80, 60)))
    found = await download(reviewer, picture, "NONE")
    await sweep_downloads(bucket)

    assert (found["state"], await stored(bucket)) == ("NOT_PREPARED", [])


async def test_made_files_are_kept_for_a_day(
    reviewer: Client, picture: str, bucket: Bucket, database: Any
) -> None:
    """Then they go, unless somebody asks for them again before."""
    await made(reviewer, picture)
    ages = {"$set": {"expires_at": now() - timedelta(seconds=1)}}
    await database["downloads"].update_many({}, ages)
    await prepared(reviewer, picture)
    await sweep_downloads(bucket)
    kept = await download(reviewer, picture)
    await database["downloads"].update_many({}, ages)
    await sweep_downloads(bucket)

    assert kept["state"] == "READY"
    assert (await download(reviewer, picture))["state"] == "NOT_PREPARED"
    assert (await stored(bucket), await database["downloads"].count_documents({})) == ([], 0)


REWRITE = f"""
mutation Rewrite($input: RemoveLocationInput!) {{
  removeLocation(input: $input) {{ images {{ id sha256 }} jobs {{ id kind }} {ERRORS} }}
}}"""
JOB = "query Job($id: ID!) { node(id: $id) { ... on Job { state problem { code } } } }"


async def ended(client: Client, id: str) -> str:
    """The state in which a job ended."""
    async with asyncio.timeout(20):
        while (job := (await client.ask(JOB, id=id))["node"])["state"] in {"QUEUED", "RUNNING"}:
            await asyncio.sleep(0.02)
    return str(job["state"])


async def test_an_original_can_forget_its_place_too(
    reviewer: Client, picture: str, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Its checksum is new and told; pixels, all else and the renditions stay."""
    before, _ = await tags_at(
        (await download(reviewer, picture, "ORIGINAL"))["url"], exiftool, tmp_path
    )
    input = {"ids": [picture], "alsoFromOriginal": True}
    answer = (await reviewer.ask(REWRITE, input=input))["removeLocation"]
    state = await ended(reviewer, answer["jobs"][0]["id"])
    after, tags = await tags_at(
        (await download(reviewer, picture, "ORIGINAL"))["url"], exiftool, tmp_path
    )
    shown = await image(reviewer, picture)
    seen_still = [(await fetched(one["url"])).status_code for one in shown["renditions"]]

    assert (state, answer["jobs"][0]["kind"]) == ("SUCCEEDED", "REMOVE_LOCATION")
    assert shown["sha256"] == hashlib.sha256(after).hexdigest()
    assert shown["sha256"] != answer["images"][0]["sha256"]
    assert (shown["bytes"], shown["state"], seen_still) == (len(after), "READY", [200, 200])
    assert [key for key in tags if "GPS" in key] == []
    assert tags["IFD0:Artist"] == "PLANTED"
    with photos.opened(before) as one, photos.opened(after) as other:
        assert one.tobytes() == other.tobytes()


async def test_not_everybody_may_rewrite_originals(importer: Client, picture: str) -> None:
    """It cannot be undone, so it is for those who may delete."""
    input = {"ids": [picture], "alsoFromOriginal": True}

    assert await importer.refused(REWRITE, input=input) == "FORBIDDEN"

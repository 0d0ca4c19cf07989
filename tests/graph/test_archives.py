"""Many pictures to take along in one ZIP."""

import asyncio
import csv
import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from actions.downloading import archives
from actions.downloading.archives import sweep_archives
from actions.downloading.names import Names
from documents.clock import now
from documents.users import Role
from processing.exiftool import ExifTool
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import SignUp
from tests.graph.documents import DELETE, ERRORS
from tests.graph.steps import fetched, processed
from tests.graph.test_downloads import TITLE, moving, stored
from tests.graph.test_downloads import made as made_alone
from tests.graph.test_metadata import FORGET, edit
from tests.graph.trashing import PURGE
from tests.server import Client, Sent

OF = """
  id state metadata images files fileName url bytes createdAt expiresAt
  problems { code message imageId } job { id kind state progress problem { code } }
"""
PREPARE = f"""
mutation Prepare($input: PrepareArchiveInput!) {{
  prepareArchive(input: $input) {{ archive {{ {OF} }} {ERRORS} }}
}}"""
ARCHIVE = f"query Archive($id: ID!) {{ downloadArchive(id: $id) {{ {OF} }} }}"
MISSING = "SW1hZ2U6NjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"

pytestmark = pytest.mark.usefixtures("worker")


@pytest.fixture
async def pictures(importer: Client) -> list[str]:
    """Three that some file systems would take for two."""
    files = [
        Sent("cat.jpg", photos.jpeg(64, 48, gps=photos.SYDNEY, artist="PLANTED")),
        Sent("CAT.JPG", photos.jpeg(80, 60)),
        Sent("=cat.jpg", photos.jpeg(96, 64)),
    ]
    return await processed(importer, *files, productCode="=SKU")


async def prepared(client: Client, *ids: str, **more: Any) -> dict[str, Any]:
    """What came of the wish for an archive."""
    answer = await client.ask(PREPARE, input={"ids": list(ids), **more})
    return dict(answer["prepareArchive"])


async def archive(client: Client, id: str) -> Any:
    """The archive as it is now; None where there is none."""
    return (await client.ask(ARCHIVE, id=id))["downloadArchive"]


async def ended(client: Client, id: str) -> dict[str, Any]:
    """The archive, once it is made or has failed."""
    async with asyncio.timeout(20):
        while (found := await archive(client, id))["state"] == "PREPARING":
            await asyncio.sleep(0.02)
    return dict(found)


async def made(client: Client, *ids: str, **more: Any) -> dict[str, Any]:
    """The archive, READY."""
    answer = await prepared(client, *ids, **more)
    assert answer["userErrors"] == []
    found = await ended(client, answer["archive"]["id"])
    assert found["state"] == "READY", found["job"]
    return found


async def unpacked(found: dict[str, Any]) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """The files of an archive by name, and the rows of its table."""
    answer = await fetched(found["url"])
    assert (answer.status_code, len(answer.content)) == (200, found["bytes"])
    with zipfile.ZipFile(BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
        assert {one.compress_type for one in opened.infolist()} == {zipfile.ZIP_STORED}
        files = {name: opened.read(name) for name in opened.namelist()}
    table = files.pop("manifest.csv").decode("utf-8-sig")
    return files, list(csv.DictReader(StringIO(table)))


async def test_many_files_come_in_one(reviewer: Client, pictures: list[str]) -> None:
    """Byte by byte, each under a name of its own, with a table that tells which is which."""
    found = await made(reviewer, *pictures, pictures[0], metadata="ORIGINAL")
    files, rows = await unpacked(found)
    link = await fetched(found["url"])

    assert (found["images"], found["files"], found["problems"]) == (3, 3, [])
    assert (found["job"]["kind"], found["job"]["progress"]) == ("ARCHIVE", 1.0)
    assert list(files) == ["cat.jpg", "CAT-2.JPG", "=cat.jpg"]
    assert [row["imageId"] for row in rows] == pictures
    assert [row["fileName"] for row in rows] == ["cat.jpg", "CAT-2.JPG", "'=cat.jpg"]
    assert {row["productCode"] for row in rows} == {"'=SKU"}
    assert [row["sha256"] for row in rows] == [
        hashlib.sha256(data).hexdigest() for data in files.values()
    ]
    assert b"PLANTED" in files["cat.jpg"]
    assert found["fileName"] in link.headers["content-disposition"]


async def test_files_are_those_that_come_alone(
    importer: Client, reviewer: Client, pictures: list[str], bucket: Bucket
) -> None:
    """Made before, or made for the archive in the same way; with edits, or bare."""
    await edit(importer, pictures[0], title="A new title")
    alone = await made_alone(reviewer, pictures[0])
    merged, _ = await unpacked(await made(reviewer, *pictures[:2]))
    bare, _ = await unpacked(await made(reviewer, *pictures[:2], metadata="NONE"))
    bare_alone = await made_alone(reviewer, pictures[0], "NONE")

    assert merged["cat.jpg"] == (await fetched(alone["url"])).content
    assert b"A new title" in merged["cat.jpg"]
    assert bare["cat.jpg"] == (await fetched(bare_alone["url"])).content
    assert b"PLANTED" not in bare["cat.jpg"]


async def test_a_made_file_is_not_made_again(
    reviewer: Client, pictures: list[str], bucket: Bucket, database: Any
) -> None:
    """What lies there is packed; what was swept at that moment is made."""
    await made_alone(reviewer, pictures[0])
    row = await database["downloads"].find_one({})
    await bucket.put(row["key"], BytesIO(b"what lies there"), content_type="image/jpeg")
    first, _ = await unpacked(await made(reviewer, pictures[0]))
    await bucket.delete([row["key"]])
    second, _ = await unpacked(await made(reviewer, pictures[0]))

    assert first["cat.jpg"] == b"what lies there"
    assert second["cat.jpg"].startswith(b"\xff\xd8")


async def test_an_xmp_file_stands_beside_what_needs_one(
    importer: Client, reviewer: Client, exiftool: ExifTool, tmp_path: Path
) -> None:
    """Named like its picture, made anew or made before."""
    [id] = await processed(importer, Sent("moving.avif", moving()))
    await edit(importer, id, title=TITLE)
    anew, [row] = await unpacked(await made(reviewer, id))
    await made_alone(reviewer, id)
    before, _ = await unpacked(await made(reviewer, id))
    (tmp_path / "a.xmp").write_bytes(anew["moving.xmp"])

    assert list(anew) == list(before) == ["moving.avif", "moving.xmp"]
    assert row["sidecarName"] == "moving.xmp"
    assert (await exiftool.read(tmp_path / "a.xmp"))["XMP-dc:Title"] == TITLE


async def test_names_never_clash() -> None:
    """Whatever they are, and whatever case: with one another, XMP files, or the table."""
    names = Names(["manifest.csv"])
    given = [names.of(one) for one in ("a.jpg", "A.JPG", "../a.jpg", "Manifest.csv", "a.xmp")]
    beside = [names.beside(one) for one in ("a.jpg", "A-2.JPG")]

    assert given == ["a.jpg", "A-2.JPG", "a-3.jpg", "Manifest-2.csv", "a.xmp"]
    assert beside == ["a.jpg.xmp", "A-2.xmp"]


async def test_what_cannot_be_packed_is_told_and_the_rest_goes_on(
    reviewer: Client, pictures: list[str], bucket: Bucket, database: Any
) -> None:
    """A lost original costs nobody the others."""
    rows = await database["images"].find({}).sort("_id").to_list()
    lost = next(row for row in rows if row["imported"]["file_name"] == "CAT.JPG")
    await bucket.delete([lost["original"]["key"]])
    found = await made(reviewer, *pictures)
    files, told = await unpacked(found)
    [problem] = found["problems"]

    assert (problem["code"], problem["imageId"]) == ("ORIGINAL_MISSING", pictures[1])
    assert (list(files), found["files"]) == (["cat.jpg", "=cat.jpg"], 2)
    assert [row["problem"] for row in told] == ["", "ORIGINAL_MISSING", ""]


async def test_wrong_ids_are_refused_one_by_one(
    reviewer: Client, pictures: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is refused alone there is no archive; limits are named."""
    some = await prepared(reviewer, MISSING, pictures[0], idempotencyKey="k")
    again = await prepared(reviewer, MISSING, pictures[0], idempotencyKey="k")
    none = await prepared(reviewer, MISSING)
    many = await prepared(reviewer, *[pictures[0]] * 251)
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    large = await prepared(reviewer, *pictures)

    assert [(one["code"], one["path"]) for one in some["userErrors"]] == [
        ("NOT_FOUND", ["ids", "0"])
    ]
    assert again["userErrors"] == some["userErrors"]
    assert again["archive"]["id"] == some["archive"]["id"]
    assert (none["archive"], [one["code"] for one in none["userErrors"]]) == (None, ["NOT_FOUND"])
    assert [one["code"] for one in many["userErrors"]] == ["TOO_MANY"]
    [too_large] = large["userErrors"]
    assert (too_large["code"], too_large["params"][0]["value"]) == ("DOWNLOAD_TOO_LARGE", "10")


async def test_a_picture_that_is_not_ready_is_refused(
    reviewer: Client, pictures: list[str], database: Any
) -> None:
    """Only what was checked is packed; the same key gives the same refusal."""
    await database["images"].update_many({}, {"$set": {"state": "FAILED"}})
    both = [await prepared(reviewer, *pictures, idempotencyKey="k") for _ in range(2)]

    assert both[0] == both[1]
    assert [one["code"] for one in both[0]["userErrors"]] == ["NOT_READY"] * 3


async def test_two_with_one_key_make_one(
    reviewer: Client, pictures: list[str], database: Any
) -> None:
    """At once, one is told to wait or given the same; another input needs another key."""
    both = await asyncio.gather(
        *(prepared(reviewer, *pictures, idempotencyKey="k") for _ in range(2))
    )
    other = await prepared(reviewer, pictures[0], idempotencyKey="k")
    ids = {each["archive"]["id"] for each in both if each["archive"]}
    waiting = [one["code"] for each in both for one in each["userErrors"]]

    assert len(ids) == 1
    assert set(waiting) <= {"CALL_IN_PROGRESS"}
    assert [one["code"] for one in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert await database["archives"].count_documents({}) == 1


async def test_it_is_for_whoever_asked_and_admins(
    reviewer: Client, admin: Client, sign_up: SignUp, pictures: list[str], stranger: Client
) -> None:
    """Others find nothing; what tells a place is for those who may see places."""
    viewer = await sign_up("vera", Role.VIEWER)
    other = await sign_up("rolf", Role.REVIEWER)
    found = await made(reviewer, *pictures)
    bare = await made(viewer, *pictures, metadata="NONE")
    refused = [
        await viewer.refused(PREPARE, input={"ids": pictures, "metadata": metadata})
        for metadata in ("MERGED", "ORIGINAL")
    ]

    assert (await archive(admin, found["id"]))["state"] == "READY"
    assert (await archive(admin, bare["id"]))["state"] == "READY"
    assert await archive(other, found["id"]) is None
    assert await archive(viewer, found["id"]) is None
    assert refused == ["FORBIDDEN", "FORBIDDEN"]
    assert await stranger.refused(ARCHIVE, id=found["id"]) == "UNAUTHENTICATED"


async def test_it_is_kept_for_a_day(
    reviewer: Client, pictures: list[str], bucket: Bucket, database: Any
) -> None:
    """Then nobody finds it, and file and record go."""
    found = await made(reviewer, *pictures)
    ages = {"$set": {"expires_at": now() - timedelta(seconds=1)}}
    await database["archives"].update_many({}, ages)
    hidden = await archive(reviewer, found["id"])
    swept = await sweep_archives(bucket)

    assert (hidden, swept, await stored(bucket)) == (None, 1, [])
    assert await database["archives"].count_documents({}) == 0


async def test_forgetting_a_place_takes_its_archives_away(
    reviewer: Client, pictures: list[str], bucket: Bucket
) -> None:
    """Those that hold the picture, and no others."""
    holds = await made(reviewer, pictures[0], metadata="ORIGINAL", idempotencyKey="k")
    other = await made(reviewer, pictures[1], metadata="ORIGINAL")
    await reviewer.ask(FORGET, input={"ids": [pictures[0]]})
    gone = await archive(reviewer, holds["id"])
    again = await prepared(reviewer, pictures[0], metadata="ORIGINAL", idempotencyKey="k")
    await sweep_archives(bucket)

    assert gone is None
    assert (again["archive"], [one["code"] for one in again["userErrors"]]) == (
        None,
        ["NOT_FOUND"],
    )
    assert (await fetched(holds["url"])).status_code == 404
    assert (await fetched(other["url"])).status_code == 200


async def test_a_picture_removed_for_good_takes_its_archives_away(
    reviewer: Client, admin: Client, pictures: list[str], bucket: Bucket
) -> None:
    """From the trash it may still come back, and what was packed stays for its day."""
    found = await made(reviewer, *pictures)
    await reviewer.ask(DELETE, input={"ids": [pictures[0]]})
    trashed = await archive(reviewer, found["id"])
    await admin.ask(PURGE, input={"ids": [pictures[0]]})
    purged = await archive(reviewer, found["id"])
    await sweep_archives(bucket)

    assert (trashed["state"], purged) == ("READY", None)
    assert (await fetched(found["url"])).status_code == 404

"""Metadata as a table: exported, changed by people, and taken in again."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.metadata import imports
from actions.metadata.exports import make, sweep_exports
from actions.metadata.imports import sweep_imports
from documents.audit import AuditEntry
from documents.clock import now
from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image
from documents.jobs import Job, JobKind, LeaseLost
from documents.metadata_exports import MetadataExport
from documents.metadata_imports import MetadataImport
from documents.users import Role
from graph.ids import global_id, object_id
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import SignUp, working
from tests.graph.steps import fetched, processed
from tests.graph.tables import EXPORT, EXPORTED, IMPORTED, ended, exported, sent, table, taken
from tests.graph.test_metadata import FORGET, edit, history, origins, seen
from tests.server import Client, Sent, codes


@pytest.fixture
async def many(admin: Client) -> list[str]:
    """More pictures than are dealt with while a caller waits."""
    images = [
        Image(
            imported=ImportRecord(
                file_name=f"{n}.jpg", file_size=1, importer_id=None, source=ImportSource.UPLOAD
            ),
            original=OriginalFile(key=f"{n}", clash_key=f"{n}", content_type="image/jpeg", bytes=1),
            product_code="MANY",
            metadata={"title": f"=T{n}"},
        )
        for n in range(260)
    ]
    await Image.insert_many(images)
    return [global_id("Image", image.id) for image in images]


@pytest.fixture
async def pictures(importer: Client, worker: None) -> list[str]:
    """Two pictures; the first was taken in Sydney."""
    first = photos.jpeg(gps=photos.SYDNEY, description="=HYPERLINK(1)", artist="Ana")
    return await processed(importer, Sent("=a.jpg", first), Sent("b.jpg", photos.jpeg()))


def told(made: dict[str, Any]) -> list[tuple[int, str, Any]]:
    """What became of each row: the fields, or the code."""
    return [
        (
            row["number"],
            row["outcome"],
            row["error"]["code"] if row["error"] else row["changedFields"],
        )
        for row in made["results"]["nodes"]
    ]


async def test_a_table_comes_back_and_changes_what_was_changed_in_it(
    importer: Client, pictures: list[str]
) -> None:
    """Untouched it changes nothing; a dry run tells what the real one does, which history has."""
    first, second = pictures
    await edit(importer, second, keywords=["a|b", "[clear]"], rating=-1)
    rows = await table(importer, ids=[second, first])
    before = [await seen(importer, id) for id in pictures]

    same = await taken(importer, rows)
    rows[0] |= {"title": "'=1+1", "keywords": "[clear]"}
    dry = await taken(importer, rows, dry_run=True)
    untouched = [await seen(importer, id) for id in pictures]
    real = await taken(importer, rows)
    after = await seen(importer, second)

    assert [row["id"] for row in rows] == [second, first]
    assert (rows[1]["fileName"], rows[1]["description"]) == ("'=a.jpg", "'=HYPERLINK(1)")
    assert (same["state"], same["job"], same["rows"], same["unchanged"]) == (
        "SUCCEEDED",
        None,
        2,
        2,
    )
    assert untouched == before
    assert told(dry) == told(real) == [(2, "CHANGED", ["title", "keywords"]), (3, "UNCHANGED", [])]
    assert [made["changed"] for made in (dry, real)] == [1, 1]
    assert (after["metadata"]["title"], after["metadata"]["keywords"]) == ("=1+1", [])
    assert origins(after["metadata"])["title"] == "EDITED"
    assert await seen(importer, first) == before[0]
    latest = (await history(importer, second))["nodes"][0]
    assert [change["field"] for change in latest["changes"]] == ["keywords", "title"]
    audit = await AuditEntry.find({"action": "image.metadata_edited"}).to_list()
    assert len(audit) == 2


async def test_a_table_that_is_sent_twice_changes_nothing_the_second_time(
    importer: Client, pictures: list[str]
) -> None:
    """The version of a changed row is old by then, but the row says what is there."""
    rows = await table(importer, ids=pictures)
    rows[0]["title"] = "New"

    first, second = await taken(importer, rows), await taken(importer, rows)

    assert (first["changed"], second["changed"], second["unchanged"]) == (1, 0, 2)


async def test_bad_rows_do_not_disturb_the_others(importer: Client, pictures: list[str]) -> None:
    """Each has its outcome, in order: stale, unknown, too long, not to be read, and good ones."""
    first, second = pictures
    rows = await table(importer, ids=pictures)
    await edit(importer, first, title="Somebody was faster")
    missing = global_id("Image", "0" * 24)
    plain = {"id": "", "version": "1", "title": "", "rating": "", "productCode": ""}
    sheet = [
        {**plain, "id": first, "version": rows[0]["version"], "title": "Mine"},
        {**plain, "id": missing, "title": "x"},
        {**plain, "id": "nonsense", "title": "x"},
        {**plain, "id": second, "version": rows[1]["version"], "title": "Good"},
    ]
    bad: list[tuple[dict[str, str], str, list[str]]] = [
        ({"title": "x" * 257}, "TEXT_TOO_LONG", ["title"]),
        ({"rating": "7"}, "INVALID_VALUE", ["rating"]),
        ({"rating": "x"}, "INVALID_VALUE", ["rating"]),
        ({"title": "x", "version": "new"}, "INVALID_VALUE", ["version"]),
        ({"productCode": "OTHER"}, "COLUMN_READ_ONLY", ["productCode"]),
    ]

    refused = [
        (await taken(importer, [{**sheet[3], **cells}]))["results"]["nodes"][0]["error"]
        for cells, _, _ in bad
    ]
    made = await taken(importer, sheet)

    assert [(one["code"], one["path"]) for one in refused] == [(code, at) for _, code, at in bad]
    assert {"name": "limit", "value": "256"} in refused[0]["params"]
    assert told(made) == [
        (2, "REFUSED", "CONFLICT"),
        (3, "REFUSED", "NOT_FOUND"),
        (4, "REFUSED", "INVALID_ID"),
        (5, "CHANGED", ["title"]),
    ]
    assert (await seen(importer, first))["metadata"]["title"] == "Somebody was faster"
    assert made["results"]["nodes"][3]["image"]["title"] == "Good"


async def test_a_table_that_cannot_be_used_changes_nothing(
    importer: Client, pictures: list[str]
) -> None:
    """A column twice, or an image twice, and no row is taken."""
    id, version = pictures[0], (await seen(importer, pictures[0]))["version"]
    twice = f"id,version,title\r\n{id},{version},A\r\n{id},{version},B\r\n"
    unknown = f"id,version,titel\r\n{id},{version},A\r\n"

    answers = [(await sent(importer, text.encode()))["data"] for text in (twice, unknown)]

    assert [codes(one["importMetadataCsv"]) for one in answers] == [
        ["CSV_IMAGE_TWICE"],
        ["CSV_COLUMN_UNKNOWN"],
    ]
    assert [one["importMetadataCsv"]["import"] for one in answers] == [None, None]
    assert (await seen(importer, id))["version"] == version


async def test_two_who_send_a_table_at_once_do_not_overwrite_each_other(
    importer: Client, reviewer: Client, pictures: list[str]
) -> None:
    """Of each picture one of them is told CONFLICT, and what is there is the other one's."""
    rows = await table(importer, ids=pictures)
    mine = [{**row, "title": "Mine"} for row in rows]
    yours = [{**row, "title": "Yours"} for row in rows]

    made = await asyncio.gather(taken(importer, mine), taken(reviewer, yours))

    titles = [(await seen(importer, id))["metadata"]["title"] for id in pictures]
    for place, title in enumerate(titles):
        outcomes = [told(one)[place][1:] for one in made]
        won = 0 if title == "Mine" else 1
        assert outcomes[won] == ("CHANGED", ["title"])
        assert outcomes[1 - won] == ("REFUSED", "CONFLICT")


async def test_positions_are_only_in_tables_of_those_who_may_see_them(
    importer: Client, reviewer: Client, pictures: list[str]
) -> None:
    """By default no table has them; with them it is for reviewers, who may change them too."""
    plain = await exported(importer, ids=pictures)
    asked = {"ids": pictures, "includeLocation": True}

    refused = await importer.refused(EXPORT, input=asked)
    [row, _] = await table(reviewer, **asked)
    made = await taken(reviewer, [{**row, "latitude": "1.5"}])

    content = (await fetched(plain["url"])).content
    assert b"151.2" not in content
    assert b"latitude" not in content
    assert refused == "FORBIDDEN"
    assert row["latitude"].startswith("-33.")
    assert told(made) == [(2, "CHANGED", ["location"])]
    found = (await seen(reviewer, pictures[0]))["metadata"]
    assert (found["latitude"], str(found["longitude"])) == (1.5, row["longitude"])


async def test_a_place_that_is_removed_is_in_no_table(
    importer: Client, pictures: list[str]
) -> None:
    """Removing it lets go of every table there is, and their files are swept."""
    made = await exported(importer, ids=pictures)

    await importer.ask(FORGET, input={"ids": pictures})

    assert (await importer.ask(EXPORTED, id=made["id"]))["metadataExport"]["url"] is None


async def test_what_has_expired_is_swept(
    importer: Client, pictures: list[str], bucket: Bucket
) -> None:
    """The file goes, then the record; a report of an import goes with what it left."""
    made = await exported(importer, ids=pictures)
    report = await taken(importer, await table(importer, ids=pictures))
    past = {"$set": {"expires_at": now() - timedelta(seconds=1)}}
    for model in (MetadataExport, MetadataImport):
        await model.get_pymongo_collection().update_many({}, past)

    swept = (await sweep_exports(bucket), await sweep_imports(bucket), await sweep_exports(bucket))

    assert swept == (2, 1, 0)
    assert [info.key async for info in bucket.list("exports/")] == []
    assert (await importer.ask(EXPORTED, id=made["id"]))["metadataExport"] is None
    assert (await importer.ask(IMPORTED, id=report["id"]))["metadataImport"] is None


async def test_tables_are_their_senders_own(
    importer: Client, reviewer: Client, sign_up: SignUp, pictures: list[str]
) -> None:
    """Others find neither; who only views may export, but not import."""
    viewer = await sign_up("vera", Role.VIEWER)
    rows = await table(viewer, ids=pictures)
    mine, report = await exported(importer, ids=pictures), await taken(importer, rows)

    answer = await sent(viewer, b"id,version\r\n")

    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await reviewer.ask(EXPORTED, id=mine["id"]))["metadataExport"] is None
    assert (await reviewer.ask(IMPORTED, id=report["id"]))["metadataImport"] is None


@pytest.mark.usefixtures("worker")
async def test_long_tables_are_taken_in_by_a_job(importer: Client, many: list[str]) -> None:
    """A filter finds them all; the report comes in pages, and a dry run of it writes nothing."""
    rows = await table(importer, where={"productCode": "MANY"})
    none = await table(importer, where={"productCode": "MANY", "quality": {"maxScore": 10}})
    rows[255]["title"] = "x" * 300
    sheet = [{**row, "headline": "H"} for row in rows]

    dry = await ended(importer, (await taken(importer, sheet, dry_run=True))["id"])
    real = await ended(importer, (await taken(importer, sheet))["id"])

    assert (sorted(row["id"] for row in rows), none) == (sorted(many), [])
    for made in (dry, real):
        assert (made["state"], made["rows"], made["done"]) == ("SUCCEEDED", 260, 260)
        assert (made["changed"], made["refused"], made["results"]["totalCount"]) == (259, 1, 260)
    last = real["results"]["pageInfo"]["endCursor"]
    more = await ended(importer, real["id"], after=last)
    [bad] = (await ended(importer, real["id"], outcome="REFUSED"))["results"]["nodes"]
    assert more["results"]["nodes"][0]["number"] == 102
    assert (bad["number"], bad["error"]["code"]) == (257, "TEXT_TOO_LONG")
    assert await Image.find({"edits.headline": "H", "version": 2}).count() == 259


async def test_a_worker_that_is_lost_is_taken_over_and_no_row_is_done_twice(
    importer: Client, many: list[str], tools: Tools, bucket: Bucket, tmp_path: Path
) -> None:
    """The report goes on behind the last batch that was written."""
    sheet = [{"id": id, "version": "1", "title": "New"} for id in many]
    made = await taken(importer, sheet)
    job = await Job.claim("lost")
    assert job is not None
    back = {"$set": {"by": None, "state": "QUEUED"}}
    await Job.get_pymongo_collection().update_one({"_id": job.id}, back)

    with pytest.raises(LeaseLost):
        await imports.work(job, tmp_path, bucket=bucket)
    halfway = await MetadataImport.get(object_id("MetadataImport", made["id"]))
    await Job.get_pymongo_collection().update_one({"_id": job.id}, {"$set": {"due": now()}})
    async with working(tools):
        done = await ended(importer, made["id"])

    assert made["state"] == "QUEUED"
    assert halfway is not None
    assert halfway.done == 250
    assert (done["changed"], done["refused"], done["results"]["totalCount"]) == (260, 0, 260)
    assert await Image.find({"edits.title": "New", "version": 2}).count() == 260
    assert [info.key async for info in bucket.list("exports/")] == []


async def test_who_may_not_edit_any_more_changes_nothing(
    importer: Client, many: list[str], tools: Tools
) -> None:
    """A table that waits for its worker is not written for somebody who has signed out."""
    sheet = [{"id": id, "version": "1", "title": "New"} for id in many]
    made = await taken(importer, sheet)
    record = await MetadataImport.get(object_id("MetadataImport", made["id"]))
    assert record is not None
    await record.set({"actor.session_id": record.id})
    async with working(tools):
        found = await ended(importer, made["id"])

    assert (found["state"], found["job"]["problem"]["code"]) == ("FAILED", "FORBIDDEN")
    assert await Image.find({"edits.title": "New"}).count() == 0


async def test_jobs_for_tables_that_are_gone_end(
    admin: Client, bucket: Bucket, tmp_path: Path
) -> None:
    """Whoever comes too late makes nothing."""
    for kind, work in (
        (JobKind.METADATA_EXPORT, make),
        (JobKind.METADATA_IMPORT, imports.work),
    ):
        job = Job.held(kind, None, "late")
        await job.insert()
        await work(job, tmp_path, bucket=bucket)

        ended = await Job.get(job.id)
        assert ended is not None
        assert ended.state == "CANCELLED"


async def test_a_table_that_is_let_go_while_it_is_written_leaves_no_file(
    importer: Client, many: list[str], bucket: Bucket, tmp_path: Path, monkeypatch: Any
) -> None:
    """It has read what was to be forgotten, so nobody gets it."""
    asked = (await importer.ask(EXPORT, input={"ids": many[:1]}))["exportMetadataCsv"]["export"]
    job = await Job.claim("slow")
    assert job is not None
    put = Bucket.put

    async def put_and_forget(self: Bucket, *args: Any, **more: Any) -> None:
        await put(self, *args, **more)
        await MetadataExport.drop_all()

    monkeypatch.setattr(Bucket, "put", put_and_forget)
    await make(job, tmp_path, bucket=bucket)

    assert [info.key async for info in bucket.list("exports/")] == []
    found = (await importer.ask(EXPORTED, id=asked["id"]))["metadataExport"]
    assert (found["url"], found["job"]["state"]) == (None, "CANCELLED")

"""One edit of all pictures that a filter finds."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from actions.bulk_editing import work
from documents.audit import AuditEntry
from documents.bulk_edits import BulkEdit, BulkEditRow
from documents.collections import Collection
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.metadata_revisions import MetadataRevision
from documents.users import Role
from graph.ids import global_id, object_id
from jobs.run import run
from jobs.tools import Tools
from storage.bucket import Bucket
from storage.client import S3Location
from tests.graph.conftest import SignUp, working
from tests.graph.documents import CATALOG, DELETE, ERRORS
from tests.graph.dying import Dying
from tests.graph.order import collection, done, group, order, paths, uploaded
from tests.graph.steps import processed, published
from tests.graph.test_custom_fields import created
from tests.graph.test_regenerating import pictures
from tests.jobs.pictures import claimed
from tests.server import Client, codes

FIELDS = """id state revertsId matched done edited unchanged skipped refused finishedAt
    where { productCode } job { state progress problem { code } }
    results { totalCount nodes { outcome imageId error { code path } } }"""
EDIT = f"""mutation Edit($input: UpdateImagesWhereInput!) {{
  updateImagesWhere(input: $input) {{
    count sample {{ id title }} bulkEdit {{ {FIELDS} }} {ERRORS} }} }}"""
CANCEL = f"""mutation Cancel($input: CancelBulkEditInput!) {{
  cancelBulkEdit(input: $input) {{ bulkEdit {{ {FIELDS} }} {ERRORS} }} }}"""
REVERT = f"""mutation Revert($input: RevertBulkEditInput!) {{
  revertBulkEdit(input: $input) {{ bulkEdit {{ {FIELDS} }} {ERRORS} }} }}"""
FOUND = f"query Found($id: ID!) {{ bulkEdit(id: $id) {{ {FIELDS} }} }}"
ALL = "{ images(first: 100) { nodes { id title keywords productCode version group { id } } } }"
Json = dict[str, Any]


async def asked(client: Client, edit: Json, **input: Any) -> Json:
    """What came of asking for the real run."""
    told = {"where": {}, "edit": edit, "dryRun": False, **input}
    return dict((await client.ask(EDIT, input=told))["updateImagesWhere"])


async def begun(client: Client, edit: Json, **input: Any) -> str:
    """The id of an edit that is under way."""
    payload = await asked(client, edit, **input)
    assert payload["userErrors"] == []
    return str(payload["bulkEdit"]["id"])


async def reverting(client: Client, id: str, **input: Any) -> Json:
    """What came of asking to take an edit back."""
    answer = await client.ask(REVERT, input={"id": id, **input})
    return dict(answer["revertBulkEdit"])


async def ended(client: Client, id: str) -> Json:
    """The report, once it is over."""
    async with asyncio.timeout(30):
        while True:
            found = (await client.ask(FOUND, id=id))["bulkEdit"]
            if found["finishedAt"]:
                return dict(found)
            await asyncio.sleep(0.02)


async def edited(client: Client, tools: Tools, edit: Json, **input: Any) -> Json:
    """The report of an edit that a worker made to its end."""
    id = await begun(client, edit, **input)
    async with working(tools):
        return await ended(client, id)


async def library(client: Client) -> dict[str, Json]:
    """All pictures, by id."""
    return {one["id"]: one for one in (await client.ask(ALL))["images"]["nodes"]}


async def job_of(id: str) -> Job:
    """The job of an edit."""
    run = await BulkEdit.get(object_id("BulkEdit", id))
    assert run is not None
    job = await Job.get(run.job_id)
    assert job is not None
    return job


def counts(report: Json) -> Json:
    """The numbers of a report that are not 0."""
    names = ("matched", "edited", "unchanged", "skipped", "refused")
    return {name: report[name] for name in names if report[name]}


async def test_a_dry_run_counts_and_shows(importer: Client) -> None:
    """It is the default: how many there are, some of them, and nothing is written."""
    ids = await uploaded(importer, 3, productCode="A")
    await uploaded(importer, 1, productCode="B")
    input = {"where": {"productCode": "A"}, "edit": {"title": "New"}}
    seen = (await importer.ask(EDIT, input=input))["updateImagesWhere"]
    wrong = await asked(importer, {"title": "New"}, where={"productCode": "A"}, expectedCount=4)

    assert (seen["count"], seen["bulkEdit"], seen["userErrors"]) == (3, None, [])
    assert [one["id"] for one in seen["sample"]] == ids[::-1]
    assert paths(wrong) == [("COUNT_DIFFERS", ["expectedCount"])]
    assert (await BulkEdit.count(), await MetadataRevision.count()) == (0, 0)


async def test_all_that_the_filter_finds_is_edited(
    importer: Client, admin: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In batches: texts, keywords, product, group, collections, own fields, each with history."""
    monkeypatch.setattr(work, "BATCH", 2)
    await created(admin, "grams", "NUMBER")
    await created(admin, "day", "DATE")
    ids = await uploaded(importer, 5, productCode="A")
    [other] = await uploaded(importer, 1, productCode="B")
    group_id, [first] = await group(importer), await uploaded(importer, 1)
    row = await collection(importer, first)
    edit = {
        "title": " New ",
        "addKeywords": ["x", "y"],
        "removeKeywords": ["z"],
        "productCode": "C",
        "groupId": group_id,
        "addToCollectionIds": [row],
        "customFields": [
            {"key": "grams", "number": 5},
            {"key": "day", "date": "2026-02-28"},
        ],
    }
    report = await edited(importer, tools, edit, where={"productCode": "A"}, expectedCount=5)
    there = await library(importer)
    revisions = await MetadataRevision.find_all().to_list()
    audited = {one.action for one in await AuditEntry.find({"subject_kind": "image"}).to_list()}

    assert (report["state"], report["job"]["progress"]) == ("SUCCEEDED", 1)
    assert counts(report) == {"matched": 5, "edited": 5}
    assert report["where"] == {"productCode": "A"}
    assert [
        (one["title"], one["keywords"], one["productCode"], one["group"], one["version"])
        for one in (there[id] for id in ids)
    ] == [("New", ["x", "y"], "C", {"id": group_id}, 2)] * 5
    assert (there[other]["title"], there[other]["version"]) == (None, 1)
    assert await order(importer, row) == [first, *ids]
    assert len(revisions) == 5
    assert {one.after["custom:day"] for one in revisions} == {"2026-02-28"}
    assert {"image.metadata_edited", "image.edited", "image.moved"} <= audited


NAMED = "{ images(first: 100) { nodes { id product { code name } } } }"


async def products(client: Client) -> dict[str, tuple[str, str | None] | None]:
    """Code and name of the product of each picture."""
    nodes = (await client.ask(NAMED))["images"]["nodes"]
    shown = {one["id"]: one["product"] for one in nodes}
    return {id: one and (one["code"], one["name"]) for id, one in shown.items()}


async def test_products_are_named(importer: Client, tools: Tools) -> None:
    """Those that are found, or the one that all come to; pictures on none are refused."""
    [a] = await uploaded(importer, 1, productCode="A")
    [b] = await uploaded(importer, 1, productCode="B", productName="Shoe")
    [alone] = await uploaded(importer, 1)
    named = await edited(importer, tools, {"productName": " Shoe "})
    several = await products(importer)
    moved = await edited(importer, tools, {"productCode": "C", "productName": "Boot"})
    gone = await edited(importer, tools, {"productName": None})
    too_long = await asked(importer, {"productName": "x" * 257})

    assert counts(named) == {"matched": 3, "edited": 1, "unchanged": 1, "refused": 1}
    [refused] = named["results"]["nodes"]
    assert (refused["imageId"], refused["error"]["code"]) == (alone, "PRODUCT_CODE_MISSING")
    assert several == {a: ("A", "Shoe"), b: ("B", "Shoe"), alone: None}
    assert counts(moved) == {"matched": 3, "edited": 3}
    assert counts(gone) == {"matched": 3, "edited": 3}
    assert await products(importer) == dict.fromkeys((a, b, alone), ("C", None))
    assert paths(too_long) == [("TEXT_TOO_LONG", ["edit"])]


EVERYTHING = {
    "headline": "Headline",
    "altText": "A shoe",
    "altTexts": [{"locale": "en", "text": "A shoe"}, {"locale": "pt-BR", "text": "Um sapato"}],
    "decorative": False,
    "extendedDescription": "Long",
    "creators": ["Ada"],
    "source": "Studio",
    "usageTerms": "Ours",
    "licenseUrl": "https://example.com/licence",
    "copyrighted": True,
    "digitalSourceType": "digitalCapture",
    "rating": 5,
    "capturedAt": {"local": "2024-06-01T10:11:12", "offset": "+02:00"},
    "location": {"latitude": 1.5, "longitude": 2.5},
    "sublocation": "Pier",
    "city": "Santos",
    "state": "SP",
    "country": "Brasil",
    "countryCode": "BR",
}


async def test_each_field_can_be_edited_of_all(importer: Client, tools: Tools) -> None:
    """Alternative texts of each language too; the same once more changes nothing."""
    [id] = await uploaded(importer, 1)
    report = await edited(importer, tools, EVERYTHING)
    again = await edited(importer, tools, EVERYTHING)
    kept = (await Image.present(object_id("Image", id))).edits

    assert counts(report) == {"matched": 1, "edited": 1}
    assert counts(again) == {"matched": 1, "unchanged": 1}
    assert kept["alt_texts"] == {"en": "A shoe", "pt-BR": "Um sapato"}
    assert kept["country_code"] == "BR"


async def test_what_is_so_already_stays(importer: Client, tools: Tools) -> None:
    """The same edit once more changes nothing, and no history says that it did."""
    [a, b] = await uploaded(importer, 2)
    edit = {"title": "New", "addKeywords": ["x"], "productCode": "A"}
    await edited(importer, tools, edit)
    again = await edited(importer, tools, edit)
    gone = await edited(importer, tools, {"removeKeywords": ["x", "nothing"]})
    there = await library(importer)

    assert counts(again) == {"matched": 2, "unchanged": 2}
    assert counts(gone) == {"matched": 2, "edited": 2}
    assert [(there[id]["keywords"], there[id]["version"]) for id in (a, b)] == [([], 3)] * 2


async def test_pictures_leave_their_group(importer: Client, tools: Tools) -> None:
    """Null takes them out; a filter that finds nothing edits nothing."""
    [a] = await uploaded(importer, 1, group={"name": "May"})
    report = await edited(importer, tools, {"groupId": None})
    nothing = await edited(importer, tools, {"title": "x"}, where={"productCode": "none"})

    assert counts(report) == {"matched": 1, "edited": 1}
    assert (await library(importer))[a]["group"] is None
    assert (counts(nothing), nothing["state"]) == ({}, "SUCCEEDED")


async def test_what_begins_to_match_is_not_edited_twice(
    importer: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does an edit that ends the match of its own pictures lose any of them."""
    monkeypatch.setattr(work, "BATCH", 1)
    ids = await uploaded(importer, 3, productCode="A")
    kept = await edited(importer, tools, {"productCode": "B"}, where={"productCode": "A"})
    back = await edited(importer, tools, {"addKeywords": ["x"]}, where={"productCode": "B"})
    there = await library(importer)

    assert (counts(kept), counts(back)) == ({"matched": 3, "edited": 3},) * 2
    assert [there[id]["version"] for id in ids] == [3] * 3


async def test_what_cannot_be_edited_is_told(importer: Client, tools: Tools) -> None:
    """One picture has too many keywords: it is refused by name, the others are edited."""
    full, other = await uploaded(importer, 2)
    words = [str(number) for number in range(100)]
    await edit_one(importer, full, keywords=words)
    report = await edited(importer, tools, {"addKeywords": ["x"], "groupId": await group(importer)})
    there = await library(importer)

    assert counts(report) == {"matched": 2, "edited": 1, "refused": 1}
    assert report["results"]["nodes"] == [
        {
            "outcome": "REFUSED",
            "imageId": full,
            "error": {"code": "TOO_MANY_KEYWORDS", "path": ["keywords"]},
        }
    ]
    assert (there[full]["group"], there[other]["keywords"]) == (None, ["x"])


async def edit_one(client: Client, id: str, version: int = 1, **said: Any) -> Json:
    """What came of editing one picture."""
    text = f"mutation ($input: UpdateImagesInput!) {{ updateImages(input: $input) {{ {ERRORS} }} }}"
    images = [{"id": id, "expectedVersion": version, **said}]
    return dict((await client.ask(text, input={"images": images}))["updateImages"])


async def paused(id: str, tools: Tools, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Have a worker stop after so many batches, as one does that is told to."""
    real, made = work._step, 0

    async def step(*given: Any) -> BulkEdit:
        nonlocal made
        if made == steps:
            raise asyncio.CancelledError
        made += 1
        return await real(*given)

    monkeypatch.setattr(work, "_step", step)
    job = await claimed(await job_of(id))
    await run(job, tools)
    monkeypatch.setattr(work, "_step", real)
    await Job.get_pymongo_collection().update_one(
        {"_id": job.id}, {"$set": {"state": "QUEUED", "by": None, "due": job.created_at}}
    )


async def test_what_matches_no_more_is_skipped_and_told(
    reviewer: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures that others change, delete or add before their turn."""
    monkeypatch.setattr(work, "BATCH", 1)
    a, b, c, d = await uploaded(reviewer, 4, productCode="A")
    id = await begun(reviewer, {"title": "New"}, where={"productCode": "A"})
    await paused(id, tools, monkeypatch, 1)
    await edit_one(reviewer, b, productCode="B")
    await reviewer.ask(DELETE, input={"ids": [c]})
    [late] = await uploaded(reviewer, 1, productCode="A")
    async with working(tools):
        report = await ended(reviewer, id)
    there = await library(reviewer)

    assert counts(report) == {"matched": 4, "edited": 2, "skipped": 2}
    assert [(one["imageId"], one["error"]["code"]) for one in report["results"]["nodes"]] == [
        (b, "MATCHES_NO_MORE"),
        (c, "MATCHES_NO_MORE"),
    ]
    assert [there[one]["title"] for one in (a, b, d, late)] == ["New", None, "New", None]


async def test_only_so_many_are_told(
    importer: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are counted; the list of those that were left is bounded, and read page by page."""
    monkeypatch.setattr(work, "BATCH", 2)
    monkeypatch.setattr("documents.bulk_edits.MOST_TOLD", 3)
    ids = await uploaded(importer, 5)
    words = [str(number) for number in range(100)]
    for id in ids:
        await edit_one(importer, id, keywords=words)
    report = await edited(importer, tools, {"addKeywords": ["x"]})
    text = """query ($id: ID!, $after: String) { bulkEdit(id: $id) {
      none: results(outcome: SKIPPED) { nodes { imageId } }
      results(first: 2, after: $after, outcome: REFUSED) {
        nodes { image { id } } pageInfo { hasNextPage endCursor } } } }"""
    one = (await importer.ask(text, id=report["id"]))["bulkEdit"]
    after = one["results"]["pageInfo"]["endCursor"]
    two = (await importer.ask(text, id=report["id"], after=after))["bulkEdit"]
    told = [row["image"]["id"] for page in (one, two) for row in page["results"]["nodes"]]

    assert (report["refused"], report["results"]["totalCount"]) == (5, 3)
    assert (told, one["none"]["nodes"]) == (ids[:3], [])
    assert await BulkEditRow.count() == 3


async def test_what_is_wrong_is_told_before_anything_begins(importer: Client) -> None:
    """Empty edits, values that no field takes, and places that are not there."""
    smart = await importer.ask(
        """mutation { createSmartCollection(input: {name: "s", where: {}}) {
             collection { id } } }"""
    )
    row = smart["createSmartCollection"]["collection"]["id"]
    wrong = [
        await asked(importer, {}),
        await asked(importer, {"title": "x" * 257}),
        await asked(importer, {"rating": 9}),
        await asked(importer, {"addKeywords": ["x" * 65]}),
        await asked(importer, {"customFields": [{"key": "nope", "text": "x"}]}),
        await asked(importer, {"groupId": row}),
        await asked(importer, {"addToCollectionIds": [row]}),
        await asked(importer, {"addToCollectionIds": ["x"]}),
        await asked(importer, {"title": "x"}, where={"collectionId": row}),
        await asked(importer, {"title": "x"}, where={"customFields": [{"key": "nope"}]}),
    ]

    assert [paths(payload) for payload in wrong] == [
        [("NOTHING_TO_EDIT", ["edit"])],
        [("TEXT_TOO_LONG", ["edit", "title"])],
        [("INVALID_VALUE", ["edit", "rating"])],
        [("TEXT_TOO_LONG", ["edit"])],
        [("CUSTOM_FIELD_UNKNOWN", ["edit", "customFields"])],
        [("INVALID_ID", ["edit", "groupId"])],
        [("COLLECTION_IS_SMART", ["edit", "addToCollectionIds"])],
        [("INVALID_ID", ["edit", "addToCollectionIds", "0"])],
        [("SMART_COLLECTION_NESTED", ["where"])],
        [("CUSTOM_FIELD_UNKNOWN", ["customFields"])],
    ]
    assert await BulkEdit.count() == 0


async def test_a_group_that_goes_ends_it(
    reviewer: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails with the reason; what was edited until then stays, and can be taken back."""
    monkeypatch.setattr(work, "BATCH", 1)
    a, b = await uploaded(reviewer, 2)
    group_id = await group(reviewer)
    id = await begun(reviewer, {"title": "New", "groupId": group_id})
    await paused(id, tools, monkeypatch, 1)
    await done(reviewer, "deleteImageGroup", id=group_id, images="KEEP")
    async with working(tools):
        report = await ended(reviewer, id)
        back = await ended(reviewer, (await reverting(reviewer, id))["bulkEdit"]["id"])
    there = await library(reviewer)

    assert (report["state"], report["job"]["problem"]) == ("FAILED", {"code": "NOT_FOUND"})
    assert (report["edited"], counts(back)) == (1, {"matched": 1, "edited": 1})
    assert [there[one]["title"] for one in (a, b)] == [None, None]


async def test_cancelled_it_stops(
    importer: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once where nobody has begun, else with the batch; it may be said twice."""
    monkeypatch.setattr(work, "BATCH", 1)
    await uploaded(importer, 3)
    waiting = await begun(importer, {"title": "Never"})
    stopped = [
        (await importer.ask(CANCEL, input={"id": waiting}))["cancelBulkEdit"] for _ in range(2)
    ]
    id = await begun(importer, {"title": "New"})
    await paused(id, tools, monkeypatch, 1)
    await Job.get_pymongo_collection().update_one(
        {"_id": (await job_of(id)).id}, {"$set": {"state": "RUNNING", "by": "lost"}}
    )
    await importer.ask(CANCEL, input={"id": id})
    async with working(tools):
        report = await ended(importer, id)
    titles = sorted(str(one["title"]) for one in (await library(importer)).values())

    assert stopped[0] == stopped[1]
    assert stopped[0]["bulkEdit"]["state"] == stopped[0]["bulkEdit"]["job"]["state"] == "CANCELLED"
    assert (report["state"], report["edited"]) == ("CANCELLED", 1)
    assert titles == ["New", "None", "None"]


async def test_given_up_it_fails_and_forgotten_it_ends(importer: Client, tools: Tools) -> None:
    """Its workers were lost too often; and its record is gone before its job, or with it."""
    await uploaded(importer, 1)
    ids = [await begun(importer, {"title": "New"}) for _ in range(3)]
    jobs = [await job_of(id) for id in ids]
    for job in jobs[:2]:
        await job.get_pymongo_collection().update_one({"_id": job.id}, {"$set": {"attempts": 3}})
    for id in ids[1:]:
        await BulkEdit.get_pymongo_collection().delete_one({"_id": object_id("BulkEdit", id)})
    for job in jobs:
        await run(await claimed(job), tools)
    report = await ended(importer, ids[0])
    states = [one.state for one in [await Job.get(job.id) for job in jobs] if one]
    unknown = (await importer.ask(CANCEL, input={"id": ids[1]}))["cancelBulkEdit"]

    assert (report["state"], report["job"]["problem"]) == ("FAILED", {"code": "CRASHED"})
    assert states == ["FAILED", "FAILED", "CANCELLED"]
    assert codes(unknown) == ["NOT_FOUND"]
    assert (await importer.ask(FOUND, id=ids[1]))["bulkEdit"] is None


async def test_admins_see_and_stop_its_job(admin: Client) -> None:
    """Among all work, with what it is about; the edit ends with its job."""
    id = await begun(admin, {"title": "Never"})
    job_id = global_id("Job", (await job_of(id)).id)
    text = """mutation ($id: ID!) { cancelJob(input: {id: $id}) {
      job { state subjectId } userErrors { code } } }"""
    stopped = (await admin.ask(text, id=job_id))["cancelJob"]

    assert stopped["job"] == {"state": "CANCELLED", "subjectId": id}
    assert (await admin.ask(FOUND, id=id))["bulkEdit"]["state"] == "CANCELLED"


async def test_it_is_taken_back(importer: Client, tools: Tools) -> None:
    """Metadata is as before, but of what was edited since; products and groups stay."""
    a, b, c = await uploaded(importer, 3)
    await edit_one(importer, a, title="Old")
    group_id = await group(importer)
    edit = {"title": "New", "productCode": "P", "groupId": group_id}
    report = await edited(importer, tools, edit)
    await edit_one(importer, b, 2, title="Newer")
    back = (await reverting(importer, report["id"], idempotencyKey="k"))["bulkEdit"]
    early = await reverting(importer, back["id"])
    async with working(tools):
        reverted = await ended(importer, back["id"])
    same = await reverting(importer, report["id"], idempotencyKey="k")
    twice = await reverting(importer, back["id"])
    there = await library(importer)
    kinds = [one.kind for one in await MetadataRevision.find().sort("-_id").limit(2).to_list()]

    assert (back["revertsId"], back["where"]) == (report["id"], None)
    assert codes(early) == ["BULK_EDIT_RUNNING"]
    assert counts(reverted) == {"matched": 3, "edited": 2, "refused": 1}
    assert [(one["imageId"], one["error"]["code"]) for one in reverted["results"]["nodes"]] == [
        (b, "CONFLICT")
    ]
    assert [there[id]["title"] for id in (a, b, c)] == ["Old", "Newer", None]
    assert {(one["productCode"], one["group"]["id"]) for one in there.values()} == {("P", group_id)}
    assert kinds == ["REVERT", "REVERT"]
    assert same["bulkEdit"]["id"] == back["id"]
    assert codes(twice) == ["NOTHING_TO_UNDO"]


async def test_the_same_key_begins_one(importer: Client, tools: Tools) -> None:
    """Sent again, also when the count is another one by then; another edit needs another key."""
    await uploaded(importer, 1)
    first = await begun(importer, {"title": "New"}, idempotencyKey="k", expectedCount=1)
    await uploaded(importer, 1)
    again = await begun(importer, {"title": "New"}, idempotencyKey="k", expectedCount=1)
    other = await asked(importer, {"title": "Newer"}, idempotencyKey="k")

    assert first == again
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert await Job.find({"kind": JobKind.BULK_EDIT}).count() == 1


async def test_two_at_once_and_people_among_them_lose_nothing(
    importer: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each adds its keyword to every picture, while others rename them by hand."""
    monkeypatch.setattr(work, "BATCH", 2)
    ids = await uploaded(importer, 6)
    row = await collection(importer)
    runs = [
        await begun(importer, {"addKeywords": [word], "addToCollectionIds": [row]})
        for word in ("x", "y")
    ]

    async def renamed(id: str) -> None:
        while True:
            version = (await library(importer))[id]["version"]
            if not (await edit_one(importer, id, version, title="Mine"))["userErrors"]:
                return

    async with working(tools):
        await asyncio.gather(*(renamed(id) for id in ids[:2]))
        reports = [await ended(importer, id) for id in runs]
    there = await library(importer)

    assert [counts(report) for report in reports] == [{"matched": 6, "edited": 6}] * 2
    assert all(sorted(there[id]["keywords"]) == ["x", "y"] for id in ids)
    assert [there[id]["title"] for id in ids] == ["Mine", "Mine", None, None, None, None]
    assert [there[id]["version"] for id in ids] == [4, 4, 3, 3, 3, 3]
    assert await order(importer, row) == ids
    assert (await Collection.find_one()) is not None


@pytest.fixture
def die(mongo_uri: str, object_store: S3Location, bucket: Bucket, tmp_path: Path) -> Dying:
    """Has a real worker, with two pictures a batch, do a job up to a call, and kills it there."""
    return Dying(mongo_uri, object_store, bucket, tmp_path, {"actions.bulk_editing.work.BATCH": 2})


async def test_killed_at_each_step_nothing_is_edited_twice(
    importer: Client, tools: Tools, die: Dying, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers die when pictures were noted, and when a batch was written; all are edited, once."""
    monkeypatch.setattr(work, "BATCH", 2)
    ids = await uploaded(importer, 5)
    id = await begun(importer, {"addKeywords": ["x"]})
    job = await job_of(id)
    await die(job, "actions.bulk_editing.work._look", 2)
    noted = (await importer.ask(FOUND, id=id))["bulkEdit"]
    await die(job, "actions.bulk_editing.work.judge_changed", 2)
    half = (await importer.ask(FOUND, id=id))["bulkEdit"]
    async with working(tools):
        report = await ended(importer, id)
    there = await library(importer)

    assert [(one["matched"], one["done"]) for one in (noted, half)] == [(4, 0), (5, 4)]
    assert counts(report) == {"matched": 5, "edited": 5}
    assert [(there[one]["keywords"], there[one]["version"]) for one in ids] == [(["x"], 2)] * 5
    assert await MetadataRevision.count() == 5


async def test_shops_are_told(reviewer: Client, tools: Tools) -> None:
    """An edit of a published picture is in the catalogue when it has ended."""
    async with working(tools):
        [id] = await processed(reviewer, *pictures(1), productCode="A")
        await published(reviewer, id)
        run_id = await begun(reviewer, {"title": "For sale"})
        await ended(reviewer, run_id)
    image = await Image.get(object_id("Image", id))

    assert image is not None
    assert "For sale" in str(await reviewer.ask(CATALOG))


async def test_it_is_for_those_who_may_edit(
    importer: Client, sign_up: SignUp, stranger: Client, tools: Tools
) -> None:
    """Viewers and strangers neither begin, stop, see nor revert one; a lost role ends it."""
    viewer = await sign_up("vera", Role.VIEWER)
    await uploaded(importer, 1)
    id = await begun(importer, {"title": "New"})
    refused = [
        await viewer.refused(EDIT, input={"where": {}, "edit": {"title": "x"}}),
        await viewer.refused(CANCEL, input={"id": id}),
        await viewer.refused(REVERT, input={"id": id}),
        await viewer.refused(FOUND, id=id),
        await stranger.refused(FOUND, id=id),
    ]
    await importer.ask("mutation { logout { userErrors { code } } }")
    async with working(tools):
        job = await job_of(id)
        async with asyncio.timeout(20):
            while job.finished_at is None:
                await asyncio.sleep(0.02)
                job = await job_of(id)

    assert refused == ["FORBIDDEN"] * 4 + ["UNAUTHENTICATED"]
    assert job.problem is not None
    assert (job.state, job.problem.code) == ("FAILED", "FORBIDDEN")

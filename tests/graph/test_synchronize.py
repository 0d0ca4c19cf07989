"""Comparing store and records: what is found, what is repaired, what is left alone."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from actions.access import OPERATOR
from actions.deleting.retention import Retention
from actions.delivery import by_change_stream
from actions.syncing import listing as sync_listing
from actions.syncing import repair as sync_repair
from actions.syncing import scan as sync_scan
from actions.syncing import syncs
from actions.syncing.rules import SyncRules
from actions.syncing.syncs import Asked, ask_in_turn
from documents.audit import AuditEntry
from documents.file_versions import FileVersion
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.syncs import SyncClass, Synchronization
from documents.uploads import Upload
from graph.context import House
from graph.ids import global_id, object_id
from jobs.run import run
from jobs.sweeping import SWEEPS
from jobs.tools import Tools
from storage.bucket import Bucket
from storage.errors import StoreUnavailable
from storage.objects import Listed
from tests import photos
from tests.graph.documents import DELETE, WITHDRAW
from tests.graph.steps import image, processed, published, upload
from tests.graph.syncing import (
    ALL,
    CANCEL,
    FINDINGS,
    NOBODY,
    ONE,
    SYNCHRONIZE,
    begun,
    compared,
    counts,
    ended,
    findings,
    put,
    there,
)
from tests.graph.trashing import PURGE, objects, replaced, settled
from tests.server import Client, Sent, codes

PHOTO = Sent("a.jpg", photos.jpeg())
NO_GRACE = SyncRules(grace=timedelta(0))
ORPHANS = [f"{NOBODY}/{place}/cät 2.jpg" for place in ("original", "fullsize", "thumb")] + [
    "incoming/650000000000000000000000",
    f"published/{'a' * 32}/small/cat.webp",
]


@pytest.fixture
async def house(house: House) -> House:
    """Nothing is too young to be judged."""
    return replace(house, retention=Retention(sync=NO_GRACE))


async def kept(id: str) -> Image:
    """The record of a picture."""
    found = await Image.get(object_id("Image", id))
    assert found is not None
    return found


@pytest.mark.usefixtures("worker")
async def test_a_library_in_step_has_nothing_to_report(admin: Client) -> None:
    """New, published, replaced, trashed and awaited pictures are all in order."""
    [shown, other, gone] = await processed(admin, PHOTO, PHOTO, Sent("ä 日.png", photos.png()))
    await published(admin, shown)
    version = (await image(admin, other))["version"]
    await replaced(admin, other, version, Sent("b.jpg", photos.jpeg(80, 60)))
    await settled(admin, other)
    await admin.ask(DELETE, input={"ids": [gone]})
    report = await compared(admin, deep=True)

    assert (report["state"], report["complete"], report["truncated"]) == ("SUCCEEDED", True, False)
    assert counts(report) == {}
    # Three a picture, three of the earlier file, six public ones.
    assert report["examined"] == 3 * 3 + 3 + 6
    assert report["job"]["progress"] == 1
    stages = [stage["name"] for stage in report["job"]["stages"]]
    assert stages == ["QUEUED", "SCANNED", "COMPARED", "SYNCHRONIZED"]


@pytest.mark.usefixtures("worker")
async def test_objects_without_a_record_are_told_then_deleted(
    admin: Client, bucket: Bucket
) -> None:
    """A dry run deletes nothing; a repair deletes what is nobody's, and nothing that is ours."""
    await processed(admin, PHOTO)
    mine = await objects(bucket)
    foreign = ["import/cat.jpg", f"{NOBODY}/notes.txt", "exports/1/a.zip", "0readme"]
    await put(bucket, *ORPHANS, *foreign)
    dry = await compared(admin)
    before = await there(bucket, ORPHANS)
    wet = await compared(admin, "OBJECT_WITHOUT_RECORD")
    told = await findings(admin, wet["id"], "OBJECT_WITHOUT_RECORD")

    assert counts(dry) == counts(wet) == {"OBJECT_WITHOUT_RECORD": len(ORPHANS)}
    assert before == set(ORPHANS)
    assert sorted(await objects(bucket)) == sorted([*mine, *foreign])
    assert {one["key"] for one in told} == set(ORPHANS)
    assert {(one["state"], one["done"], one["objectBytes"]) for one in told} == {
        ("REPAIRED", "DELETED", 1)
    }
    assert wet["foreign"] == 3
    assert counts(await compared(admin)) == {}
    entry = await AuditEntry.find_one({"action": "sync.objects_removed"})
    assert entry is not None
    assert set(entry.before["keys"]) == set(ORPHANS)


@pytest.mark.usefixtures("worker")
async def test_what_is_made_of_an_original_is_made_again(admin: Client, bucket: Bucket) -> None:
    """A rendition or public file that is gone, or has another size, is as it was after a repair."""
    [id] = await processed(admin, PHOTO)
    await published(admin, id)
    record = await kept(id)
    assert record.publication is not None
    gone = [record.renditions[0].key, record.publication.renditions[0].key]
    other = [record.renditions[1].key, record.publication.renditions[1].key]
    await bucket.delete(gone)
    await put(bucket, *other, content=b"other")
    dry = await compared(admin)
    wet = await compared(admin, "RENDITION_MISSING", "PUBLISHED_MISSING")
    await no_jobs()
    # The rendition of another size was made again with the one that was missing.
    last = await compared(admin, "SIZE_DIFFERS")
    await no_jobs()

    assert counts(dry) == {"RENDITION_MISSING": 1, "PUBLISHED_MISSING": 1, "SIZE_DIFFERS": 2}
    assert [one["done"] for one in await findings(admin, wet["id"], "RENDITION_MISSING")] == [
        "REPROCESSED"
    ]
    assert counts(last) == {}
    assert await there(bucket, gone) == set(gone)
    assert counts(await compared(admin)) == {}


async def no_jobs(seconds: float = 20) -> None:
    """Wait until no job is open."""
    async with asyncio.timeout(seconds):
        while await Job.find({"state": {"$in": ["QUEUED", "RUNNING"]}}).count():
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("worker")
async def test_a_public_file_of_another_size_is_published_again(
    admin: Client, bucket: Bucket
) -> None:
    """Only what differs is made again, below the same address."""
    [id] = await processed(admin, PHOTO)
    await published(admin, id)
    publication = (await kept(id)).publication
    assert publication is not None
    key, size = publication.renditions[0].key, publication.renditions[0].bytes
    await put(bucket, key, content=b"other")
    report = await compared(admin, "SIZE_DIFFERS")
    await no_jobs()

    assert [one["done"] for one in await findings(admin, report["id"])] == ["REPUBLISHED"]
    assert (await bucket.head(key)).length == size


@pytest.mark.usefixtures("worker")
async def test_an_original_that_is_gone_is_brought_back_or_marked(
    admin: Client, bucket: Bucket
) -> None:
    """An earlier file with the same bytes is copied; else the picture tells its problem."""
    [lost, twin] = await processed(admin, PHOTO, Sent("t.jpg", photos.jpeg(60, 40)))
    for file in (Sent("u.jpg", photos.jpeg(50, 40)), Sent("t.jpg", photos.jpeg(60, 40))):
        await replaced(admin, twin, (await image(admin, twin))["version"], file)
        await settled(admin, twin)
    keys = [(await kept(id)).original.key for id in (lost, twin)]
    await bucket.delete(keys)
    report = await compared(admin, "ORIGINAL_MISSING")
    found = await findings(admin, report["id"])

    assert {(one["imageId"], one["done"]) for one in found} == {
        (lost, "MARKED"),
        (twin, "COPIED"),
    }
    assert (await image(admin, lost))["problem"]["code"] == "ORIGINAL_MISSING"
    assert (await image(admin, lost))["state"] == "READY"
    assert (await image(admin, twin))["problem"] is None
    assert await there(bucket, keys) == {keys[1]}


@pytest.mark.usefixtures("worker")
async def test_an_earlier_file_that_is_gone_is_no_longer_offered(
    admin: Client, bucket: Bucket
) -> None:
    """What cannot be brought back is not told as if it could."""
    [id] = await processed(admin, PHOTO)
    first = (await kept(id)).original.key
    version = (await image(admin, id))["version"]
    await replaced(admin, id, version, Sent("b.jpg", photos.jpeg(80, 60)))
    await settled(admin, id)
    await bucket.delete([first])
    report = await compared(admin, "VERSION_MISSING")
    dropped = await FileVersion.find_one({"original.key": first})

    assert counts(report) == {"VERSION_MISSING": 1}
    assert [one["done"] for one in await findings(admin, report["id"])] == ["FORGOTTEN"]
    assert dropped is not None
    assert dropped.dropped_at is not None


@pytest.mark.usefixtures("worker")
async def test_other_bytes_of_the_same_size_are_found_by_a_deep_run(
    admin: Client, bucket: Bucket
) -> None:
    """The listing tells sizes only; reading tells the rest, and the picture is marked."""
    [id] = await processed(admin, PHOTO)
    key = (await kept(id)).original.key
    await put(bucket, key, content=b"x" * len(PHOTO.content))
    shallow, deep = await compared(admin), await compared(admin, "CHECKSUM_DIFFERS", deep=True)

    assert counts(shallow) == {}
    assert counts(deep) == {"CHECKSUM_DIFFERS": 1}
    assert (await image(admin, id))["problem"]["code"] == "ORIGINAL_DIFFERS"


@pytest.mark.usefixtures("worker")
async def test_parts_that_nobody_will_end_are_aborted(admin: Client, bucket: Bucket) -> None:
    """Those of an upload that may still be completed are left alone, as are a stranger's."""
    upload_id = Upload.model_fields["id"].get_default(call_default_factory=True)
    mine = f"incoming/{upload_id}"
    begun_ids = {
        key: await bucket.begin_parts(key, content_type="image/jpeg")
        for key in (mine, "incoming/650000000000000000000000", "import/big.jpg")
    }
    [image_id] = await processed(admin, PHOTO)
    await Upload(
        id=upload_id,
        image_id=object_id("Image", image_id),
        actor=OPERATOR.actor(),
        method="MULTIPART",
        content_type="image/jpeg",
        bytes=1,
        multipart_id=begun_ids[mine],
        expires_at="2100-01-01T00:00:00Z",
    ).insert()
    report = await compared(admin, "UNFINISHED_PARTS")

    assert counts(report) == {"UNFINISHED_PARTS": 1}
    assert [one["done"] for one in await findings(admin, report["id"])] == ["ABORTED"]
    left = {one.key for one in await bucket.unfinished()}
    assert left == {mine, "import/big.jpg"}


@pytest.mark.usefixtures("worker")
async def test_young_things_are_not_judged(admin: Client, bucket: Bucket, tools: Tools) -> None:
    """Within the grace period nothing is missing and nothing is nobody's."""
    [id] = await processed(admin, PHOTO)
    await bucket.delete([(await kept(id)).original.key])
    await put(bucket, *ORPHANS)
    asked = Asked(dry_run=False, repair=list(SyncClass))
    sync = await syncs.ask(OPERATOR, asked, rules=SyncRules(), deliver=by_change_stream)
    await no_jobs()
    report = await Synchronization.get(sync.id)

    assert report is not None
    assert (report.state, sum(report.counts.values())) == (JobState.SUCCEEDED, 0)
    assert report.checkpoint.recent == len(ORPHANS) + 2
    assert await there(bucket, ORPHANS) == set(ORPHANS)


class Barrier(Bucket):
    """A real bucket that stops at chosen calls until it is told to go on."""

    def __init__(self, real: Bucket, stop_at: str) -> None:
        super().__init__(real.client, real.name, threads=4)
        self.stop_at = stop_at
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()

    async def _run(self, call: Any, *arguments: Any) -> Any:
        if call.__name__ == self.stop_at and not self.reached.is_set():
            self.reached.set()
            await self.go_on.wait()
        return await super()._run(call, *arguments)


async def claimed(by: str = "test") -> Job:
    """The job of the open comparison, held by us."""
    sync = await Synchronization.the_open()
    assert sync is not None
    job = await Job.claim(by, sync.job_id)
    assert job is not None
    return job


async def do_beside(tools: Tools, job: Job, bucket: Bucket) -> "asyncio.Task[None]":
    return asyncio.create_task(run(job, replace(tools, bucket=bucket)))


REPAIR_ALL = {"dryRun": False, "repair": [kind.value for kind in SyncClass]}


async def test_what_comes_goes_and_changes_meanwhile_is_not_damage(
    admin: Client, bucket: Bucket, tools: Tools
) -> None:
    """Between the scan and the second look pictures are uploaded, replaced, published,

    withdrawn, deleted and purged: none is reported, and all is there that should be.
    """
    worker = asyncio.create_task(_work_on_others(tools))
    ids = await processed(admin, *(Sent(f"{n}.jpg", photos.jpeg(64 + n, 48)) for n in range(5)))
    await published(admin, ids[0])
    async with Barrier(bucket, "unfinished") as barrier:
        sync = await begun(admin, **REPAIR_ALL)
        job = await claimed()
        syncing_now = await do_beside(tools, job, barrier)
        await barrier.reached.wait()
        # The scan has seen all objects, and the records as they were.
        await admin.ask(WITHDRAW, input={"ids": [ids[0]], "reason": "QUALITY"})
        await published(admin, ids[1])
        version = (await image(admin, ids[2]))["version"]
        await replaced(admin, ids[2], version, Sent("r.jpg", photos.jpeg(90, 60)))
        await settled(admin, ids[2])
        await admin.ask(DELETE, input={"ids": ids[3:]})
        await admin.ask(PURGE, input={"ids": [ids[4]]})
        [new] = await processed(admin, Sent("new.jpg", photos.jpeg(100, 60)))
        barrier.go_on.set()
        await syncing_now
    report = await ended(admin, sync["id"])
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)

    assert (report["state"], counts(report)) == ("SUCCEEDED", {})
    for id in (ids[0], ids[1], ids[2], ids[3], new):
        for key in [one.key for one in (await kept(id)).renditions]:
            assert await there(bucket, [key])


async def _work_on_others(tools: Tools) -> None:
    """A worker for everything but comparisons."""
    while True:
        where = {"state": "QUEUED", "kind": {"$ne": JobKind.SYNC.value}}
        waiting = await Job.find(where).to_list()
        for one in waiting:
            job = await Job.claim("beside", one.id)
            if job is not None:
                await run(job, tools)
        await asyncio.sleep(0.02)


async def test_a_suspicion_that_an_upload_claims_is_dropped(
    admin: Client, bucket: Bucket, tools: Tools
) -> None:
    """An object that gets a record after it was confirmed as nobody's is not deleted."""
    [result] = await upload(admin, PHOTO)
    id = object_id("Image", result["imageId"])
    rows = Image.get_pymongo_collection()
    record = await rows.find_one({"_id": id})
    await rows.delete_one({"_id": id})
    assert record is not None
    # The last look at the store before the deletion; the records are read after it.
    async with Barrier(bucket, "_head") as barrier:
        sync = await begun(admin, **REPAIR_ALL)
        running = await do_beside(tools, await claimed(), barrier)
        await barrier.reached.wait()
        await rows.insert_one(record)
        barrier.go_on.set()
        await running
    report = await ended(admin, sync["id"])

    assert counts(report) == {}
    assert await there(bucket, [record["original"]["key"]])


async def test_a_name_is_taken_before_its_object_is_deleted(
    admin: Client, bucket: Bucket, tools: Tools
) -> None:
    """While an object that is nobody's is being deleted, no upload can come by its name."""
    await put(bucket, f"{NOBODY}/original/a.jpg")
    async with Barrier(bucket, "_delete") as barrier:
        sync = await begun(admin, **REPAIR_ALL)
        running = await do_beside(tools, await claimed(), barrier)
        await barrier.reached.wait()
        taken = await Image.find_one({"original.key": f"{NOBODY}/original/a.jpg"})
        assert taken is not None
        rival = taken.model_copy(update={"id": Image.model_fields["id"].default_factory()})
        free = await rival.reserve()
        barrier.go_on.set()
        await running
    report = await ended(admin, sync["id"])

    assert (taken.purged_at is not None, free) == (True, False)
    assert counts(report) == {"OBJECT_WITHOUT_RECORD": 1}
    assert await Image.find_all().count() == 0
    assert await objects(bucket) == []


class Failing(Bucket):
    """A real bucket whose listing breaks off behind some pages."""

    def __init__(self, real: Bucket, pages: int) -> None:
        super().__init__(real.client, real.name, threads=4)
        self.left = pages

    async def page(self, prefix: str, *, after: str = "", most: int = 1000) -> Listed:
        self.left -= 1
        if self.left < 0:
            raise StoreUnavailable("it is away")
        return await super().page(prefix, after=after, most=2)


async def test_nothing_is_deleted_before_all_is_listed(
    admin: Client, bucket: Bucket, tools: Tools
) -> None:
    """A listing that fails in the middle deletes nothing; the next try goes on where it was."""
    await put(bucket, *ORPHANS)
    sync = await begun(admin, **REPAIR_ALL)
    async with Failing(bucket, 8) as failing:
        await run(await claimed(), replace(tools, bucket=failing))
    halfway = (await admin.ask(ONE, id=sync["id"]))["synchronization"]
    still = await there(bucket, ORPHANS)
    await due()
    await run(await claimed("second"), tools)
    report = await ended(admin, sync["id"])

    assert (halfway["complete"], halfway["finishedAt"]) == (False, None)
    assert 0 < halfway["examined"] < len(ORPHANS)
    assert still == set(ORPHANS)
    assert report["examined"] == len(ORPHANS)
    assert counts(report) == {"OBJECT_WITHOUT_RECORD": len(ORPHANS)}
    assert await objects(bucket) == []


async def due() -> None:
    """Let the pause of the job that waits be over."""
    sync = await Synchronization.the_open()
    assert sync is not None
    await Job.get_pymongo_collection().update_one(
        {"_id": sync.job_id}, {"$set": {"due": sync.created_at}}
    )


class Disorderly(Bucket):
    """A real bucket that lists backwards."""

    async def page(self, prefix: str, *, after: str = "", most: int = 1000) -> Listed:
        listed = await super().page(prefix, after=after, most=most)
        return Listed(listed.objects[::-1], more=False)


async def test_a_store_that_lists_in_another_order_is_refused(
    admin: Client, bucket: Bucket, tools: Tools
) -> None:
    """What cannot be compared is not repaired, and the report says why."""
    await put(bucket, *ORPHANS)
    sync = await begun(admin, **REPAIR_ALL)
    async with Disorderly(bucket.client, bucket.name) as disorderly:
        job = await claimed()
        await run(job, replace(tools, bucket=disorderly))
    report = await ended(admin, sync["id"])
    after = await Job.get(job.id)

    assert (report["state"], report["complete"]) == ("FAILED", False)
    assert after is not None
    assert after.problem is not None
    assert after.problem.code == "LISTING_OUT_OF_ORDER"
    assert await there(bucket, ORPHANS) == set(ORPHANS)


async def test_long_stretches_are_taken_in_steps(
    admin: Client, bucket: Bucket, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many records in a row have lost their objects, few are held, and none is skipped."""
    monkeypatch.setattr(sync_listing, "STRETCH", 2)
    monkeypatch.setattr(sync_listing, "WAITING", 1)
    monkeypatch.setattr(sync_scan, "MOST_NAMED", 3)
    monkeypatch.setattr(sync_scan, "PAGE", 2)
    results = await upload(admin, *[PHOTO] * 9)
    for one in await Job.find({"kind": "PROCESS"}).to_list():
        job = await Job.claim("test", one.id)
        assert job is not None
        await run(job, tools)
    lost = [info.key async for info in bucket.list("")]
    await bucket.delete(lost[3:-1])
    await put(bucket, *ORPHANS)
    sync = await begun(admin)
    await run(await claimed(), tools)
    report = await ended(admin, sync["id"])
    told = await findings(admin, sync["id"])

    assert len(results) == 9
    missing = {one["key"] for one in told if one["kind"] != "OBJECT_WITHOUT_RECORD"}
    assert missing == set(lost[3:-1])
    assert report["records"] == 27
    assert counts(report)["OBJECT_WITHOUT_RECORD"] == len(ORPHANS)


async def test_a_library_that_is_not_this_one_is_not_deleted(
    admin: Client, bucket: Bucket, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where most of a store is nobody's, the database is the wrong one: all of it is left."""
    monkeypatch.setattr(sync_repair, "FEW", 2)
    await put(bucket, *ORPHANS)
    sync = await begun(admin, **REPAIR_ALL)
    await run(await claimed(), tools)
    await ended(admin, sync["id"])
    told = await findings(admin, sync["id"])

    assert {(one["state"], one["done"]) for one in told} == {("LEFT", "TOO_MANY")}
    assert await there(bucket, ORPHANS) == set(ORPHANS)


async def test_a_report_keeps_so_many_findings(
    admin: Client, bucket: Bucket, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is beyond that is not kept, and the report says that there is more."""
    monkeypatch.setattr(sync_scan, "MOST_FINDINGS", 2)
    await put(bucket, *ORPHANS)
    sync = await begun(admin)
    await run(await claimed(), tools)
    report = await ended(admin, sync["id"])

    assert (report["truncated"], counts(report)) == (True, {"OBJECT_WITHOUT_RECORD": 2})


async def test_two_admins_begin_one(admin: Client) -> None:
    """Of many who ask at the same time one begins a comparison; the others are told of it."""
    answers = await asyncio.gather(*(admin.ask(SYNCHRONIZE, input={}) for _ in range(6)))
    told = sorted(tuple(codes(one["synchronize"])) for one in answers)

    assert told == [(), *[("SYNC_RUNNING",)] * 5]
    assert await Synchronization.find_all().count() == await Job.find_all().count() == 1


async def test_the_same_key_begins_one(admin: Client) -> None:
    """A call that is sent twice is answered as the first time."""
    first = await begun(admin, idempotencyKey="one")
    again = await begun(admin, idempotencyKey="one")

    assert again["id"] == first["id"]


async def test_one_that_waits_is_cancelled_at_once(admin: Client) -> None:
    """Many may stop it at the same time, and again; the next one can begin."""
    sync = await begun(admin)
    input = {"id": sync["id"]}
    await asyncio.gather(*(admin.ask(CANCEL, input=input) for _ in range(4)))
    again = (await admin.ask(CANCEL, input=input))["cancelSynchronization"]

    assert (again["synchronization"]["state"], again["userErrors"]) == ("CANCELLED", [])
    assert again["synchronization"]["job"]["state"] == "CANCELLED"
    assert (await begun(admin))["id"] != sync["id"]


async def test_one_that_runs_stops_before_it_repairs(
    admin: Client, bucket: Bucket, tools: Tools
) -> None:
    """Cancelled in mid scan, it deletes nothing."""
    await put(bucket, *ORPHANS)
    async with Barrier(bucket, "unfinished") as barrier:
        sync = await begun(admin, **REPAIR_ALL)
        running = await do_beside(tools, await claimed(), barrier)
        await barrier.reached.wait()
        await admin.ask(CANCEL, input={"id": sync["id"]})
        barrier.go_on.set()
        await running
    report = await ended(admin, sync["id"])

    assert (report["state"], report["job"]["state"]) == ("CANCELLED", "CANCELLED")
    assert await there(bucket, ORPHANS) == set(ORPHANS)


@pytest.mark.usefixtures("worker")
async def test_reports_and_findings_are_paged(admin: Client, bucket: Bucket) -> None:
    """Newest report first; findings in their order, a page at a time, each once."""
    await put(bucket, *ORPHANS)
    ids = [(await compared(admin))["id"] for _ in range(2)]
    all_of_them = (await admin.ask(ALL, first=1))["synchronizations"]
    rest = await admin.ask(ALL, first=1, after=all_of_them["pageInfo"]["endCursor"])
    keys, after = [], None
    for _ in range(3):
        page = await admin.ask(FINDINGS, id=ids[0], first=2, after=after)
        found = page["synchronizationFindings"]
        keys += [edge["node"]["key"] for edge in found["edges"]]
        after = found["pageInfo"]["endCursor"]

    assert [one["id"] for one in all_of_them["nodes"]] == [ids[1]]
    assert [one["id"] for one in rest["synchronizations"]["nodes"]] == [ids[0]]
    assert (all_of_them["totalCount"], found["totalCount"]) == (2, len(ORPHANS))
    assert keys == sorted(ORPHANS)
    assert found["pageInfo"]["hasNextPage"] is False


async def test_only_admins_compare(admin: Client, reviewer: Client) -> None:
    """Whoever may not purge may not have things purged."""
    sync = await begun(admin)

    assert await reviewer.refused(SYNCHRONIZE, input={}) == "FORBIDDEN"
    assert await reviewer.refused(CANCEL, input={"id": sync["id"]}) == "FORBIDDEN"
    assert await reviewer.refused(ONE, id=sync["id"]) == "FORBIDDEN"
    assert await reviewer.refused(ALL) == "FORBIDDEN"
    assert await reviewer.refused(FINDINGS, id=sync["id"]) == "FORBIDDEN"


@pytest.mark.parametrize(
    ("input", "code"),
    [
        ({"dryRun": True, "repair": ["SIZE_DIFFERS"]}, "DRY_RUN_REPAIRS"),
        ({"dryRun": False}, "NOTHING_TO_REPAIR"),
        ({"idempotencyKey": ""}, "INVALID_IDEMPOTENCY_KEY"),
    ],
)
async def test_what_contradicts_itself_is_refused(
    admin: Client, input: dict[str, Any], code: str
) -> None:
    """Nobody repairs by accident, or believes to have repaired."""
    assert codes((await admin.ask(SYNCHRONIZE, input=input))["synchronize"]) == [code]


async def test_what_is_not_there_cannot_be_cancelled(admin: Client) -> None:
    """A wrong id and an id of something else are told apart."""
    nothing, other = global_id("Synchronization", NOBODY), global_id("Image", NOBODY)
    answers = [await admin.ask(CANCEL, input={"id": id}) for id in (nothing, other)]

    told = [codes(one["cancelSynchronization"]) for one in answers]
    assert told == [["NOT_FOUND"], ["INVALID_ID"]]
    assert (await admin.ask(ONE, id=nothing))["synchronization"] is None


@pytest.mark.usefixtures("database")
async def test_the_schedule_begins_one_a_turn() -> None:
    """However many workers look, one comparison begins, and the next not before its turn."""
    rules = SyncRules(every=timedelta(days=9999), repair=[SyncClass.UNFINISHED_PARTS])
    begun_now = await asyncio.gather(*(ask_in_turn(rules) for _ in range(8)))
    sync = await Synchronization.the_open()
    assert sync is not None
    await syncs.cancel(OPERATOR, sync.id)

    assert sum(begun_now) == 1
    assert (sync.dry_run, sync.repair) == (False, [SyncClass.UNFINISHED_PARTS])
    assert await ask_in_turn(rules) == 0
    assert await ask_in_turn(SyncRules()) == 0


@pytest.mark.usefixtures("database")
async def test_the_sweeper_keeps_the_schedule(bucket: Bucket) -> None:
    """Whatever sweeps also begins what is due."""
    sweeps = dict(SWEEPS)
    await sweeps["differences"](bucket, Retention(sync=SyncRules(every=timedelta(days=9999))))
    sync = await Synchronization.the_open()

    assert sync is not None
    assert sync.dry_run

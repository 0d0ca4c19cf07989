"""Imports whose workers, stores and twins fail: what is in is in once, the rest is told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any, BinaryIO

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.arriving.said import Batch
from actions.deleting.deletion import sweep_abandoned
from actions.delivery import by_change_stream
from actions.importing import control, listing
from actions.importing.beginning import Request, begin
from actions.importing.buckets import import_from_bucket
from actions.importing.sources import ImportRules, Planned, SourceUnusable
from documents.clock import now
from documents.image_files import ImportSource
from documents.images import Image
from documents.import_items import ImportItem, ItemState, SaidOfItem
from documents.imports import Import, ImportState
from documents.jobs import Job, JobKind, JobState, LeaseLost
from documents.products import Product
from jobs.run import run
from jobs.tools import Tools
from storage.bucket import Bucket
from storage.errors import StoreUnavailable
from tests import photos
from tests.jobs.pictures import again, claimed, expire

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def tools(tools: Tools, database: AsyncDatabase[Any]) -> Tools:
    """A worker that takes one file at a time."""
    return replace(tools, imports=ImportRules(parallel=1))


async def import_of(bucket: Bucket, *contents: bytes, **said: Any) -> tuple[Import, Job]:
    """An import of objects, begun, and its job."""
    planned = []
    for n, content in enumerate(contents):
        key = f"import/{n}.jpg"
        await bucket.put(key, BytesIO(content), content_type="image/jpeg")
        one = SaidOfItem(**said)
        planned.append(Planned(name=key, file_name=f"{n}.jpg", where=key, said=one))
    request = Request(source=ImportSource.BUCKET, where={"prefix": ""}, planned=planned)
    made = await begin(OPERATOR, request, deliver=by_change_stream)
    job = await Job.get(made.job_id)
    assert job is not None
    return made, job


async def items(import_: Import) -> list[ImportItem]:
    """Its items as they are now."""
    return await ImportItem.find({"import_id": import_.id}).sort("+position").to_list()


async def states(import_: Import) -> list[ItemState]:
    """The states of its items."""
    return [item.state for item in await items(import_)]


async def originals(bucket: Bucket) -> list[str]:
    """The originals in the store."""
    return sorted([info.key async for info in bucket.list("") if "/original/" in info.key])


async def one_each(bucket: Bucket, import_: Import) -> None:
    """Each item that was taken in is one image with one original, and there are no others."""
    taken = [item.image_id for item in await items(import_) if item.state is ItemState.TAKEN]
    images = await Image.find_all().to_list()

    assert sorted(image.id for image in images) == sorted(taken)
    assert await originals(bucket) == sorted(image.original.key for image in images)
    assert await Job.find({"kind": JobKind.PROCESS}).count() == len(taken)


class Down(Bucket):
    """A bucket whose store fails at the first file that it is to keep."""

    failed = False

    async def put(self, key: str, file: BinaryIO, **options: Any) -> None:
        """Fail, the first time."""
        if not self.failed:
            self.failed = True
            raise StoreUnavailable("It is switched off.")
        await super().put(key, file, **options)


class Gated(Bucket):
    """A bucket whose uploads wait at a gate, once they are in the store."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__(bucket.client, bucket.name, threads=2)
        self.reached, self.gate = asyncio.Event(), asyncio.Event()

    async def put(self, key: str, file: BinaryIO, **options: Any) -> None:
        """Store it, and go on once the gate is open."""
        await super().put(key, file, **options)
        self.reached.set()
        await self.gate.wait()


@pytest.fixture
async def gated(bucket: Bucket) -> AsyncIterator[Gated]:
    """The test's bucket, behind a gate."""
    async with Gated(bucket) as ours:
        yield ours


async def test_a_store_that_is_down_costs_no_try(tools: Tools) -> None:
    """Items and job wait for the store; neither is blamed, and nothing else is begun."""
    import_, job = await import_of(tools.bucket, photos.jpeg(), photos.png())
    async with Down(tools.bucket.client, tools.bucket.name) as down:
        await run(await claimed(job), replace(tools, bucket=down))
        waiting = await again(job)
        attempts = [item.attempts for item in await items(import_)]
        await expire(job)
        await run(await claimed(job), replace(tools, bucket=down))

    assert (waiting.state, waiting.attempts) == (JobState.QUEUED, 0)
    assert attempts == [0, 0]
    assert await states(import_) == [ItemState.TAKEN] * 2
    await one_each(tools.bucket, import_)


async def test_nothing_is_left_of_what_is_given_up(tools: Tools) -> None:
    """Cancelled while the store was down, what was reserved goes with its item."""
    import_, job = await import_of(tools.bucket, photos.jpeg(), photos.png())
    async with Down(tools.bucket.client, tools.bucket.name) as down:
        await run(await claimed(job), replace(tools, bucket=down))
    reserved = await Image.count()
    await control.cancel(OPERATOR, import_.id)
    await expire(job)
    await run(await claimed(job), tools)

    assert (reserved, await Image.count()) == (1, 0)
    assert await states(import_) == [ItemState.CANCELLED] * 2


async def test_a_worker_that_stops_gives_back(tools: Tools, gated: Gated) -> None:
    """What was in work is taken up by the next worker, uncounted."""
    import_, job = await import_of(tools.bucket, photos.jpeg(), photos.png())
    working = asyncio.create_task(run(await claimed(job), replace(tools, bucket=gated)))
    await gated.reached.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    [first, _] = await items(import_)
    await run(await claimed(job), tools)

    assert (first.state, first.attempts) == (ItemState.PENDING, 0)
    assert (await Import.present(import_.id)).state is ImportState.FINISHED
    await one_each(tools.bucket, import_)


async def test_a_twin_that_was_thought_dead_changes_nothing(tools: Tools, gated: Gated) -> None:
    """A worker that wakes up after another has ended its import loses every race."""
    import_, job = await import_of(tools.bucket, photos.jpeg(), photos.png())
    sleeper = asyncio.create_task(run(await claimed(job, "sleeper"), replace(tools, bucket=gated)))
    await gated.reached.wait()
    await expire(job)
    await run(await claimed(job, "other"), tools)
    gated.gate.set()
    await asyncio.gather(sleeper, return_exceptions=True)

    assert await states(import_) == [ItemState.TAKEN] * 2
    assert (await Import.present(import_.id)).counts[ItemState.TAKEN] == 2
    await one_each(tools.bucket, import_)


async def test_a_reservation_that_is_swept_is_made_anew(tools: Tools, gated: Gated) -> None:
    """What a dead worker had reserved may be swept away before the next one comes."""
    import_, job = await import_of(tools.bucket, photos.jpeg())
    working = asyncio.create_task(run(await claimed(job), replace(tools, bucket=gated)))
    await gated.reached.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    long_ago = {"$set": {"updated_at": now() - timedelta(hours=2)}}
    await Image.get_pymongo_collection().update_many({}, long_ago)
    swept = await sweep_abandoned(tools.bucket)
    await run(await claimed(job), tools)

    assert swept == 1
    await one_each(tools.bucket, import_)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
async def test_an_image_that_is_doomed_is_left_alone(tools: Tools, gated: Gated, when: str) -> None:
    """An item whose image is being removed comes in as another one."""
    import_, job = await import_of(tools.bucket, photos.jpeg())
    [item] = await items(import_)
    working = asyncio.create_task(run(await claimed(job), replace(tools, bucket=gated)))
    await gated.reached.wait()
    if when == "before":
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await Image.hide_awaiting([item.image_id])
        await run(await claimed(job), tools)
    else:
        await Image.hide_awaiting([item.image_id])
        gated.gate.set()
        await working
    [after] = await items(import_)
    image = await Image.present(after.image_id)

    assert (after.state, after.image_id != item.image_id) == (ItemState.TAKEN, True)
    assert image.original.key in await originals(tools.bucket)


async def test_a_file_that_takes_workers_down_is_refused(tools: Tools) -> None:
    """Lost twice at the same file, the import goes on without it."""
    import_, job = await import_of(tools.bucket, photos.jpeg(), photos.png())
    [first, _] = await items(import_)
    for _ in range(2):
        await claimed(job)
        await first.begin()
        await expire(job)
    await run(await claimed(job), tools)
    [bad, good] = await items(import_)

    assert (bad.state, bad.problem and bad.problem.code) == (ItemState.REFUSED, "CRASHED")
    assert good.state is ItemState.TAKEN
    assert (await Import.present(import_.id)).state is ImportState.FINISHED
    assert (await again(job)).state is JobState.SUCCEEDED


async def test_an_import_whose_workers_are_lost_can_be_gone_on_with(tools: Tools) -> None:
    """Job and import fail together, and a retry does what was left undone."""
    import_, job = await import_of(tools.bucket, photos.jpeg())
    for _ in range(3):
        await claimed(job)
        await expire(job)
    await run(await claimed(job), tools)
    failed = await Import.present(import_.id)
    retried = await control.retry(OPERATOR, import_.id, deliver=by_change_stream, by="me")
    second = await Job.get(retried.job_id)
    assert second is not None
    await run(second, tools)

    assert (failed.state, failed.problem and failed.problem.code) == (
        ImportState.FAILED,
        "CRASHED",
    )
    assert (await Import.present(import_.id)).state is ImportState.FINISHED
    await one_each(tools.bucket, import_)


async def test_pictures_stand_on_their_product_in_the_order_of_the_items(tools: Tools) -> None:
    """Whichever came in first, one that the library had too: the first is what a shop shows."""
    bucket, known = tools.bucket, photos.jpeg(70, 48)
    before, job = await import_of(bucket, known)
    await run(await claimed(job), tools)
    [item] = await items(before)
    contents = [b"no picture", photos.jpeg(), known, photos.png()]
    import_, job = await import_of(bucket, *contents, product_code="A")
    await run(await claimed(job), tools)
    await bucket.put("import/0.jpg", BytesIO(photos.jpeg(66, 48)), content_type="image/jpeg")
    retried = await control.retry(OPERATOR, import_.id, deliver=by_change_stream, by="me")
    again = await Job.get(retried.job_id)
    assert again is not None
    await run(again, tools)

    rows = Image.find({"product_code": "A"}).sort("+product_position")
    placed = [image.id async for image in rows]
    assert placed == [one.image_id for one in await items(import_)]
    assert placed[2] == item.image_id


async def test_a_source_that_cannot_be_used_fails_the_import(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told, and no item is blamed for it."""

    async def broken(*_: object) -> None:
        raise SourceUnusable("ARCHIVE_GONE", "It is not there.")

    import_, job = await import_of(tools.bucket, photos.jpeg())
    monkeypatch.setattr("actions.importing.buckets.BucketSource.open", broken)
    await run(await claimed(job), tools)
    failed = await Import.present(import_.id)

    assert (failed.state, failed.problem and failed.problem.code) == (
        ImportState.FAILED,
        "ARCHIVE_GONE",
    )
    assert (await again(job)).state is JobState.FAILED
    assert await states(import_) == [ItemState.PENDING]


async def test_an_import_that_is_over_is_left_alone(tools: Tools) -> None:
    """A job that comes late, or for nothing, is cancelled."""
    import_, job = await import_of(tools.bucket, photos.jpeg())
    await run(await claimed(job), tools)
    late = Job(kind=JobKind.IMPORT, import_id=import_.id)
    for_nothing = Job(kind=JobKind.IMPORT, import_id=late.id)
    for one in (late, for_nothing):
        await one.insert()
        await run(await claimed(one), tools)
        assert (await again(one)).state is JobState.CANCELLED

    assert (await Import.present(import_.id)).job_id == job.id
    await one_each(tools.bucket, import_)


async def test_giving_up_an_import_that_is_over_ends_the_job_alone(tools: Tools) -> None:
    """However often its workers were lost, what is finished stays so."""
    import_, job = await import_of(tools.bucket, photos.jpeg())
    await run(await claimed(job), tools)
    late = Job(kind=JobKind.IMPORT, import_id=import_.id, attempts=3)
    await late.insert()
    await run(await claimed(late), tools)

    assert (await again(late)).state is JobState.CANCELLED
    assert (await Import.present(import_.id)).state is ImportState.FINISHED


async def test_an_import_lets_others_have_their_turn(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time it goes behind the jobs that wait, and on from where it was."""
    monkeypatch.setattr("actions.importing.work.PAGE", 1)
    told: list[object] = []

    async def deliver(ids: Any) -> None:
        told.extend(ids)

    import_, job = await import_of(tools.bucket, photos.jpeg(), photos.png())
    rules = replace(tools.imports, turn_seconds=0)
    hasty = replace(tools, imports=rules, deliver=deliver)
    other = Job(kind=JobKind.UNPUBLISH, image_id=job.id)
    await other.insert()
    await run(await claimed(job), hasty)
    aside = await again(job)
    first = await Job.claim("next")

    assert (aside.state, aside.attempts, told) == (JobState.QUEUED, 0, [job.id])
    assert first is not None
    assert first.id == other.id
    await run(await claimed(job), hasty)
    assert await states(import_) == [ItemState.TAKEN, ItemState.PENDING]
    await run(await claimed(job), replace(tools, deliver=deliver))
    assert await states(import_) == [ItemState.TAKEN] * 2


async def test_a_cancel_at_the_last_moment_is_heard(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled while it lists, it lists no more and gives up what it has."""
    monkeypatch.setattr("actions.importing.listing.PAGE", 1)
    for n in range(3):
        body = BytesIO(photos.jpeg(64 + n, 48))
        await tools.bucket.put(f"import/{n}.jpg", body, content_type="image/jpeg")
    made = await import_from_bucket(
        OPERATOR, "", Batch(), rules=ImportRules(), deliver=by_change_stream
    )
    real = listing._keep

    async def keep(items: Any) -> None:
        await real(items)
        await control.cancel(OPERATOR, made.id)

    monkeypatch.setattr(listing, "_keep", keep)
    job = await Job.get(made.job_id)
    assert job is not None
    await run(await claimed(job), tools)
    end = await Import.present(made.id)

    assert end.state is ImportState.CANCELLED
    assert await states(made) == [ItemState.CANCELLED]


async def test_groups_and_collections_are_made_once(tools: Tools) -> None:
    """What many items name is found or made once; the rest of their words are theirs."""
    said = {"group_name": "Shoot", "collection_names": ["Spring", "Best"], "product_code": "A"}
    import_, job = await import_of(tools.bucket, photos.jpeg(), photos.png(), **said)
    await run(await claimed(job), tools)
    images = await Image.find_all().to_list()

    assert await states(import_) == [ItemState.TAKEN] * 2
    assert len({image.group_id for image in images} - {None}) == 1
    assert len({id for image in images for id in image.collection_ids}) == 2
    assert len({image.original.key.split("/")[0] for image in images}) == 1
    assert await Product.find({"code": "A"}).count() == 1


async def test_a_product_that_is_gone_has_no_places(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleted between the arrival and the placing, it leaves its images as they are."""
    import_, job = await import_of(
        tools.bucket, photos.jpeg(), product_code="A", product_position=1
    )
    real = ImportItem.unplaced

    async def unplaced(*given: Any) -> Any:
        await Product.find({"code": "A"}).delete()
        return await real(*given)

    monkeypatch.setattr(ImportItem, "unplaced", unplaced)
    await run(await claimed(job), tools)
    [item] = await items(import_)

    assert (item.state, item.to_place, item.problem) == (ItemState.TAKEN, None, None)


async def test_a_lost_lease_stops_the_work(tools: Tools, gated: Gated) -> None:
    """Who has no lease any more takes in nothing more."""
    _, job = await import_of(tools.bucket, photos.jpeg(), photos.png(), photos.webp())
    mine = await claimed(job, "mine")
    await expire(job)
    await claimed(job, "theirs")

    with pytest.raises(LeaseLost):
        await mine.advance(0.5)
    with pytest.raises(LeaseLost):
        await mine.step_aside()

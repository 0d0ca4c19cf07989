"""Numbers, kept by what happens."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from actions.counting.catching_up import catch_up
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.jobs import Job, JobKind, JobState
from documents.metadata_exports import MetadataExport
from documents.stat_progress import StatProgress
from documents.stats import StatBucket
from documents.trails import here, passed
from documents.transactions import Session, together
from documents.uncounted import waiting

WRITERS, EACH = 6, 20


def arrived(importer: PydanticObjectId | None = None) -> AuditEntry:
    """A picture came in."""
    return AuditEntry(
        actor=Actor(user_id=importer),
        action="image.uploaded",
        subject_kind="image",
        subject_id=PydanticObjectId(),
    )


async def happened(entries: Sequence[AuditEntry]) -> None:
    """It is so, or not at all."""

    async def write(session: Session) -> None:
        await AuditEntry.add(entries, session)

    await together(write)


async def counts(dimension: str = "ALL") -> Counter[str]:
    """What is counted of all days."""
    epoch = (await StatProgress.current()).epoch
    where = {"epoch": epoch, "dimension": dimension, "grain": "DAY"}
    total: Counter[str] = Counter()
    async for bucket in StatBucket.find(where):
        total.update(bucket.counts)
    return total


async def catch_up_alone() -> None:
    """Count until nobody else does."""
    async with asyncio.timeout(30):
        while not await catch_up("test"):
            await StatProgress.release("test")


async def test_writers_and_counters_race(database: AsyncDatabase[Any]) -> None:
    """However many write and count at once, and however often one stops, each counts once."""
    await catch_up_alone()
    writing = asyncio.Event()

    async def writer() -> None:
        for _ in range(EACH):
            await happened([arrived()])

    async def counter() -> None:
        while not writing.is_set():
            # Nobody heeds the lease of another.
            await StatProgress.get_pymongo_collection().update_one({}, {"$set": {"until": now()}})
            task = asyncio.create_task(catch_up(secrets.token_hex(4)))
            await asyncio.wait({task}, timeout=secrets.randbelow(60) / 1000)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    counters = [asyncio.create_task(counter()) for _ in range(3)]
    await asyncio.gather(*(writer() for _ in range(WRITERS)))
    writing.set()
    await asyncio.gather(*counters)
    await StatProgress.get_pymongo_collection().update_one({}, {"$set": {"until": now()}})
    await catch_up_alone()

    assert (await counts())["imagesIn"] == WRITERS * EACH
    assert await waiting(AuditEntry, 1) == []


async def test_what_ends_late_counts(database: AsyncDatabase[Any]) -> None:
    """A transaction with old ids that ends after newer ones were counted is not passed over."""
    await catch_up_alone()
    late = arrived()
    client = database.client
    async with client.start_session() as session, await session.start_transaction():
        await AuditEntry.add([late], session)
        await happened([arrived()])
        await catch_up_alone()
        before = (await counts())["imagesIn"]
    await catch_up_alone()

    assert before == 1
    assert (await counts())["imagesIn"] == 2


async def test_counted_anew_it_is_the_same(database: AsyncDatabase[Any]) -> None:
    """Thrown away and counted from the beginning, while more happens, nothing differs."""
    importer = PydanticObjectId()
    await happened([arrived(importer) for _ in range(300)])
    job = Job(kind=JobKind.PROCESS, state=JobState.RUNNING, by="me", image_id=PydanticObjectId())
    await job.insert()
    await job.finish(JobState.FAILED, "FAILED")
    await catch_up_alone()
    was = await counts(), await counts("IMPORTER")
    await StatProgress.anew()
    await happened([arrived(importer)])
    await catch_up_alone()
    progress = await StatProgress.current()

    assert progress.epoch == 2
    assert progress.target is None
    assert await counts() == was[0] + Counter(imagesIn=1)
    assert await counts("IMPORTER") == was[1] + Counter(imagesIn=1)
    assert await StatBucket.find({"epoch": 1}).count() == 0


async def test_stopped_while_counting_anew(
    database: AsyncDatabase[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes on finds what was counted already; the old numbers stand until the end."""
    await happened([arrived() for _ in range(450)])
    await catch_up_alone()
    await StatProgress.anew()
    stopped = asyncio.create_task(catch_up("test"))
    while not await AuditEntry.find({"counted": 2}).count():
        await asyncio.sleep(0)
    stopped.cancel()
    await asyncio.gather(stopped, return_exceptions=True)
    in_between = await counts()
    await catch_up_alone()

    assert in_between["imagesIn"] == 450
    assert (await counts())["imagesIn"] == 450


async def test_where_no_way_leads_on_all_is_counted_anew(database: AsyncDatabase[Any]) -> None:
    """The database may have forgotten what was changed since we looked last."""
    await happened([arrived()])
    export = MetadataExport(actor=Actor(), job_id=PydanticObjectId(), key="a", bytes=7)
    await export.insert()
    await catch_up_alone()
    token = (await StatProgress.current()).token
    assert token is not None
    await export.delete()
    other = MetadataExport(actor=Actor(), job_id=PydanticObjectId(), key="b", bytes=5)
    await other.insert()
    place = (await passed([MetadataExport], token, 1)).token["_data"]
    lost = {"_data": f"{place[:2]}00000001{place[10:]}"}
    await StatProgress.followed(1, lost)
    await catch_up_alone()
    progress = await StatProgress.current()

    assert (progress.epoch, progress.held) == (2, {"2": {"EXPORT": {"bytes": 5, "objects": 1}}})
    assert (await counts())["imagesIn"] == 1


async def test_the_lease_passes_on(database: AsyncDatabase[Any]) -> None:
    """One counts at a time, until it is over or gives it up."""
    assert await catch_up("one")
    assert not await catch_up("two")
    await StatProgress.release("one")
    assert await catch_up("two")
    assert not await catch_up("one")


async def test_what_is_held_is_summed_up_once(database: AsyncDatabase[Any]) -> None:
    """Documents come, change and go while three count at once; the sum is what is there."""
    await catch_up_alone()
    done = asyncio.Event()

    async def writer(number: int) -> None:
        for size in range(1, 15):
            one = MetadataExport(
                actor=Actor(), job_id=PydanticObjectId(), key=f"{number}", bytes=number
            )
            await one.insert()
            await one.set({"bytes": size})
            if size % 3:
                await one.delete()

    async def counter() -> None:
        while not done.is_set():
            await StatProgress.get_pymongo_collection().update_one({}, {"$set": {"until": now()}})
            await catch_up(secrets.token_hex(4))

    counters = [asyncio.create_task(counter()) for _ in range(3)]
    await asyncio.gather(*(writer(number) for number in range(4)))
    done.set()
    await asyncio.gather(*counters)
    await StatProgress.get_pymongo_collection().update_one({}, {"$set": {"until": now()}})
    await catch_up_alone()
    sizes = [one.bytes or 0 async for one in MetadataExport.find({})]

    assert (await StatProgress.current()).held["1"] == {
        "EXPORT": {"bytes": sum(sizes), "objects": len(sizes)}
    }


async def test_a_long_way_that_holds_nothing_is_gone_to_its_end(
    database: AsyncDatabase[Any],
) -> None:
    """Whatever else was written meanwhile, what was touched before we look is found."""
    start = await here([MetadataExport])
    await database["turns"].insert_many([{"_id": f"{n}", "pad": "x" * 500} for n in range(5_000)])
    one = MetadataExport(actor=Actor(), job_id=PydanticObjectId(), key="a", bytes=1)
    await one.insert()
    found = await passed([MetadataExport], start, 100)

    assert found.ids == {MetadataExport: [one.id]}
    assert not found.more
    assert (await passed([MetadataExport], found.token, 100)).ids == {}

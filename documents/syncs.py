"""Comparisons of what is kept with what is stored: how far each is, and what it found."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne

from documents.clock import now
from documents.jobs import Job, JobState
from documents.kept import Kept
from documents.pages import Raw
from documents.runs import ONE_OPEN, Run
from documents.transactions import Session, together

REPORTS_KEPT = timedelta(days=90)


class SyncClass(StrEnum):
    """A way in which records and objects may differ."""

    OBJECT_WITHOUT_RECORD = "OBJECT_WITHOUT_RECORD"
    ORIGINAL_MISSING = "ORIGINAL_MISSING"
    RENDITION_MISSING = "RENDITION_MISSING"
    PUBLISHED_MISSING = "PUBLISHED_MISSING"
    VERSION_MISSING = "VERSION_MISSING"
    SIZE_DIFFERS = "SIZE_DIFFERS"
    CHECKSUM_DIFFERS = "CHECKSUM_DIFFERS"
    UNFINISHED_PARTS = "UNFINISHED_PARTS"


class FindingState(StrEnum):
    """Where a finding is: suspected while scanning, then found again, then perhaps dealt with."""

    SUSPECTED = "SUSPECTED"
    CONFIRMED = "CONFIRMED"
    REPAIRED = "REPAIRED"
    LEFT = "LEFT"


class Checkpoint(BaseModel):
    """How far the scan is: `region` counts those that are done, `after` is the last key behind it.

    Whoever goes on from here counts nothing twice.
    """

    region: int = 0
    after: str = ""
    objects: int = 0
    records: int = 0
    bytes: int = 0
    recent: int = 0
    foreign: int = 0


class NoSync(Exception):
    """It was cancelled, or somebody else's worker has ended it."""


class Synchronization(Run):
    """One comparison and its report."""

    over = NoSync

    dry_run: bool
    repair: list[SyncClass]
    deep: bool
    grace_seconds: float
    # What is younger than that is not judged.
    before: datetime
    scanned: bool = False
    checked: bool = False
    truncated: bool = False
    checkpoint: Checkpoint = Field(default_factory=Checkpoint)
    counts: dict[str, int] = Field(default_factory=dict)
    repaired: dict[str, int] = Field(default_factory=dict)
    # The turn of the schedule that it was begun for.
    turn: str | None = None

    class Settings:
        """Where and how reports are kept; MongoDB removes them after REPORTS_KEPT."""

        name = "syncs"
        indexes = [
            ONE_OPEN,
            IndexModel(
                [("turn", ASCENDING)],
                name="one_a_turn",
                unique=True,
                partialFilterExpression={"turn": {"$type": "string"}},
            ),
            IndexModel([("job_id", ASCENDING)]),
            IndexModel([("created_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel(
                [("created_at", ASCENDING)],
                name="expiry",
                expireAfterSeconds=int(REPORTS_KEPT.total_seconds()),
            ),
        ]

    @classmethod
    async def the_open(cls) -> "Synchronization | None":
        """The one that has not ended, if there is one."""
        return await cls.find_one({"is_open": True})

    @classmethod
    async def cancel(cls, id: PydanticObjectId, session: Session) -> "Synchronization | None":
        """Ask it to stop; None if it has ended."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id, "is_open": True}, {"$set": {"cancelling": True}}, session=session
        )
        return await cls.find_one({"_id": id, "is_open": True}, session=session)

    @classmethod
    async def close(cls, job_id: PydanticObjectId, state: JobState, session: Session) -> None:
        """End the one that a job does, in the transaction that ends the job."""
        await cls.get_pymongo_collection().update_one(
            {"job_id": job_id, "is_open": True},
            {"$set": {"is_open": False, "state": state, "finished_at": now()}},
            session=session,
        )


class Finding(Kept):
    """One difference. `object_bytes` and `record_bytes` say what there is, as far as there is."""

    sync_id: PydanticObjectId
    kind: SyncClass
    key: str
    state: FindingState = FindingState.SUSPECTED
    holder: str | None = None
    image_id: PydanticObjectId | None = None
    record_id: PydanticObjectId | None = None
    multipart_id: str | None = None
    object_bytes: int | None = None
    record_bytes: int | None = None
    modified_at: datetime | None = None
    etag: str | None = None
    done: str | None = None
    found_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how findings are kept; MongoDB removes them with their reports."""

        name = "sync_findings"
        indexes = [
            IndexModel(
                [(name, ASCENDING) for name in ("sync_id", "kind", "key", "multipart_id")],
                unique=True,
            ),
            IndexModel([("sync_id", ASCENDING), ("found_at", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([(name, ASCENDING) for name in ("sync_id", "state", "image_id", "_id")]),
            IndexModel(
                [("found_at", ASCENDING)],
                name="expiry",
                expireAfterSeconds=int(REPORTS_KEPT.total_seconds()),
            ),
        ]

    @classmethod
    async def suspect(cls, findings: Sequence["Finding"]) -> None:
        """Keep suspicions; those that are kept already stay as they are."""
        writes = [
            UpdateOne(
                {
                    "sync_id": one.sync_id,
                    "kind": one.kind,
                    "key": one.key,
                    "multipart_id": one.multipart_id,
                },
                {"$setOnInsert": {"_id": one.id, **one.model_dump(exclude=KNOWN_BY)}},
                upsert=True,
            )
            for one in findings
        ]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, ordered=False)

    @classmethod
    async def batch(
        cls,
        sync_id: PydanticObjectId,
        state: FindingState,
        limit: int,
        kinds: Sequence[SyncClass] = tuple(SyncClass),
    ) -> "list[Finding]":
        """Some that are in a state, those of one image next to each other."""
        where = {"sync_id": sync_id, "state": state, "kind": {"$in": list(kinds)}}
        return await cls.find(where).sort("+image_id", "+_id").limit(limit).to_list()

    @classmethod
    async def leave(cls, sync_id: PydanticObjectId, kind: SyncClass, why: str) -> None:
        """Say that nothing is done about a whole class."""
        await cls.get_pymongo_collection().update_many(
            {"sync_id": sync_id, "kind": kind, "state": FindingState.CONFIRMED},
            {"$set": {"state": FindingState.LEFT, "done": why}},
        )

    @classmethod
    async def settle(
        cls, findings: Sequence["Finding"], state: FindingState, done: str | None = None
    ) -> None:
        """Say what has become of them."""
        where = {"_id": {"$in": [one.id for one in findings]}}
        sets = {"$set": {"state": state, "done": done}}
        await cls.get_pymongo_collection().update_many(where, sets)

    @classmethod
    async def clear(cls, findings: Sequence["Finding"]) -> None:
        """Forget what turned out to be in order."""
        await cls.get_pymongo_collection().delete_many(
            {"_id": {"$in": [one.id for one in findings]}}
        )

    @classmethod
    async def counted(cls, sync_id: PydanticObjectId) -> dict[tuple[SyncClass, FindingState], int]:
        """How many there are of each class in each state."""
        grouped: list[Raw] = [
            {"$match": {"sync_id": sync_id}},
            {"$group": {"_id": {"kind": "$kind", "state": "$state"}, "count": {"$sum": 1}}},
        ]
        rows = await cls.get_pymongo_collection().aggregate(grouped)
        return {
            (SyncClass(raw["_id"]["kind"]), FindingState(raw["_id"]["state"])): raw["count"]
            async for raw in rows
        }


KNOWN_BY = {"id", "revision_id", "sync_id", "kind", "key", "multipart_id"}


async def end(job: Job, state: JobState, stage: str, **more: Any) -> None:
    """End a job and what it did, together. Raises LeaseLost."""

    async def write(session: Session) -> None:
        await job.finish(state, stage, session=session, **more)
        await Synchronization.close(job.id, state, session)

    await together(write)

"""Edits of all images that a filter finds: how far they are, and what became of each image."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.jobs import Job, JobState
from documents.kept import Kept
from documents.pages import Raw
from documents.transactions import Session, together

KEPT_FOR = timedelta(days=90)
# Of how many images it is told why they were not edited; all are counted.
MOST_TOLD = 1_000


def _expiry() -> IndexModel:
    seconds = int(KEPT_FOR.total_seconds())
    return IndexModel([("created_at", ASCENDING)], name="expiry", expireAfterSeconds=seconds)


class BulkOutcome(StrEnum):
    """What became of an image."""

    EDITED = "EDITED"
    UNCHANGED = "UNCHANGED"
    SKIPPED = "SKIPPED"
    REFUSED = "REFUSED"


class Place(BaseModel):
    """The last image that was found, in the order of their coming in."""

    at: datetime
    id: PydanticObjectId


class Edited(BaseModel):
    """An image, and the version that the edit made of it."""

    id: PydanticObjectId
    version: int


class NoBulkEdit(Exception):
    """It was cancelled, or has ended."""


class BulkEditBatch(Kept):
    """Images that were found and are edited together; `edited` once they were."""

    bulk_edit_id: PydanticObjectId
    number: int
    image_ids: list[PydanticObjectId]
    edited: list[Edited] = Field(default_factory=list)
    created_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how they are kept."""

        name = "bulk_edit_batches"
        indexes = [
            IndexModel([("bulk_edit_id", ASCENDING), ("number", ASCENDING)], unique=True),
            _expiry(),
        ]

    @classmethod
    async def of(cls, id: PydanticObjectId, number: int) -> "BulkEditBatch":
        """One that was found."""
        found = await cls.find_one({"bulk_edit_id": id, "number": number})
        assert found is not None, "They are kept as long as what they belong to."
        return found

    async def note(self, edited: Sequence[Edited], session: Session) -> None:
        """Keep which of its images were edited."""
        told = [one.model_dump() for one in edited]
        await self.get_pymongo_collection().update_one(
            {"_id": self.id}, {"$set": {"edited": told}}, session=session
        )


class BulkEditRow(Kept):
    """An image that was not edited, and why; `number` is its place among them."""

    bulk_edit_id: PydanticObjectId
    number: int
    image_id: PydanticObjectId
    outcome: BulkOutcome
    # Code, message, path and params, as clients read them.
    error: dict[str, Any]
    created_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how they are kept."""

        name = "bulk_edit_rows"
        indexes = [
            IndexModel([("bulk_edit_id", ASCENDING), ("number", ASCENDING)], unique=True),
            IndexModel(
                [("bulk_edit_id", ASCENDING), ("outcome", ASCENDING), ("number", ASCENDING)]
            ),
            _expiry(),
        ]


class BulkEdit(Kept):
    """One edit of many: what `filter` found when it began, in batches, of which `batch` is next.

    `reverts` is the one that it takes back, batch by batch; then there is no filter.
    """

    job_id: PydanticObjectId
    actor: Actor
    reverts: PydanticObjectId | None = None
    filter: dict[str, Any] = Field(default_factory=dict)
    where: dict[str, Any] | None = None
    edit: dict[str, Any] = Field(default_factory=dict)
    before: datetime = Field(default_factory=now)
    state: JobState = JobState.QUEUED
    is_open: bool = True
    cancelling: bool = False
    place: Place | None = None
    scanned: bool = False
    matched: int = 0
    batches: int = 0
    batch: int = 0
    done: int = 0
    edited: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    told: int = 0
    created_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None

    class Settings:
        """Where and how they are kept; MongoDB removes them after KEPT_FOR."""

        name = "bulk_edits"
        indexes = [IndexModel([("job_id", ASCENDING)]), _expiry()]

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> "BulkEdit | None":
        """The one that a job does."""
        return await cls.find_one({"job_id": job_id})

    def raw(self) -> Raw:
        """As a row has it."""
        return {"_id": self.id, **self.model_dump(exclude={"id", "revision_id"})}

    async def begin(self, job: Job, entry: AuditEntry) -> None:
        """Keep a new one with its job."""

        async def write(session: Session) -> None:
            await self.insert(session=session)
            await Job.add([job], session)
            await AuditEntry.add([entry], session)

        await together(write)

    async def note(self, sets: Mapping[str, Any], session: Session | None = None) -> None:
        """Keep how far it is. Raises NoBulkEdit once it is to stop."""
        await self._go_on({}, {"$set": dict(sets)}, session)
        for name, value in sets.items():
            setattr(self, name, value)

    async def find_more(
        self, ids: Sequence[PydanticObjectId], place: Place | None, *, more: bool, session: Session
    ) -> None:
        """Keep images that were found as one batch more. Raises NoBulkEdit."""
        if ids:
            batch = BulkEditBatch(bulk_edit_id=self.id, number=self.batches, image_ids=list(ids))
            await batch.insert(session=session)
        sets = {"place": place.model_dump() if place else None, "scanned": not more}
        found = {"batches": 1 if ids else 0, "matched": len(ids)}
        await self._go_on({"batches": self.batches}, {"$set": sets, "$inc": found}, session)

    async def take(
        self, counts: Mapping[BulkOutcome, int], rows: Sequence[BulkEditRow], session: Session
    ) -> None:
        """Count what became of the next batch, and tell of some why. Raises NoBulkEdit."""
        counted = {outcome.lower(): count for outcome, count in counts.items()}
        told = rows[: max(0, MOST_TOLD - self.told)]
        done = {"done": sum(counts.values()), "told": len(told), "batch": 1}
        await self._go_on({"batch": self.batch}, {"$inc": {**counted, **done}}, session)
        if told:
            await BulkEditRow.insert_many(list(told), session=session)

    async def has_edited(self) -> int:
        """How many images it has written something about."""
        grouped: list[Raw] = [
            {"$match": {"bulk_edit_id": self.id}},
            {"$group": {"_id": None, "images": {"$sum": {"$size": "$edited"}}}},
        ]
        rows = await BulkEditBatch.get_pymongo_collection().aggregate(grouped)
        return sum([int(raw["images"]) async for raw in rows])

    async def cancel(self, session: Session) -> bool:
        """Ask it to stop; False if it has ended."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "is_open": True}, {"$set": {"cancelling": True}}, session=session
        )
        return result.matched_count == 1

    async def close(self, state: JobState, session: Session) -> None:
        """End it."""
        await self.get_pymongo_collection().update_one(
            {"_id": self.id, "is_open": True},
            {"$set": {"is_open": False, "state": state, "finished_at": now()}},
            session=session,
        )

    async def _go_on(
        self, where: Mapping[str, Any], update: Mapping[str, Any], session: Session | None
    ) -> None:
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "is_open": True, "cancelling": False, **where},
            dict(update),
            session=session,
        )
        if result.matched_count == 0:
            raise NoBulkEdit

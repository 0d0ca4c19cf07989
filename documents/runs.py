"""Long work over the whole library, of which one at a time is under way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.jobs import Job, JobState
from documents.kept import Kept
from documents.pages import Raw
from documents.transactions import Session, together

ONE_OPEN = IndexModel(
    [("is_open", ASCENDING)],
    name="one_open",
    unique=True,
    partialFilterExpression={"is_open": True},
)


class Run(Kept):
    """One run, done by a job; `is_open` on at most one of its kind, which ONE_OPEN sees to."""

    # What is raised once it is to stop.
    over: ClassVar[type[Exception]]

    job_id: PydanticObjectId
    actor: Actor
    state: JobState = JobState.QUEUED
    is_open: bool = True
    cancelling: bool = False
    created_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> Self | None:
        """The one that a job does."""
        return await cls.find_one({"job_id": job_id})

    def raw(self) -> Raw:
        """As a row has it."""
        return {"_id": self.id, **self.model_dump(exclude={"id", "revision_id"})}

    async def begin(self, job: Job, entry: AuditEntry) -> bool:
        """Keep a new one with its job; False where one is open, or another index forbids it."""

        async def write(session: Session) -> None:
            await self.insert(session=session)
            await Job.add([job], session)
            await AuditEntry.add([entry], session)

        try:
            await together(write)
        except DuplicateKeyError:
            return False
        return True

    async def note(self, sets: Mapping[str, Any], session: Session | None = None) -> None:
        """Keep how far it is. Raises what says that it is `over` once it is to stop."""
        going_on = {"_id": self.id, "is_open": True, "cancelling": False}
        result = await self.get_pymongo_collection().update_one(
            going_on, {"$set": dict(sets)}, session=session
        )
        if result.matched_count == 0:
            raise self.over

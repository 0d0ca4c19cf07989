"""Documents that are there for a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.audit import Actor
from documents.clock import now
from documents.kept import Kept
from documents.transactions import Session

FILES_KEPT = timedelta(hours=24)
# Serves `expired`; each kind that is swept has it.
BY_EXPIRY = IndexModel([("expires_at", ASCENDING)])


class Expiring(Kept):
    """A document whose time ends at `expires_at`; whatever belongs to it may go then."""

    expires_at: datetime

    @classmethod
    async def expired(cls, limit: int) -> list[PydanticObjectId]:
        """Some whose time is over, for a sweeper."""
        found = cls.get_pymongo_collection().find({"expires_at": {"$lte": now()}}, {"_id": 1})
        return [raw["_id"] async for raw in found.limit(limit)]

    @classmethod
    async def forget(cls, ids: Sequence[PydanticObjectId]) -> None:
        """Remove the records, after their objects."""
        await cls.get_pymongo_collection().delete_many({"_id": {"$in": list(ids)}})


class MadeFile(Expiring):
    """A file that a job makes for somebody, who may have it for a day from when it is there."""

    actor: Actor
    job_id: PydanticObjectId
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime = Field(default_factory=lambda: now() + FILES_KEPT)

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> Self | None:
        """What a job is to make; None where nobody may have it any more."""
        return await cls.find_one({"job_id": job_id, "expires_at": {"$gt": now()}})

    async def ready(self, told: Mapping[str, Any], session: Session) -> bool:
        """Say what came of it, and where it lies; False where nobody may have it any more."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "expires_at": {"$gt": now()}},
            {"$set": {**told, "expires_at": now() + FILES_KEPT}},
            session=session,
        )
        return result.matched_count == 1

"""Tables of what is said of pictures: made by a job, fetched by whoever asked for them."""

from datetime import datetime, timedelta
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.audit import Actor
from documents.clock import now
from documents.expiring import BY_EXPIRY, Expiring
from documents.transactions import Session

KEPT_FOR = timedelta(hours=24)


class MetadataExport(Expiring):
    """One table; without a `key` it is still being made.

    Of the images `ids` in that order or, where there are none, of those that `where` describes
    by the fields of a filter. `location` says that positions are in it.
    """

    actor: Actor
    job_id: PydanticObjectId
    ids: list[PydanticObjectId] | None = None
    where: dict[str, Any] = Field(default_factory=dict)
    location: bool = False
    key: str | None = None
    rows: int | None = None
    bytes: int | None = None
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime = Field(default_factory=lambda: now() + KEPT_FOR)

    class Settings:
        """Where and how exports are kept."""

        name = "metadata_exports"
        indexes = [
            BY_EXPIRY,
            IndexModel([("job_id", ASCENDING)]),
        ]

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> "MetadataExport | None":
        """What a job is to make; None where nobody may have it any more."""
        return await cls.find_one({"job_id": job_id, "expires_at": {"$gt": now()}})

    async def ready(self, key: str, rows: int, size: int, session: Session) -> bool:
        """Say where the table lies; False where nobody may have it any more."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "expires_at": {"$gt": now()}},
            {"$set": {"key": key, "rows": rows, "bytes": size, "expires_at": now() + KEPT_FOR}},
            session=session,
        )
        return result.matched_count == 1

    @classmethod
    async def drop_all(cls, session: Session | None = None) -> None:
        """Let go of every table: what it says of a place is to be forgotten."""
        await cls.get_pymongo_collection().update_many(
            {"expires_at": {"$gt": now()}}, {"$set": {"expires_at": now()}}, session=session
        )

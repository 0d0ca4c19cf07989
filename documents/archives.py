"""Many pictures in one ZIP: packed by a job, fetched by whoever asked for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from documents.audit import Actor
from documents.clock import now
from documents.downloads import DownloadMetadata
from documents.expiring import BY_EXPIRY, Expiring
from documents.problems import Problem
from documents.transactions import Session

KEPT_FOR = timedelta(hours=24)


class Packed(BaseModel):
    """What came of the packing: `files` pictures, `bytes` in all, and those that are not in it.

    `image_id` of a problem is the picture that is missing.
    """

    key: str
    files: int
    bytes: int
    problems: list[Problem]


class Archive(Expiring):
    """The pictures `ids` in one file; without `packed` it is still being made."""

    actor: Actor
    job_id: PydanticObjectId
    ids: list[PydanticObjectId]
    metadata: DownloadMetadata
    packed: Packed | None = None
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime = Field(default_factory=lambda: now() + KEPT_FOR)

    class Settings:
        """Where and how archives are kept."""

        name = "archives"
        indexes = [
            BY_EXPIRY,
            IndexModel([("ids", ASCENDING)]),
            IndexModel([("job_id", ASCENDING)]),
        ]

    @classmethod
    async def alive(cls, id: PydanticObjectId) -> "Archive | None":
        """One that may still be had."""
        return await cls.find_one({"_id": id, "expires_at": {"$gt": now()}})

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> "Archive | None":
        """What a job is to pack; None where nobody may have it any more."""
        return await cls.find_one({"job_id": job_id, "expires_at": {"$gt": now()}})

    async def ready(self, packed: Packed, session: Session) -> bool:
        """Say where the file lies; False where nobody may have it any more."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "expires_at": {"$gt": now()}},
            {"$set": {"packed": packed.model_dump(), "expires_at": now() + KEPT_FOR}},
            session=session,
        )
        return result.matched_count == 1

    @classmethod
    async def drop(
        cls, image_ids: Sequence[PydanticObjectId], session: Session | None = None
    ) -> None:
        """Let go of every archive of any of these images; a sweeper removes the files."""
        where = {"ids": {"$in": list(image_ids)}, "expires_at": {"$gt": now()}}
        await cls.get_pymongo_collection().update_many(
            where, {"$set": {"expires_at": now()}}, session=session
        )

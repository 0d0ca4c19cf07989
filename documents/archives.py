"""Many pictures in one ZIP: packed by a job, fetched by whoever asked for it."""

from collections.abc import Sequence

from beanie import PydanticObjectId
from pydantic import BaseModel
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.downloads import DownloadMetadata
from documents.expiring import BY_EXPIRY, MadeFile
from documents.problems import Problem
from documents.transactions import Session


class Packed(BaseModel):
    """What came of the packing: `files` pictures, `bytes` in all, and those that are not in it.

    `image_id` of a problem is the picture that is missing.
    """

    key: str
    files: int
    bytes: int
    problems: list[Problem]


class Archive(MadeFile):
    """The pictures `ids` in one file; without `packed` it is still being made."""

    ids: list[PydanticObjectId]
    metadata: DownloadMetadata
    packed: Packed | None = None

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
    async def drop(
        cls, image_ids: Sequence[PydanticObjectId], session: Session | None = None
    ) -> None:
        """Let go of every archive of any of these images; a sweeper removes the files."""
        where = {"ids": {"$in": list(image_ids)}, "expires_at": {"$gt": now()}}
        await cls.get_pymongo_collection().update_many(
            where, {"$set": {"expires_at": now()}}, session=session
        )

"""Documents that are there for a time."""

from collections.abc import Sequence
from datetime import datetime

from beanie import PydanticObjectId
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.kept import Kept

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

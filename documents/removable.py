"""What is deleted in steps: hidden at once, cleared of all that points at it, then forgotten."""

from datetime import datetime, timedelta

from beanie import PydanticObjectId
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.kept import Kept
from documents.transactions import Session

HIDDEN = IndexModel(
    [("deleted_at", ASCENDING)],
    name="hidden",
    partialFilterExpression={"deleted_at": {"$type": "date"}},
)


class Removable(Kept):
    """A document with `deleted_at`; each needs the index HIDDEN."""

    deleted_at: datetime | None = None

    @classmethod
    async def hide(cls, id: PydanticObjectId, session: Session) -> bool:
        """Take it out of every query; False if there was nothing to take out."""
        result = await cls.get_pymongo_collection().update_one(
            {"_id": id, "deleted_at": None}, {"$set": {"deleted_at": now()}}, session=session
        )
        return result.modified_count == 1

    @classmethod
    async def forget(cls, id: PydanticObjectId) -> None:
        """Remove the record of a hidden one."""
        await cls.get_pymongo_collection().delete_one({"_id": id, "deleted_at": {"$ne": None}})

    @classmethod
    async def left_hidden(cls, age: timedelta) -> list[PydanticObjectId]:
        """Those whose deletion began longer than `age` ago and has not ended."""
        old = {"deleted_at": {"$type": "date", "$lt": now() - age}}
        return [raw["_id"] async for raw in cls.get_pymongo_collection().find(old, {"_id": 1})]

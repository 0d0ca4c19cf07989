"""How far the walks have come that look for pictures that are there twice."""

from datetime import datetime

from beanie import Document, PydanticObjectId


class TwinWalk(Document):
    """Up to which picture, in the order of its time and then its id, a walk has looked."""

    id: str  # type: ignore[assignment]
    at: datetime
    image_id: PydanticObjectId

    class Settings:
        """Where they are kept."""

        name = "twin_walks"

    @classmethod
    async def keep(cls, id: str, at: datetime, image_id: PydanticObjectId) -> None:
        """Go on from there the next time."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id}, {"$set": {"at": at, "image_id": image_id}}, upsert=True
        )

    @classmethod
    async def begin_again(cls, id: str) -> None:
        """Start from the first one the next time."""
        await cls.get_pymongo_collection().delete_one({"_id": id})

"""Documents that clients sent once, to name them by their hash from then on."""

from datetime import datetime, timedelta
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from documents.clock import now

# After it was last asked for; looked at no oftener than once in RENEWED.
KEPT, RENEWED = timedelta(days=30), timedelta(days=1)


class PersistedQuery(Document):
    """The text of a valid document, by the SHA-256 of it in hexadecimal."""

    id: str  # type: ignore[assignment]
    text: str
    expires_at: datetime

    class Settings:
        """Where texts are kept; MongoDB removes them when nobody has asked for long."""

        name = "persisted_queries"
        indexes = [IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0)]

    @classmethod
    async def text_of(cls, hash: str) -> str | None:
        """The text; None where it is not kept. It is kept on for as long as it is asked for."""
        collection, moment = cls.get_pymongo_collection(), now()
        raw: Any = await collection.find_one({"_id": hash})
        if raw is None:
            return None
        if raw["expires_at"] < moment + KEPT - RENEWED:
            later = {"$max": {"expires_at": moment + KEPT}}
            await collection.update_one({"_id": hash}, later)
        return str(raw["text"])

    @classmethod
    async def keep(cls, hash: str, text: str, *, most: int) -> None:
        """Keep a text; of more than `most`, those that nobody has asked for longest are let go."""
        collection = cls.get_pymongo_collection()
        expires_at = now() + KEPT
        await collection.update_one(
            {"_id": hash}, {"$set": {"text": text, "expires_at": expires_at}}, upsert=True
        )
        if await collection.estimated_document_count() > most:
            await cls._let_go(most)

    @classmethod
    async def _let_go(cls, most: int) -> None:
        collection = cls.get_pymongo_collection()
        newest_first = collection.find({}, {"expires_at": 1}).sort("expires_at", -1)
        # A tenth at a time, so that it is not done anew for each one.
        async for raw in newest_first.skip(most - most // 10).limit(1):
            await collection.delete_many({"expires_at": {"$lte": raw["expires_at"]}})

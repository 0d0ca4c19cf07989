"""Answers that are kept for a while, so that a call sent twice is done once."""

from datetime import datetime, timedelta
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from documents.clock import now

KEPT = timedelta(hours=24)
# A call that has not ended by then never will: its process is gone.
PATIENCE = timedelta(minutes=15)


class Answer(Document):
    """What a call with an idempotency key was asked and what it answered; None while it runs."""

    id: str  # type: ignore[assignment]
    asked: str
    answer: list[dict[str, Any]] | None = None
    begun_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how answers are kept; MongoDB removes them after a day."""

        name = "answers"
        indexes = [
            IndexModel(
                [("begun_at", ASCENDING)],
                name="expiry",
                expireAfterSeconds=int(KEPT.total_seconds()),
            )
        ]

    @classmethod
    async def begin(cls, id: str, asked: str) -> "Answer | None":
        """None for the one caller who is to do it; else what is kept of the call before."""
        try:
            await cls(id=id, asked=asked).insert()
        except DuplicateKeyError:
            return await cls._taken_over(id, asked)
        return None

    @classmethod
    async def end(cls, id: str, answer: list[dict[str, Any]]) -> None:
        """Keep the answer."""
        await cls.get_pymongo_collection().update_one({"_id": id}, {"$set": {"answer": answer}})

    @classmethod
    async def forget(cls, id: str) -> None:
        """Let the call be made again: it ended without an answer."""
        await cls.get_pymongo_collection().delete_one({"_id": id})

    @classmethod
    async def _taken_over(cls, id: str, asked: str) -> "Answer | None":
        dead = {"_id": id, "answer": None, "begun_at": {"$lt": now() - PATIENCE}}
        again = {"$set": {"asked": asked, "begun_at": now()}}
        result = await cls.get_pymongo_collection().update_one(dead, again)
        return None if result.modified_count else await cls.get(id)

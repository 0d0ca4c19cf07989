"""How often models were asked on each day, so that no day costs more than was decided."""

from datetime import UTC, datetime, time, timedelta

from beanie import Document
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from documents.clock import now

# For whoever wants to know later; the database removes them itself.
KEPT = timedelta(days=400)


class Spending(Document):
    """The calls of one day in UTC, by its date; what they cost as far as it was told."""

    id: str  # type: ignore[assignment]
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    day: datetime

    class Settings:
        """Where days are kept."""

        name = "spending"
        indexes = [
            IndexModel([("day", ASCENDING)], expireAfterSeconds=int(KEPT.total_seconds())),
        ]

    @classmethod
    async def take_call(cls, limit: int) -> str | None:
        """Take one of today's `limit` calls, at least 1: their day; None where none is left.

        However many take one at once, no more than `limit` get one.
        """
        start = _midnight(now())
        day = start.date().isoformat()
        try:
            # The day is there at its limit: then nothing matches, and a second one cannot be.
            await cls.get_pymongo_collection().update_one(
                {"_id": day, "calls": {"$lt": limit}},
                {"$inc": {"calls": 1}, "$setOnInsert": {"day": start}},
                upsert=True,
            )
        except DuplicateKeyError:
            return await cls._take_of_known(day, limit)
        return day

    @classmethod
    async def _take_of_known(cls, day: str, limit: int) -> str | None:
        """As `take_call`, on a day that is there: it was used up, or another made it just now."""
        result = await cls.get_pymongo_collection().update_one(
            {"_id": day, "calls": {"$lt": limit}}, {"$inc": {"calls": 1}}
        )
        return day if result.matched_count else None

    @classmethod
    async def give_back(cls, day: str) -> None:
        """Give a call back that was not answered, and so costs nothing."""
        await cls.get_pymongo_collection().update_one({"_id": day}, {"$inc": {"calls": -1}})

    @classmethod
    async def note(cls, day: str, tokens_in: int, tokens_out: int) -> None:
        """Count what a call has cost."""
        spent = {"tokens_in": tokens_in, "tokens_out": tokens_out}
        await cls.get_pymongo_collection().update_one({"_id": day}, {"$inc": spent})


def until_tomorrow() -> timedelta:
    """How long it is until the next day's calls."""
    moment = now()
    return _midnight(moment) + timedelta(days=1) - moment


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)

"""What clients have spent of late, in one place for all processes that answer them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel, ReturnDocument, WriteConcern

# Kept for a while after the last of it has leaked away.
KEPT_SECONDS = 60
# A request waits for this: what a failing primary may forget is a second of somebody's spending.
QUICK = WriteConcern(w=1, j=False)


@dataclass(frozen=True, slots=True)
class Granted:
    """Points taken out of a budget, 0 where too few were left, and how many are left now."""

    points: int
    left: float


class Budget(Document):
    """A leaky bucket: `level` points are in it at `at`, and so many a second leak out."""

    id: str  # type: ignore[assignment]  # a budget is found by whose it is
    level: float
    at: datetime
    granted: int
    expires_at: datetime

    class Settings:
        """Where budgets are kept; MongoDB removes those that are whole again."""

        name = "budgets"
        indexes = [IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0)]

    @classmethod
    async def take(
        cls, whose: str, least: int, most: int, *, back: int = 0, budget: int, rate: int
    ) -> Granted:
        """Give `back` what was not spent, and take `most` points, or what is left.

        Where that is less than `least`, none are taken. One update by the database's own clock:
        however many processes take at once, and whatever their clocks say, no more than
        `budget` is ever out.
        """
        collection = cls.get_pymongo_collection().with_options(write_concern=QUICK)
        raw: Any = await collection.find_one_and_update(
            {"_id": whose},
            _pipeline(least, most, back, budget=budget, rate=rate),
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return Granted(int(raw["granted"]), budget - float(raw["level"]))


def _pipeline(least: int, most: int, back: int, *, budget: int, rate: int) -> list[dict[str, Any]]:
    """Let leak, see what is free, take, and write down until when it matters."""
    seconds = {"$divide": [{"$subtract": ["$$NOW", {"$ifNull": ["$at", "$$NOW"]}]}, 1000]}
    # A clock that was set back lets nothing leak in.
    leaked = {"$multiply": [rate, {"$max": [0, seconds]}]}
    gone = {"$add": [leaked, back]}
    level = {"$max": [0, {"$subtract": [{"$ifNull": ["$level", 0]}, gone]}]}
    free = {"$floor": {"$subtract": [budget, "$level"]}}
    taken = {"$cond": [{"$gte": [free, least]}, {"$min": [free, most]}, 0]}
    empty_after = {"$multiply": [1000, {"$add": [{"$divide": ["$level", rate]}, KEPT_SECONDS]}]}
    return [
        {"$set": {"level": level, "at": "$$NOW"}},
        {"$set": {"granted": {"$toLong": taken}}},
        {"$set": {"level": {"$add": ["$level", "$granted"]}}},
        {"$set": {"expires_at": {"$add": ["$$NOW", {"$toLong": empty_after}]}}},
    ]

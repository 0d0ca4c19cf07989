"""How often something was tried lately, so that guessing does not pay."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel, ReturnDocument

from documents.clock import now


@dataclass(frozen=True, slots=True)
class Tally:
    """How many attempts a window has seen, this one included, and when the window ends."""

    count: int
    ends_at: datetime


class Attempts(Document):
    """One window's counter. The windows of one length all begin at the same moments."""

    id: str  # type: ignore[assignment]  # a counter is found by what it counts
    seen: int
    expires_at: datetime

    class Settings:
        """Where and how counters are kept; MongoDB removes them after their window."""

        name = "attempts"
        indexes = [IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0)]

    @classmethod
    async def count_one(cls, what: str, window: timedelta) -> Tally:
        """Count one attempt at `what` in the running window; no two callers get one number."""
        id, ends_at = _running(what, window)
        raw: Any = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id},
            {"$inc": {"seen": 1}, "$setOnInsert": {"expires_at": ends_at}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return Tally(raw["seen"], ends_at)

    @classmethod
    async def forget(cls, what: str, window: timedelta) -> None:
        """Begin the running window of `what` anew."""
        id, _ = _running(what, window)
        await cls.get_pymongo_collection().delete_one({"_id": id})


def _running(what: str, window: timedelta) -> tuple[str, datetime]:
    seconds = window.total_seconds()
    number = int(now().timestamp() // seconds)
    ends_at = datetime.fromtimestamp((number + 1) * seconds, UTC)
    return f"{what}:{number}", ends_at

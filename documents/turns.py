"""Taking turns: of transactions that decide about the same thing, one goes after the other."""

from datetime import datetime, timedelta

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.transactions import Session

# No transaction lives that long; the row of one that is over is of no use.
LIFE = timedelta(days=1)


class Turn(Document):
    """What transactions decide about, such as a checksum; it holds nothing after they end.

    Whoever dies in mid transaction leaves no trace, so nothing is ever blocked by the dead.
    """

    id: str  # type: ignore[assignment]
    at: datetime = Field(default_factory=now)

    class Settings:
        """Where turns are kept; the database removes old ones itself."""

        name = "turns"
        indexes = [
            IndexModel([("at", ASCENDING)], expireAfterSeconds=int(LIFE.total_seconds())),
        ]

    @classmethod
    async def take(cls, what: str, session: Session) -> None:
        """Go before or after, never beside, every other transaction that takes this turn.

        The later one is run again by `together`, and sees then what the earlier one wrote.
        """
        await cls.get_pymongo_collection().update_one(
            {"_id": what},
            {"$set": {"at": now()}, "$inc": {"taken": 1}},
            upsert=True,
            session=session,
        )

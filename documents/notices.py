"""What people who run the house must be told: kept until it is old, newest first."""

from datetime import datetime, timedelta
from enum import StrEnum

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.clock import now
from documents.kept import Kept
from documents.transactions import Session

KEPT_FOR = timedelta(days=90)


class NoticeKind(StrEnum):
    """What a notice is about."""

    EVENTS_LOST = "EVENTS_LOST"
    SHOP_PUSH_STUCK = "SHOP_PUSH_STUCK"
    WEBHOOK_PAUSED = "WEBHOOK_PAUSED"


class Notice(Kept):
    """One sentence about one object; written by Ecogram itself, never changed."""

    kind: NoticeKind
    subject_kind: str
    subject_id: PydanticObjectId | None = None
    message: str
    at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how notices are kept; MongoDB removes them after 90 days."""

        name = "notices"
        indexes = [
            IndexModel([("at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel(
                [("at", ASCENDING)],
                name="expiry",
                expireAfterSeconds=int(KEPT_FOR.total_seconds()),
            ),
        ]

    async def tell(self, session: Session) -> None:
        """Keep it, in the transaction of what it tells of."""
        await self.insert(session=session)

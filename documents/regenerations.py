"""Making renditions again, for many pictures: how far it is, and what came of it."""

from datetime import datetime, timedelta
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.jobs import OPEN, Job, JobState
from documents.pages import Raw
from documents.runs import ONE_OPEN, Run
from documents.transactions import Session

KEPT_FOR = timedelta(days=90)
PART = "payload.regeneration"


class Place(BaseModel):
    """The last picture that was looked at, in the order of their coming in."""

    at: datetime
    id: PydanticObjectId


class NoRegeneration(Exception):
    """It was cancelled, or has ended."""


class Regeneration(Run):
    """One run. `preset` is None for all presets.

    Pictures that came in after `before` have been made by the present settings.
    """

    over = NoRegeneration

    preset: str | None = None
    where: dict[str, Any] = Field(default_factory=dict)
    before: datetime = Field(default_factory=now)
    expected: int = 0
    examined: int = 0
    place: Place | None = None
    scanned: bool = False
    made: int = 0
    failed: int = 0

    class Settings:
        """Where and how they are kept; MongoDB removes them after KEPT_FOR."""

        name = "regenerations"
        indexes = [
            ONE_OPEN,
            IndexModel([("job_id", ASCENDING)]),
            IndexModel(
                [("created_at", ASCENDING)],
                name="expiry",
                expireAfterSeconds=int(KEPT_FOR.total_seconds()),
            ),
        ]

    async def cancel(self, session: Session) -> bool:
        """Ask it to stop, and end what nobody has begun of it; False if it has ended."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "is_open": True}, {"$set": {"cancelling": True}}, session=session
        )
        if result.matched_count == 0:
            return False
        cancelled = {"state": JobState.CANCELLED, "progress": 1.0, "finished_at": now()}
        await Job.get_pymongo_collection().update_many(
            {PART: self.id, "state": JobState.QUEUED, "attempts": 0},
            {"$set": cancelled},
            session=session,
        )
        return True

    async def close(self, state: JobState, session: Session | None = None) -> None:
        """End it, and say what came of its parts."""
        states = await self.states()
        counts = {"made": states[JobState.SUCCEEDED], "failed": states[JobState.FAILED]}
        await self.get_pymongo_collection().update_one(
            {"_id": self.id, "is_open": True},
            {"$set": {"is_open": False, "state": state, "finished_at": now(), **counts}},
            session=session,
        )

    async def states(self) -> dict[JobState, int]:
        """How many of its parts are in each state."""
        grouped: list[Raw] = [
            {"$match": {PART: self.id}},
            {"$group": {"_id": "$state", "count": {"$sum": 1}}},
        ]
        rows = await Job.get_pymongo_collection().aggregate(grouped)
        found = {JobState(raw["_id"]): int(raw["count"]) async for raw in rows}
        return {state: found.get(state, 0) for state in JobState}

    async def open_parts(self) -> int:
        """How many of its parts are not done."""
        where = {PART: self.id, "state": {"$in": OPEN}}
        return await Job.get_pymongo_collection().count_documents(where)

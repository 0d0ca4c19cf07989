"""The log of what receivers were told: one delivery for each change and webhook."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.changes import ChangeKind
from documents.clock import now
from documents.kept import Kept
from documents.pages import Raw
from documents.problems import Problem
from documents.transactions import Session

KEPT_FOR = timedelta(days=30)
# More tries than a delivery has; a replay begins anew, and keeps the last ones of before.
MOST_TRIES = 20


class DeliveryState(StrEnum):
    """What became of a delivery."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


# A later event of the same picture waits for these.
UNFINISHED = [DeliveryState.PENDING, DeliveryState.FAILED]
FINISHED = [DeliveryState.DELIVERED, DeliveryState.SKIPPED]


class Try(BaseModel):
    """One request: what came back, or why nothing did. `answer` is its beginning, as text."""

    at: datetime = Field(default_factory=now)
    milliseconds: int
    status: int | None = None
    answer: str | None = None
    problem: Problem | None = None


class Delivery(Kept):
    """One change, for one webhook. `seq` is the change's number, and that of the delivery."""

    webhook_id: PydanticObjectId
    seq: int
    kind: ChangeKind
    image_id: PydanticObjectId
    product_code: str | None = None
    previous_product_code: str | None = None
    fields: list[str] = Field(default_factory=list)
    occurred_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    due: datetime = Field(default_factory=now)
    tries: list[Try] = Field(default_factory=list)
    delivered_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime = Field(default_factory=lambda: now() + KEPT_FOR)

    class Settings:
        """Where and how deliveries are kept; MongoDB removes them when they have run out."""

        name = "deliveries"
        indexes = [
            IndexModel([("webhook_id", ASCENDING), ("seq", DESCENDING)], unique=True),
            IndexModel(
                [("webhook_id", ASCENDING), ("seq", DESCENDING), ("_id", DESCENDING)], name="log"
            ),
            IndexModel(
                [
                    ("webhook_id", ASCENDING),
                    ("state", ASCENDING),
                    ("seq", DESCENDING),
                    ("_id", DESCENDING),
                ],
                name="by_state",
            ),
            IndexModel([("webhook_id", ASCENDING), ("occurred_at", ASCENDING)]),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ]

    @classmethod
    async def add(cls, deliveries: "Sequence[Delivery]", session: Session) -> None:
        """Keep new ones, in the transaction that moves the webhook's cursor."""
        if deliveries:
            await cls.insert_many(list(deliveries), session=session)

    @classmethod
    async def unfinished(cls, webhook_id: PydanticObjectId, limit: int) -> list[Raw]:
        """Id, number, image, time and state of at most `limit` that wait, oldest first."""
        fields = dict.fromkeys(["seq", "image_id", "due", "state"], 1)
        where = {"webhook_id": webhook_id, "state": {"$in": UNFINISHED}}
        found = cls.get_pymongo_collection().find(where, fields)
        return await found.sort("seq", 1).limit(limit).to_list()

    @classmethod
    async def among(cls, ids: Sequence[PydanticObjectId]) -> "list[Delivery]":
        """Those of `ids` that are there, oldest first; one query."""
        return await cls.find({"_id": {"$in": list(ids)}}).sort("seq").to_list()

    async def tried(
        self, made: Try, sets: Mapping[str, Any], session: Session | None = None
    ) -> bool:
        """Keep a try and what came of it; False where another one was kept meanwhile."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "state": DeliveryState.PENDING, "attempts": self.attempts},
            {
                "$set": dict(sets),
                "$inc": {"attempts": 1},
                "$push": {"tries": {"$each": [made.model_dump()], "$slice": -MOST_TRIES}},
            },
            session=session,
        )
        return result.matched_count == 1

    @classmethod
    async def move(
        cls,
        where: Mapping[str, Any],
        here: Sequence[DeliveryState],
        there: DeliveryState,
        session: Session,
    ) -> int:
        """Have those of some states begin anew, or end, in another; tells how many."""
        result = await cls.get_pymongo_collection().update_many(
            {**where, "state": {"$in": list(here)}},
            {"$set": {"state": there, "attempts": 0, "due": now(), "delivered_at": None}},
            session=session,
        )
        return result.modified_count

    @classmethod
    async def some(
        cls,
        where: Mapping[str, Any],
        states: Sequence[DeliveryState],
        limit: int,
        session: Session,
    ) -> tuple[list[PydanticObjectId], bool]:
        """The ids of the first `limit` in some states, and whether there are more."""
        asked = {**where, "state": {"$in": list(states)}}
        found = cls.get_pymongo_collection().find(asked, {"_id": 1}, session=session)
        ids = [raw["_id"] async for raw in found.sort("occurred_at", 1).limit(limit + 1)]
        return ids[:limit], len(ids) > limit

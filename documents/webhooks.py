"""Who wants to be told of the catalogue's changes, where, and how far they have been told."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument

from documents.changes import ChangeKind
from documents.clock import now
from documents.kept import Kept
from documents.problems import Problem
from documents.transactions import Session

# Longer than one round of requests may take, so that a live sender is not robbed.
LEASE = timedelta(seconds=60)
# Nothing waits until then; whoever has something sets it earlier.
NOTHING_DUE = datetime(9999, 1, 1, tzinfo=UTC)


class WebhookState(StrEnum):
    """Whether anything is sent."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"


class WebhookSecret(BaseModel):
    """A key that signs; without an end, it is the newest."""

    secret: str = Field(repr=False)
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime | None = None

    def good(self, at: datetime) -> bool:
        """Whether it still signs."""
        return self.expires_at is None or self.expires_at > at


class WebhookLost(Exception):
    """The webhook is somebody else's turn, paused or deleted: stop and leave it alone."""


class Webhook(Kept):
    """One receiver. Only whoever holds the lease (`by` until `leased_until`) sends to it.

    `cursor` is the number of the last change for which it was decided whether a delivery is
    made; `due` is when the next delivery is; `full` says that so many wait that no more are made.
    `calls` counts who asked for a turn meanwhile.
    """

    url: str
    events: list[ChangeKind]
    query: str
    secrets: list[WebhookSecret] = Field(repr=False)
    state: WebhookState = WebhookState.ACTIVE
    problem: Problem | None = None
    paused_at: datetime | None = None
    cursor: int
    full: bool = False
    due: datetime = Field(default_factory=now)
    calls: int = 0
    by: str | None = None
    leased_until: datetime = Field(default_factory=now)
    version: int = 1
    created_by: PydanticObjectId | None = None
    deleted_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how webhooks are kept; there are few."""

        name = "webhooks"
        indexes = [
            IndexModel([("deleted_at", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)])
        ]

    @classmethod
    async def count_alive(cls, session: Session) -> int:
        """How many there are."""
        where = {"deleted_at": None}
        return await cls.get_pymongo_collection().count_documents(where, session=session)

    @classmethod
    async def claim(cls, by: str, latest: int, at: datetime) -> "Webhook | None":
        """Take the turn of one that something is due for; `latest` is the newest change."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {
                "deleted_at": None,
                "state": WebhookState.ACTIVE,
                "leased_until": {"$lte": at},
                "$or": [{"due": {"$lte": at}}, {"full": False, "cursor": {"$lt": latest}}],
            },
            {"$set": {"by": by, "leased_until": at + LEASE}},
            sort=[("due", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return None if raw is None else cls.model_validate(raw)

    async def renew(self, at: datetime) -> "Webhook":
        """The webhook as it is now, with a fresh lease. Raises WebhookLost."""
        raw = await self.get_pymongo_collection().find_one_and_update(
            self._ours(),
            {"$set": {"leased_until": at + LEASE}},
            return_document=ReturnDocument.AFTER,
        )
        if raw is None:
            raise WebhookLost
        found: Webhook = type(self).model_validate(raw)
        return found

    async def advance(self, sets: Mapping[str, Any], session: Session) -> None:
        """Set fields while the turn is ours and nothing was paused. Raises WebhookLost."""
        await self._mine({"$set": dict(sets)}, session)

    async def halt(self, problem: Problem, session: Session) -> None:
        """Send no more until somebody resumes it. Raises WebhookLost."""
        at = now()
        paused = {
            "state": WebhookState.PAUSED,
            "problem": problem.model_dump(),
            "paused_at": at,
            "updated_at": at,
        }
        await self._mine({"$set": paused, "$inc": {"version": 1}}, session)

    async def _mine(self, update: dict[str, Any], session: Session) -> None:
        result = await self.get_pymongo_collection().update_one(
            self._ours(), update, session=session
        )
        if result.matched_count == 0:
            raise WebhookLost

    async def release(self, due: datetime, at: datetime) -> None:
        """End the turn; the next is at `due`, or at once if somebody has asked for one since."""
        webhooks = self.get_pymongo_collection()
        mine = {"_id": self.id, "by": self.by}
        free = {"by": None, "leased_until": at}
        unasked = {**mine, "calls": self.calls}
        result = await webhooks.update_one(unasked, {"$set": {**free, "due": due}})
        if result.matched_count == 0:
            await webhooks.update_one(mine, {"$set": {**free, "due": at}})

    @classmethod
    async def call(cls, id: PydanticObjectId, session: Session) -> None:
        """Ask for a turn at once."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id}, {"$inc": {"calls": 1}, "$set": {"due": now()}}, session=session
        )

    @classmethod
    async def change(
        cls, id: PydanticObjectId, version: int | None, sets: Mapping[str, Any], session: Session
    ) -> "Webhook | None":
        """Set fields, on this version only if it is given; a turn is due at once.

        None where there is no such webhook, or it is at another version.
        """
        seen = {} if version is None else {"version": version}
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "deleted_at": None, **seen},
            {
                "$set": {**sets, "due": now(), "updated_at": now()},
                "$inc": {"version": 1, "calls": 1},
            },
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return None if raw is None else cls.model_validate(raw)

    @classmethod
    async def alive(cls, id: PydanticObjectId, session: Session | None = None) -> "Webhook | None":
        """The webhook, unless it is deleted."""
        raw = await cls.get_pymongo_collection().find_one(
            {"_id": id, "deleted_at": None}, session=session
        )
        return None if raw is None else cls.model_validate(raw)

    def good_secrets(self, at: datetime | None = None) -> list[WebhookSecret]:
        """The secrets that sign at a moment, now by default, newest first."""
        good = [one for one in self.secrets if one.good(at or now())]
        return sorted(good, key=lambda one: one.created_at, reverse=True)

    def signing(self, at: datetime) -> Sequence[str]:
        """The same, as the keys that they are."""
        return [one.secret for one in self.good_secrets(at)]

    def _ours(self) -> dict[str, Any]:
        return {
            "_id": self.id,
            "by": self.by,
            "deleted_at": None,
            "state": WebhookState.ACTIVE,
        }

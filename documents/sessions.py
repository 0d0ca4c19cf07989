"""Who is signed in: one record for each sign-in and all the refresh tokens that follow from it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel, ReturnDocument

from documents.clock import now
from documents.kept import Kept
from documents.transactions import Session


class Ending(StrEnum):
    """Why a session ended before its time."""

    LOGOUT = "LOGOUT"
    ENDED_ELSEWHERE = "ENDED_ELSEWHERE"
    TOKEN_REUSED = "TOKEN_REUSED"  # noqa: S105  a reason, not a token
    ACCOUNT_DISABLED = "ACCOUNT_DISABLED"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105  a reason, not a password


class Spending(NamedTuple):
    """A refresh token that was shown, by the hashes of its family's secret and of its own."""

    session_id: PydanticObjectId
    family: str
    own: str


class UserSession(Kept):
    """One sign-in, its family of refresh tokens, and until when the newest of them is good.

    Every token of a family carries the family's secret and one of its own. Only the newest own
    secret is good; an older token is told from a guess by the family's secret. The newest is made
    of the one before it and of `salt`.
    """

    user_id: PydanticObjectId
    family_hash: str = Field(repr=False)
    token_hash: str = Field(repr=False)
    spent_hash: str | None = Field(default=None, repr=False)
    salt: str = Field(default="", repr=False)
    in_cookie: bool = False
    created_at: datetime = Field(default_factory=now)
    rotated_at: datetime = Field(default_factory=now)
    expires_at: datetime
    # What the client that signed in calls itself.
    user_agent: str = ""
    ended_at: datetime | None = None
    ended_because: Ending | None = None

    class Settings:
        """Where and how sessions are kept; MongoDB removes them when they have run out."""

        name = "sessions"
        indexes = [
            IndexModel([("user_id", ASCENDING)], name="user"),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ]

    @property
    def alive(self) -> bool:
        """Whether the session is neither ended nor run out."""
        return self.ended_at is None and self.expires_at > now()

    @classmethod
    async def rotate(
        cls, spent: Spending, fresh: str, expires_at: datetime, *, salt: str, in_cookie: bool
    ) -> "UserSession | None":
        """Put the `fresh` token's hash in the place of the `spent` one's, for one caller only.

        None if the session is over or the spent token was not its newest.
        """
        changes = {
            "token_hash": fresh,
            "spent_hash": spent.own,
            "salt": salt,
            "in_cookie": in_cookie,
            "rotated_at": now(),
            "expires_at": expires_at,
        }
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {**_open(spent), "token_hash": spent.own},
            {"$set": changes},
            return_document=ReturnDocument.AFTER,
        )
        return None if raw is None else cls.model_validate(raw)

    @classmethod
    async def resting(cls, shown: Spending, since: datetime) -> "UserSession | None":
        """The open session in a cookie that was rotated after `since`, if `shown` is of it.

        Its newest token counts, and the one that was spent for that.
        """
        either = [{"token_hash": shown.own}, {"spent_hash": shown.own}]
        lately = {"in_cookie": True, "spent_hash": {"$ne": None}, "rotated_at": {"$gt": since}}
        return await cls.find_one({"$and": [_open(shown), lately, {"$or": either}]})

    @classmethod
    async def end_reused(cls, spent: Spending, session: Session) -> bool:
        """End the family that `spent` is an older token of; False if it is no such token."""
        older = {"family_hash": spent.family, "token_hash": {"$ne": spent.own}}
        which = {"_id": spent.session_id, **older}
        return await cls._end(which, Ending.TOKEN_REUSED, session) == 1

    @classmethod
    async def end_family(
        cls, id: PydanticObjectId, family: str, because: Ending, session: Session
    ) -> PydanticObjectId | None:
        """End the session whose family this is, and tell whose it was; None if none was open."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "family_hash": family, "ended_at": None, "expires_at": {"$gt": now()}},
            {"$set": {"ended_at": now(), "ended_because": because}},
            session=session,
        )
        return None if raw is None else PydanticObjectId(raw["user_id"])

    @classmethod
    async def end(cls, id: PydanticObjectId, because: Ending, session: Session) -> bool:
        """End one session; False if it was over already."""
        return await cls._end({"_id": id}, because, session) == 1

    @classmethod
    async def end_all(
        cls,
        user_id: PydanticObjectId,
        because: Ending,
        session: Session,
        *,
        but: PydanticObjectId | None = None,
    ) -> int:
        """End all sessions of an account, `but` one perhaps, and say how many were open."""
        others: dict[str, object] = {} if but is None else {"_id": {"$ne": but}}
        return await cls._end({"user_id": user_id, **others}, because, session)

    @classmethod
    async def end_own(
        cls, id: PydanticObjectId, user_id: PydanticObjectId, session: Session
    ) -> bool:
        """End a session of this account from another one; False if it is over, or not theirs."""
        which: dict[str, object] = {"_id": id, "user_id": user_id}
        return await cls._end(which, Ending.ENDED_ELSEWHERE, session) == 1

    @classmethod
    async def opened(cls, user_id: PydanticObjectId, most: int) -> "list[UserSession]":
        """The open sessions of an account, the one that was used last first."""
        where = {"user_id": user_id, "ended_at": None, "expires_at": {"$gt": now()}}
        return await cls.find(where).sort("-rotated_at", "-_id").limit(most).to_list()

    @classmethod
    async def _end(cls, which: dict[str, object], because: Ending, session: Session) -> int:
        ended = await cls.get_pymongo_collection().update_many(
            {**which, "ended_at": None},
            {"$set": {"ended_at": now(), "ended_because": because}},
            session=session,
        )
        return ended.modified_count


def _open(shown: Spending) -> dict[str, object]:
    """Which session it is, as long as it is open."""
    return {
        "_id": shown.session_id,
        "family_hash": shown.family,
        "ended_at": None,
        "expires_at": {"$gt": now()},
    }

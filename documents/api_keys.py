"""Keys of shops: what a program shows in place of a person's sign-in."""

from datetime import datetime, timedelta
from enum import StrEnum

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel, ReturnDocument

from documents.clock import now
from documents.kept import Kept
from documents.transactions import Session

# Nobody needs the second of the last use, and a write for each request would cost more than it.
USE_RESOLUTION = timedelta(minutes=1)


class Scope(StrEnum):
    """What a key is for; `actions.access` says what each allows."""

    CATALOG_READ = "catalog:read"


class ApiKey(Kept):
    """One key. Its secret is shown once, when it is made; only its SHA-256 is kept."""

    name: str
    scopes: list[Scope]
    secret_hash: str = Field(repr=False)
    created_by: PydanticObjectId | None
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    class Settings:
        """Where keys are kept; they are found and listed by their id, and by who made them."""

        name = "api_keys"
        indexes = [IndexModel([("created_by", ASCENDING)], name="maker")]

    @property
    def expired(self) -> bool:
        """Whether the key has run out."""
        return self.expires_at is not None and self.expires_at <= now()

    async def used(self) -> None:
        """Note that the key is in use, at most once in USE_RESOLUTION."""
        moment = now()
        if self.last_used_at is not None and self.last_used_at > moment - USE_RESOLUTION:
            return
        # To MongoDB no date is not an early date, hence two arms.
        stale = [{"last_used_at": None}, {"last_used_at": {"$lte": moment - USE_RESOLUTION}}]
        await self.get_pymongo_collection().update_one(
            {"_id": self.id, "$or": stale}, {"$set": {"last_used_at": moment}}
        )
        self.last_used_at = moment

    @classmethod
    async def revoke(cls, id: PydanticObjectId, session: Session) -> "ApiKey | None":
        """Make the key worthless for ever; None if it was, or if there is no such key."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "revoked_at": None},
            {"$set": {"revoked_at": now()}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return None if raw is None else cls.model_validate(raw)

    @classmethod
    async def revoke_all(
        cls, created_by: PydanticObjectId, session: Session
    ) -> list[PydanticObjectId]:
        """Make all keys of one maker worthless for ever; tells which were not yet."""
        keys = cls.get_pymongo_collection()
        usable = {"created_by": created_by, "revoked_at": None}
        ids = [raw["_id"] async for raw in keys.find(usable, {"_id": 1}, session=session)]
        await keys.update_many(
            {"_id": {"$in": ids}}, {"$set": {"revoked_at": now()}}, session=session
        )
        return ids

    @classmethod
    async def newest(cls, first: int, after: PydanticObjectId | None = None) -> list["ApiKey"]:
        """Up to `first` keys, newest first, from behind `after` on."""
        where = {} if after is None else {"_id": {"$lt": after}}
        return await cls.find(where).sort("-_id").limit(first).to_list()

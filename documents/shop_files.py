"""Which picture is which file of the shop, and how far the shop has been brought."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from documents.clock import now
from documents.kept import Kept
from documents.problems import Problem

# Longer than one picture takes, staged upload included.
LEASE = timedelta(minutes=5)
SHOP = "shop"


class PushStage(StrEnum):
    """What the next step looks at: all that is shown, all that the shop has, or what changes."""

    ROWS = "ROWS"
    FILES = "FILES"
    CHANGES = "CHANGES"


class PushLost(Exception):
    """The turn is somebody else's: stop."""


class ShopPush(Document):
    """How far the shop is. `cursor` is the last change that the shop has; `walked` is the picture

    up to which ROWS or FILES were looked at.
    """

    id: str = SHOP  # type: ignore[assignment]
    stage: PushStage = PushStage.ROWS
    cursor: int | None = None
    walked: PydanticObjectId | None = None
    attempts: int = 0
    problem: Problem | None = None
    due: datetime = Field(default_factory=now)
    by: str | None = None
    leased_until: datetime = Field(default_factory=now)

    class Settings:
        """Where it is kept."""

        name = "shop_pushes"

    @classmethod
    async def claim(cls, by: str, latest: int, at: datetime) -> "ShopPush | None":
        """Take the turn, if there is anything to do and nobody has it."""
        pushes = cls.get_pymongo_collection()
        # Another one may have made it at this moment.
        with suppress(DuplicateKeyError):
            await pushes.update_one(
                {"_id": SHOP},
                {"$setOnInsert": cls(due=at, leased_until=at).model_dump(exclude={"id"})},
                upsert=True,
            )
        raw = await pushes.find_one_and_update(
            {
                "_id": SHOP,
                "leased_until": {"$lte": at},
                "$or": [{"due": {"$lte": at}}, {"attempts": 0, "cursor": {"$lt": latest}}],
            },
            {"$set": {"by": by, "leased_until": at + LEASE}},
            return_document=ReturnDocument.AFTER,
        )
        return None if raw is None else cls.model_validate(raw)

    async def keep(self, sets: Mapping[str, Any], at: datetime) -> None:
        """Keep how far it is, with a fresh lease. Raises PushLost."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": SHOP, "by": self.by}, {"$set": {**sets, "leased_until": at + LEASE}}
        )
        if result.matched_count == 0:
            raise PushLost

    async def release(self, sets: Mapping[str, Any], at: datetime) -> None:
        """End the turn."""
        await self.get_pymongo_collection().update_one(
            {"_id": SHOP, "by": self.by}, {"$set": {**sets, "by": None, "leased_until": at}}
        )


class ShopCopy(Kept):
    """The file of a picture in the shop, under the picture's id; without `file_id` it has none.

    `seq` is the change that the file shows. With a `problem` the shop did not take it: it is
    tried again at `due`. `product_id` is the shop's product that shows it, as the catalogue had
    it on `product_code` at `position`; `waits` counts how often that had to be put off.
    """

    file_id: str | None = None
    content_hash: str | None = None
    alt: str | None = None
    seq: int = 0
    product_id: str | None = None
    product_code: str | None = None
    position: int | None = None
    waits: int = 0
    problem: Problem | None = None
    due: datetime | None = None

    class Settings:
        """Where and how they are kept."""

        name = "shop_copies"
        indexes = [IndexModel([("due", ASCENDING)], sparse=True)]

    @classmethod
    async def among(cls, ids: Sequence[PydanticObjectId]) -> "dict[PydanticObjectId, ShopCopy]":
        """Those of some pictures, by the picture's id."""
        return {one.id: one async for one in cls.find({"_id": {"$in": list(ids)}})}

    async def put(self) -> None:
        """Keep it as it is here."""
        row = self.model_dump(exclude={"id"})
        if row["due"] is None:
            # A sparse index takes what is there, null included.
            del row["due"]
        await self.get_pymongo_collection().replace_one({"_id": self.id}, row, upsert=True)

    @classmethod
    async def stuck(cls, at: datetime, limit: int) -> list[PydanticObjectId]:
        """The pictures that the shop did not take and that are to be tried again."""
        found = cls.get_pymongo_collection().find({"due": {"$lte": at}}, {"_id": 1})
        return [raw["_id"] async for raw in found.sort("due", 1).limit(limit)]

    @classmethod
    async def beyond(cls, id: PydanticObjectId | None, limit: int) -> list[PydanticObjectId]:
        """The next pictures of which the shop has, or was to have, a file."""
        where = {} if id is None else {"_id": {"$gt": id}}
        found = cls.get_pymongo_collection().find(where, {"_id": 1})
        return [raw["_id"] async for raw in found.sort("_id", 1).limit(limit)]

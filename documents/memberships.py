"""Which image is where in which collection."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.kept import Kept
from documents.ranks import spread, unit
from documents.transactions import Session

# Hundreds of moves to one and the same place lead here; then that place is tidied.
LONGEST_RANK = 80


class Membership(Kept):
    """One image in one collection, at the place that `rank` says; no two share either.

    The image's own `collection_ids` say the same without order: both change in one transaction.
    """

    collection_id: PydanticObjectId
    image_id: PydanticObjectId
    rank: str
    added_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how memberships are kept; `order` serves a collection by keyset."""

        name = "memberships"
        indexes = [
            IndexModel(
                [("collection_id", ASCENDING), ("image_id", ASCENDING)], name="once", unique=True
            ),
            IndexModel(
                [("collection_id", ASCENDING), ("rank", ASCENDING)], name="order", unique=True
            ),
            IndexModel([("image_id", ASCENDING)], name="image"),
        ]

    @classmethod
    async def add(cls, members: Sequence["Membership"], session: Session) -> None:
        """Keep new ones."""
        if members:
            await cls.insert_many(list(members), session=session)

    @classmethod
    async def among(
        cls,
        collection_id: PydanticObjectId,
        image_ids: Iterable[PydanticObjectId],
        session: Session,
    ) -> "dict[PydanticObjectId, Membership]":
        """Those of the images that are in the collection, by image; one query."""
        where = {"collection_id": collection_id, "image_id": {"$in": list(image_ids)}}
        return {one.image_id: one async for one in cls.find(where, session=session)}

    @classmethod
    async def neighbour(
        cls,
        beside: "Membership",
        others_than: Sequence[PydanticObjectId],
        session: Session,
        *,
        following: bool,
    ) -> str | None:
        """The rank that comes next after `beside`, or before it, leaving some images out."""
        where: dict[str, Any] = {
            "collection_id": beside.collection_id,
            "rank": {"$gt" if following else "$lt": beside.rank},
            "image_id": {"$nin": list(others_than)},
        }
        found = await cls.get_pymongo_collection().find_one(
            where, {"rank": 1}, sort=[("rank", 1 if following else -1)], session=session
        )
        return None if found is None else str(found["rank"])

    @classmethod
    async def move(
        cls, members: Sequence["Membership"], ranks: Sequence[str], session: Session
    ) -> None:
        """Put `members`, who are all of one collection, at these ranks."""
        # Written anew, because one may get the rank that another of them has until then.
        await cls.get_pymongo_collection().delete_many(
            {"_id": {"$in": [one.id for one in members]}}, session=session
        )
        pairs = zip(members, ranks, strict=True)
        await cls.add([one.model_copy(update={"rank": rank}) for one, rank in pairs], session)

    @classmethod
    async def tidy(cls, collection_id: PydanticObjectId, rank: str, session: Session) -> None:
        """Give short ranks in the same order to all that lie between the whole numbers there."""
        low, high = unit(rank)
        between = {"collection_id": collection_id, "rank": {"$gt": low, "$lt": high}}
        crowd = await cls.find(between, session=session).sort("+rank").to_list()
        await cls.move(crowd, spread(low, high, len(crowd)), session)

    @classmethod
    async def take_out(
        cls,
        collection_id: PydanticObjectId,
        image_ids: Sequence[PydanticObjectId],
        session: Session,
    ) -> None:
        """Images are no longer in the collection."""
        where = {"collection_id": collection_id, "image_id": {"$in": list(image_ids)}}
        await cls.get_pymongo_collection().delete_many(where, session=session)

    @classmethod
    async def forget(cls, where: dict[str, Any]) -> None:
        """Remove all of a collection or of images that are hidden already."""
        await cls.get_pymongo_collection().delete_many(where)

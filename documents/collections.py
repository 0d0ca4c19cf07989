"""Selections of images: hand-made ones, and filters that were saved."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument

from documents.called import CALLED_INDEXES, Called
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.removable import HIDDEN
from documents.transactions import Session


class CollectionKind(StrEnum):
    """Who says what is in a collection."""

    MANUAL = "MANUAL"
    SMART = "SMART"


# What people put images into. What was kept before there were kinds is by hand.
BY_HAND = {"kind": {"$ne": CollectionKind.SMART}}


class Collection(Called):
    """A selection; an image may be in many. `documents.memberships` keeps its order.

    A SMART one has no members: `filter` says what is in it, whenever somebody asks, and `order`
    in which order. `where` and `order_by` are the same as its maker wrote them.

    `head` and `tail` count the places that were given out at its two ends; `turn` counts the
    changes of its order, so that of two at the same moment one waits for the other.
    """

    description: str | None = None
    cover_id: PydanticObjectId | None = None
    kind: CollectionKind = CollectionKind.MANUAL
    filter: dict[str, Any] | None = None
    order: dict[str, Any] | None = None
    where: dict[str, Any] | None = None
    order_by: dict[str, Any] | None = None
    version: int = 1
    head: int = 0
    tail: int = 0
    turn: int = 0
    created_by: PydanticObjectId | None
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how collections are kept."""

        name = "collections"
        indexes = [
            IndexModel([("created_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("name", ASCENDING), ("created_at", ASCENDING)]),
            *CALLED_INDEXES,
            HIDDEN,
            IndexModel(
                [("cover_id", ASCENDING)],
                name="cover",
                partialFilterExpression={"cover_id": {"$type": "objectId"}},
            ),
        ]

    @classmethod
    async def take_turn(
        cls, id: PydanticObjectId, session: Session, *, head: int = 0, tail: int = 0
    ) -> "Collection":
        """Change the order in this transaction, with so many new places at the ends.

        Raises NoSuchDocument.
        """
        return await cls._counted(id, {"turn": 1, "head": head, "tail": tail}, session)

    @classmethod
    async def places_at_end(cls, id: PydanticObjectId, count: int) -> int:
        """The first of `count` numbers at the end that are nobody else's. Raises NoSuchDocument.

        In no transaction, so that uploads into one collection need not wait for each other.
        """
        return (await cls._counted(id, {"tail": count})).tail - count

    @classmethod
    async def _counted(
        cls, id: PydanticObjectId, counts: dict[str, int], session: Session | None = None
    ) -> "Collection":
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "deleted_at": None},
            {"$inc": counts},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if raw is None:
            raise NoSuchDocument("collection", str(id))
        collection: Collection = cls.model_validate(raw)
        return collection

    @classmethod
    async def uncover(
        cls,
        image_ids: Sequence[PydanticObjectId],
        session: Session | None = None,
        *,
        only: PydanticObjectId | None = None,
    ) -> None:
        """These images are the cover of no collection any more, or not of that `only` one."""
        where: dict[str, Any] = {"cover_id": {"$type": "objectId", "$in": list(image_ids)}}
        if only is not None:
            where["_id"] = only
        await cls.get_pymongo_collection().update_many(
            where, {"$set": {"cover_id": None}}, session=session
        )

    @classmethod
    async def alive(
        cls, ids: Sequence[PydanticObjectId], session: Session
    ) -> list[PydanticObjectId]:
        """Those of `ids` that images can be put into and nobody is deleting, in their order."""
        where = {"_id": {"$in": list(ids)}, "deleted_at": None, **BY_HAND}
        found = cls.get_pymongo_collection().find(where, {"_id": 1}, session=session)
        known = {raw["_id"] async for raw in found}
        return [id for id in ids if id in known]

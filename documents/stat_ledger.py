"""What was counted of each document that holds something: what it holds now is set against it."""

from collections.abc import Mapping, Sequence
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, DeleteMany, IndexModel, UpdateOne

from documents.pages import Raw
from documents.transactions import Session


class Counted(Document):
    """The part of one document, by its id, in what is held and in what waits.

    `parts` are bytes and objects by class; `waits` tells of a picture that waits: since when it
    is here, from whom, and of which product.
    """

    id: PydanticObjectId
    epoch: int
    parts: dict[str, dict[str, int]] = Field(default_factory=dict)
    waits: Raw | None = None

    class Settings:
        """Where it is kept."""

        name = "stat_ledger"
        indexes = [IndexModel([("epoch", ASCENDING)])]

    @classmethod
    async def of(
        cls, ids: Sequence[PydanticObjectId], epoch: int, session: Session
    ) -> dict[PydanticObjectId, Raw]:
        """What was counted in this epoch of some documents, by id; one query."""
        where = {"_id": {"$in": list(ids)}, "epoch": epoch}
        found = cls.get_pymongo_collection().find(where, session=session)
        return {raw["_id"]: raw async for raw in found}

    @classmethod
    async def note(
        cls, epoch: int, counted: Mapping[PydanticObjectId, Raw | None], session: Session
    ) -> None:
        """Keep what is counted of documents from now on; None for those that hold nothing."""
        gone = [id for id, part in counted.items() if part is None]
        writes: list[Any] = [
            UpdateOne({"_id": id}, {"$set": {"epoch": epoch, **part}}, upsert=True)
            for id, part in counted.items()
            if part is not None
        ]
        if gone:
            writes.append(DeleteMany({"_id": {"$in": gone}}))
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, session=session)

    @classmethod
    async def forget_others(cls, epoch: int) -> None:
        """Remove what earlier countings have left."""
        await cls.get_pymongo_collection().delete_many({"epoch": {"$ne": epoch}})

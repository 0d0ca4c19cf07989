"""When products last changed for shops: for those who ask by the clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel, UpdateOne

from documents.pages import Page, Raw
from documents.transactions import Session


class CatalogProduct(Document):
    """A product, under its code, of which a picture is or was shown."""

    id: str  # type: ignore[assignment]
    at: datetime

    class Settings:
        """Where and how it is kept."""

        name = "catalog_products"
        indexes = [IndexModel([("at", ASCENDING), ("_id", ASCENDING)])]

    @classmethod
    async def stamp(cls, codes: Iterable[str], at: datetime, session: Session) -> None:
        """Say that what shops see of these products has changed."""
        writes = [UpdateOne({"_id": code}, {"$max": {"at": at}}, upsert=True) for code in codes]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, session=session)

    @classmethod
    async def forget(cls, code: str, session: Session) -> None:
        """Forget a product that is deleted."""
        await cls.get_pymongo_collection().delete_one({"_id": code}, session=session)

    @classmethod
    async def changed(cls, since: datetime, codes: Raw, *, first: int) -> Page:
        """Raw products that changed after `since` and are there, in the order of their codes.

        `codes` is a filter of theirs, empty for all.
        """
        pipeline: list[dict[str, Any]] = [
            {"$match": {"at": {"$gt": since}, **({"_id": codes} if codes else {})}},
            {"$sort": {"_id": 1}},
            {
                "$lookup": {
                    "from": "products",
                    "localField": "_id",
                    "foreignField": "code",
                    "as": "product",
                }
            },
            {"$unwind": "$product"},
            {"$limit": first + 1},
            {"$replaceRoot": {"newRoot": "$product"}},
        ]
        cursor = await cls.get_pymongo_collection().aggregate(pipeline)
        rows = await cursor.to_list()
        return Page(rows[:first], more=len(rows) > first)

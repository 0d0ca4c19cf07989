"""When products last changed for shops: for those who ask by the clock."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel, UpdateOne

from documents.catalog import MAJORITY
from documents.pages import Page, Raw
from documents.products import ProductRole
from documents.transactions import Session


class CatalogProduct(Document):
    """A product, under its code, of which a picture is or was shown."""

    id: str  # type: ignore[assignment]
    at: datetime
    # In which roles, and how many at once, pictures were ever shown on it.
    roles: list[ProductRole] = Field(default_factory=list)
    most: int = 0

    class Settings:
        """Where and how it is kept."""

        name = "catalog_products"
        indexes = [IndexModel([("at", ASCENDING), ("_id", ASCENDING)])]

    @classmethod
    async def stamp(
        cls,
        shown: Mapping[str, Collection[ProductRole]],
        counts: Mapping[str, int],
        at: datetime,
        session: Session,
    ) -> None:
        """Say that what shops see of products has changed.

        `shown` are the roles of what is new there, by the code of each product, `counts` how
        many pictures are there now.
        """
        writes = [
            UpdateOne(
                {"_id": code},
                {
                    "$max": {"at": at, "most": counts.get(code, 0)},
                    "$addToSet": {"roles": {"$each": sorted(roles)}},
                },
                upsert=True,
            )
            for code, roles in sorted(shown.items())
        ]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, session=session)

    @classmethod
    async def known(cls, code: str) -> Raw | None:
        """The raw product of a code; None if no picture was ever shown on it."""
        return await cls.get_pymongo_collection().find_one({"_id": code})

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
        settled = cls.get_pymongo_collection().with_options(read_concern=MAJORITY)
        cursor = await settled.aggregate(pipeline)
        rows = await cursor.to_list()
        return Page(rows[:first], more=len(rows) > first)

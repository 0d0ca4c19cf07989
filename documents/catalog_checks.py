"""How far the comparison of the catalogue with the pictures has come."""

from datetime import datetime, timedelta

from beanie import Document, PydanticObjectId
from bson import ObjectId

from documents.catalog import CatalogRow
from documents.clock import now
from documents.images import Image
from documents.pages import Order, page

CATALOG = "catalog"
FIRST = PydanticObjectId(ObjectId("0" * 24))
# A transaction writes the time at which it began, and may take its time.
OVERLAP = timedelta(minutes=2)
BY_CHANGE = Order("updated_at", descending=False)


class CatalogCheck(Document):
    """Where each of three walks goes on: over what has changed of late, all images, all rows."""

    id: str = CATALOG  # type: ignore[assignment]
    changed_at: datetime
    changed_id: PydanticObjectId = FIRST
    image_id: PydanticObjectId = FIRST
    row_id: PydanticObjectId = FIRST

    class Settings:
        """Where it is kept."""

        name = "catalog_checks"

    @classmethod
    async def now(cls) -> "CatalogCheck":
        """As it was left; it begins with what has changed in the last OVERLAP."""
        return await cls.get(CATALOG) or cls(changed_at=now() - OVERLAP)

    async def next(self, limit: int) -> list[PydanticObjectId]:
        """The next images of each walk, at most `limit`; keeps nothing of that until `keep`."""
        began = now()
        changed = await page(
            Image,
            {"deleted_at": None},
            BY_CHANGE,
            first=limit,
            after=(self.changed_at, self.changed_id),
            projection=["_id"],
        )
        images = await _walked(Image, self.image_id, limit)
        rows = await _walked(CatalogRow, self.row_id, limit)
        last = changed.rows[-1] if changed.more else None
        self.changed_at = last["updated_at"] if last else began - OVERLAP
        self.changed_id = last["_id"] if last else FIRST
        self.image_id = images[-1] if len(images) == limit else FIRST
        self.row_id = rows[-1] if len(rows) == limit else FIRST
        return list(dict.fromkeys([*(raw["_id"] for raw in changed.rows), *images, *rows]))

    async def keep(self) -> None:
        """Go on from here."""
        await self.get_pymongo_collection().replace_one(
            {"_id": self.id}, self.model_dump(exclude={"id"}), upsert=True
        )


async def _walked(
    model: type[Document], after: PydanticObjectId, limit: int
) -> list[PydanticObjectId]:
    found = model.get_pymongo_collection().find({"_id": {"$gt": after}}, {"_id": 1})
    return [raw["_id"] async for raw in found.sort("_id", 1).limit(limit)]

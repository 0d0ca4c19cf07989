"""What shops see of a picture: no field here could hold a place, a person, a key or a note."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId
from pydantic import ConfigDict, Field
from pymongo import ASCENDING, DeleteOne, IndexModel, ReplaceOne
from pymongo.read_concern import ReadConcern

from documents.clock import now
from documents.focal_points import SeenPoint
from documents.image_files import StoredRendition
from documents.kept import Kept
from documents.pages import Raw
from documents.products import ProductRole
from documents.transactions import Session

# What no rollback after an election takes back: a shop could not unsee it.
MAJORITY = ReadConcern("majority")
# The index that serves the images of products as they were placed.
AS_PLACED = "as_placed"
# What is known about the row itself, and is no part of what shops see.
ABOUT_THE_ROW = frozenset({"id", "seq", "version", "updated_at"})


class CatalogRow(Kept):
    """A published picture, under the id of its image.

    `seq` is the number of the change that made the row as it is, `version` that of the image
    then. `position` orders the images of a product, ties by id; it need not begin at 1, for
    images that are not published have places too.
    """

    model_config = ConfigDict(extra="forbid")

    product_code: str | None = None
    product_name: str | None = None
    role: ProductRole = ProductRole.ADDITIONAL
    position: int
    title: str | None = None
    description: str | None = None
    alt_text: str | None = None
    # By locale, such as "pt-BR".
    alt_texts: dict[str, str] = Field(default_factory=dict)
    decorative: bool = False
    credit: str | None = None
    copyright_notice: str | None = None
    license_url: str | None = None
    digital_source_type: str | None = None
    # "#rrggbb".
    dominant_color: str | None = None
    # In base64.
    thumb_hash: str | None = None
    focal_point: SeenPoint | None = None
    # How it answers channels, such as "google:WARN": see `documents.readiness`.
    readiness: list[str] = Field(default_factory=list)
    content_hash: str
    renditions: list[StoredRendition]
    version: int = 1
    seq: int = 0
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how rows are kept."""

        name = "catalog"
        indexes = [
            IndexModel(
                [("product_code", ASCENDING), ("position", ASCENDING), ("_id", ASCENDING)],
                name=AS_PLACED,
            ),
            IndexModel([("renditions.key", ASCENDING)]),
        ]

    def shown(self) -> dict[str, Any]:
        """What shops see of it, by the name of the field."""
        shown: dict[str, Any] = self.model_dump(exclude=set(ABOUT_THE_ROW))
        return shown

    @classmethod
    async def among(
        cls, ids: Sequence[PydanticObjectId], session: Session | None = None
    ) -> "dict[PydanticObjectId, CatalogRow]":
        """Those of `ids` that are in the catalogue, by id; one query."""
        found = cls.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, session=session)
        return {raw["_id"]: cls.model_validate(raw) async for raw in found}

    @classmethod
    async def of_products(cls, codes: Collection[str], session: Session) -> list[PydanticObjectId]:
        """The ids of all pictures that are shown on some products."""
        where = {"product_code": {"$in": list(codes)}}
        found = cls.get_pymongo_collection().find(where, {"_id": 1}, session=session)
        return [raw["_id"] async for raw in found]

    @classmethod
    async def keep(
        cls, rows: "Sequence[CatalogRow]", gone: Sequence[PydanticObjectId], session: Session
    ) -> None:
        """Have these rows as they are here, and those of `gone` no longer."""
        writes: list[ReplaceOne[Raw] | DeleteOne] = [
            ReplaceOne({"_id": row.id}, _stored(row), upsert=True) for row in rows
        ]
        writes += [DeleteOne({"_id": id}) for id in gone]
        await cls.get_pymongo_collection().bulk_write(writes, session=session)

    @classmethod
    async def rows(cls, ids: Sequence[PydanticObjectId]) -> dict[PydanticObjectId, Raw]:
        """The raw rows of those of `ids` that are in the catalogue for good, by id."""
        settled = cls.get_pymongo_collection().with_options(read_concern=MAJORITY)
        found = settled.find({"_id": {"$in": list(ids)}})
        return {raw["_id"]: raw async for raw in found}

    @classmethod
    async def beyond(cls, id: PydanticObjectId | None, limit: int) -> list[Raw]:
        """At most `limit` raw rows after `id`, from the first by default, in the order of ids."""
        where: Mapping[str, Any] = {} if id is None else {"_id": {"$gt": id}}
        settled = cls.get_pymongo_collection().with_options(read_concern=MAJORITY)
        return await settled.find(where).sort("_id", 1).limit(limit).to_list()

    @classmethod
    async def placed(cls, codes: Sequence[str]) -> dict[str, list[PydanticObjectId]]:
        """The ids of the pictures of some products as they were placed; read from an index."""
        where = {"product_code": {"$in": list(codes)}}
        settled = cls.get_pymongo_collection().with_options(read_concern=MAJORITY)
        found = settled.find(where, {"product_code": 1}, hint=AS_PLACED)
        placed: dict[str, list[PydanticObjectId]] = {}
        async for raw in found.sort([("product_code", 1), ("position", 1), ("_id", 1)]):
            placed.setdefault(raw["product_code"], []).append(raw["_id"])
        return placed

    @classmethod
    async def rendition(cls, key: str) -> Raw | None:
        """The raw rendition that is public under a key; None if none is. One query."""
        found = await cls.get_pymongo_collection().find_one(
            {"renditions.key": key}, {"renditions.$": 1}
        )
        return None if found is None else dict(found["renditions"][0])

    @classmethod
    async def shown_on(cls, code: str, limit: int) -> list[Raw]:
        """Roles and renditions of the first `limit` pictures of a product, as placed. One query."""
        found = cls.get_pymongo_collection().find(
            {"product_code": code}, {"role": 1, "renditions": 1}, hint=AS_PLACED
        )
        return await found.sort([("position", 1), ("_id", 1)]).limit(limit).to_list()

    @classmethod
    async def known(cls, ids: Collection[PydanticObjectId]) -> list[PydanticObjectId]:
        """Those of `ids` that are in the catalogue; read from an index."""
        found = cls.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, {"_id": 1})
        return [raw["_id"] async for raw in found]

    @classmethod
    async def counts(cls, codes: Collection[str], session: Session) -> dict[str, int]:
        """How many pictures are shown on products; none of those on which none is."""
        pipeline: list[Raw] = [
            {"$match": {"product_code": {"$in": list(codes)}}},
            {"$group": {"_id": "$product_code", "count": {"$sum": 1}}},
        ]
        cursor = await cls.get_pymongo_collection().aggregate(
            pipeline, session=session, hint=AS_PLACED
        )
        return {group["_id"]: group["count"] async for group in cursor}


def _stored(row: CatalogRow) -> Raw:
    return {"_id": row.id, **row.model_dump(exclude={"id"})}

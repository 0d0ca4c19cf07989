"""Reading the whole catalogue, product by product, as its pictures were placed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from beanie import PydanticObjectId

from documents.catalog import AS_PLACED, MAJORITY, CatalogRow
from documents.pages import Raw

ORDER = ("product_code", "position", "_id")


class Place(NamedTuple):
    """The place of a row in the order of codes and positions."""

    code: str | None
    position: int
    id: PydanticObjectId

    @classmethod
    def of(cls, raw: Raw) -> "Place":
        """The place of a raw row."""
        return cls(raw["product_code"], raw["position"], raw["_id"])


async def rows_after(place: Place | None, codes: Sequence[str] | None, *, limit: int) -> list[Raw]:
    """At most `limit` raw rows after a place, from the first by default; one query.

    With `codes`, only those of these products.
    """
    settled = CatalogRow.get_pymongo_collection().with_options(read_concern=MAJORITY)
    found = settled.find({} if codes is None else {"product_code": {"$in": list(codes)}})
    found = found.hint(AS_PLACED).sort(dict.fromkeys(ORDER, 1))
    if place is None:
        return await found.limit(limit).to_list()
    # Bounds of the index: whatever the page, no row before it is looked at.
    begin: list[Any] = list(zip(ORDER, place, strict=True))
    rows = await found.min(begin).limit(limit + 1).to_list()
    return [raw for raw in rows if raw["_id"] != place.id][:limit]


async def how_many(codes: Sequence[str] | None) -> int:
    """About how many rows there are; with `codes`, exactly how many on these products."""
    rows = CatalogRow.get_pymongo_collection()
    if codes is None:
        return await rows.estimated_document_count()
    where: dict[str, Any] = {"product_code": {"$in": list(codes)}}
    return await rows.count_documents(where)

"""Lists by keyset: raw documents with a projection, never skip, never a model each."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from beanie import Document, PydanticObjectId
from bson import ObjectId
from pymongo.read_concern import ReadConcern

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """A field to sort by; `_id` breaks ties.

    With `computed`, an expression of MongoDB's, no row has the field: it is made for the page.
    """

    field: str
    descending: bool = True
    computed: Mapping[str, Any] | None = None

    @property
    def sort(self) -> list[tuple[str, int]]:
        """The order as MongoDB takes it."""
        direction = -1 if self.descending else 1
        return [(self.field, direction), ("_id", direction)]

    @property
    def reversed(self) -> "Order":
        """The same from the other end."""
        return replace(self, descending=not self.descending)

    def beyond(self, value: Any, id: ObjectId) -> Raw:
        """The filter for everything after the row that has `value` and `id`."""
        compare = "$lt" if self.descending else "$gt"
        tie = {self.field: value, "_id": {compare: id}}
        return {self.field: {("$lte" if self.descending else "$gte"): value}} | {
            "$or": [{self.field: {compare: value}}, tie]
        }


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, in order, and whether more follow; of a page read backwards, go before."""

    rows: list[Raw]
    more: bool


async def page(
    model: type[Document],
    where: Mapping[str, Any],
    order: Order,
    *,
    first: int,
    after: tuple[Any, ObjectId] | None = None,
    before: tuple[Any, ObjectId] | None = None,
    backwards: bool = False,
    projection: Sequence[str] | None = None,
    read_concern: ReadConcern | None = None,
    hint: str | None = None,
) -> Page:
    """The `first` rows after `after`, in `order`; one query, one row more than asked for.

    Only those in front of `before`, where it is given; `backwards`, the last of them. `hint` names
    the index that serves it, where the database would not think of it. An order that is computed
    reads all that `where` finds.
    """
    places = [order.beyond(*after)] if after else []
    places += [order.reversed.beyond(*before)] if before else []
    fields = None if projection is None else dict.fromkeys([order.field, *projection], 1)
    rows_of = model.get_pymongo_collection().with_options(read_concern=read_concern)
    sort = order.reversed.sort if backwards else order.sort
    if order.computed is not None:
        pipeline: list[Raw] = [
            {"$match": dict(where)},
            {"$set": {order.field: order.computed}},
            *({"$match": place} for place in places),
            {"$sort": dict(sort)},
            {"$limit": first + 1},
            *([] if fields is None else [{"$project": fields}]),
        ]
        rows = await (await rows_of.aggregate(pipeline)).to_list()
    else:
        found = rows_of.find({"$and": [dict(where), *places]}, fields)
        served = found if hint is None else found.hint(hint)
        rows = await served.sort(sort).limit(first + 1).to_list()
    shown = rows[:first]
    return Page(shown[::-1] if backwards else shown, more=len(rows) > first)


async def count(
    model: type[Document], where: Mapping[str, Any], *, at_most: int, hint: str | None = None
) -> int:
    """How many rows meet `where`, counting no further than `at_most`; `hint` as for `page`."""
    served: dict[str, Any] = {} if hint is None else {"hint": hint}
    rows = model.get_pymongo_collection()
    return await rows.count_documents(dict(where), limit=at_most, **served)


async def by_ids(
    model: type[Document],
    ids: Sequence[ObjectId],
    where: Mapping[str, Any] | None = None,
    projection: Sequence[str] | None = None,
) -> dict[ObjectId, Raw]:
    """The raw documents under `ids` that meet `where`, by id; one query."""
    fields = None if projection is None else dict.fromkeys(["_id", *projection], 1)
    asked = {"_id": {"$in": list(ids)}, **(where or {})}
    found = model.get_pymongo_collection().find(asked, fields)
    return {raw["_id"]: raw async for raw in found}


async def ids_after(
    model: type[Document], after: PydanticObjectId | None, limit: int
) -> list[PydanticObjectId]:
    """The next ids after one, in their order; the first where there is none."""
    where = {} if after is None else {"_id": {"$gt": after}}
    found = model.get_pymongo_collection().find(where, {"_id": 1}).sort("_id", 1)
    return [raw["_id"] async for raw in found.limit(limit)]


async def batches(
    model: type[Document], where: Raw, order: Order, *, size: int
) -> AsyncIterator[list[Raw]]:
    """All raw rows that meet a filter, so many at a time, in an order; one query a batch."""
    after, more = None, True
    while more:
        found = await page(model, where, order, first=size, after=after)
        yield found.rows
        more = found.more
        after = (found.rows[-1][order.field], found.rows[-1]["_id"]) if more else None

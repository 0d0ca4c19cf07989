"""Looking at imports: one's own, or everybody's for those who decide about pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.library import MOST_COUNTED, Window
from documents.import_items import ImportItem, ItemState
from documents.imports import Import
from documents.pages import Order, Page, Raw, by_ids

BY_POSITION = Order("position", descending=False)


def visible(viewer: Viewer | None) -> Raw:
    """Which imports the viewer may see. Raises Unauthenticated, Forbidden."""
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    if viewer.may(Permission.REVIEW_IMAGES):
        return {}
    return {"importer_id": viewer.user_id}


async def load_imports(viewer: Viewer | None, ids: Sequence[PydanticObjectId]) -> list[Raw | None]:
    """The raw imports under `ids`, in their order; None for those of others. One query."""
    found = await by_ids(Import, ids, visible(viewer))
    return [found.get(id) for id in ids]


@dataclass(frozen=True, slots=True)
class ItemsAsked:
    """Items of an import that the viewer may see; a page of them, or, without window, a count."""

    import_id: PydanticObjectId
    state: ItemState | None
    window: Window | None = None

    @property
    def where(self) -> Raw:
        """The filter as MongoDB takes it."""
        state = {} if self.state is None else {"state": self.state}
        return {"import_id": self.import_id, **state}


async def load_item_pages(asked: Sequence[ItemsAsked]) -> list[Page]:
    """The page that each asked for, in their order; one query for all."""
    found = await _each([_pipeline(one) for one in asked])
    return [
        Page(rows[: _first(one)], more=len(rows) > _first(one))
        for one, rows in zip(asked, found, strict=True)
    ]


async def load_item_counts(asked: Sequence[ItemsAsked]) -> list[int]:
    """How many each has, counting no further than MOST_COUNTED; one query for all."""
    found = await _each(
        [[{"$match": one.where}, {"$limit": MOST_COUNTED}, {"$count": "items"}] for one in asked]
    )
    return [rows[0]["items"] if rows else 0 for rows in found]


def _first(asked: ItemsAsked) -> int:
    assert asked.window is not None, "A page needs a window."
    return asked.window.first


def _pipeline(asked: ItemsAsked) -> list[Raw]:
    window = asked.window
    assert window is not None, "A page needs a window."
    beyond = [window.order.beyond(*window.after)] if window.after else []
    return [
        {"$match": {"$and": [asked.where, *beyond]}},
        {"$sort": dict(window.order.sort)},
        {"$limit": window.first + 1},
    ]


async def _each(pipelines: Sequence[list[Raw]]) -> list[list[Raw]]:
    """What each pipeline over the items gives, all in one query."""
    found: list[list[Raw]] = [[] for _ in pipelines]
    marked = [[*one, {"$set": {"asked": place}}] for place, one in enumerate(pipelines)]
    name = ImportItem.get_collection_name()
    others = [{"$unionWith": {"coll": name, "pipeline": one}} for one in marked[1:]]
    rows = await ImportItem.get_pymongo_collection().aggregate([*marked[0], *others])
    async for row in rows:
        found[row.pop("asked")].append(row)
    return found

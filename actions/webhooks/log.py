"""The deliveries of many webhooks at once: one query for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.library import MOST_COUNTED, Window
from documents.deliveries import Delivery, DeliveryState
from documents.pages import Order, Page, Raw

NEWEST = Order("seq")


@dataclass(frozen=True, slots=True)
class Asked:
    """Deliveries of a webhook; a page of them, or, without window, a count."""

    webhook_id: PydanticObjectId
    state: DeliveryState | None
    window: Window | None = None

    @property
    def where(self) -> Raw:
        """The filter as MongoDB takes it."""
        state = {} if self.state is None else {"state": self.state}
        return {"webhook_id": self.webhook_id, **state}

    @property
    def pipeline(self) -> list[Raw]:
        """What finds them, one more than the page takes."""
        if self.window is None:
            return [{"$match": self.where}, {"$limit": MOST_COUNTED}, {"$count": "deliveries"}]
        order, after = self.window.order, self.window.after
        beyond = [order.beyond(*after)] if after else []
        return [
            {"$match": {"$and": [self.where, *beyond]}},
            {"$sort": dict(order.sort)},
            {"$limit": self.window.first + 1},
        ]


async def load_pages(viewer: Viewer | None, asked: Sequence[Asked]) -> list[Page]:
    """The page that each asked for, in their order."""
    require(viewer, Permission.MANAGE_WEBHOOKS)
    pages = []
    for one, rows in zip(asked, await _each(asked), strict=True):
        assert one.window is not None, "A page needs a window."
        pages.append(Page(rows[: one.window.first], more=len(rows) > one.window.first))
    return pages


async def load_counts(viewer: Viewer | None, asked: Sequence[Asked]) -> list[int]:
    """How many each has, counting no further than MOST_COUNTED."""
    require(viewer, Permission.MANAGE_WEBHOOKS)
    return [rows[0]["deliveries"] if rows else 0 for rows in await _each(asked)]


async def _each(asked: Sequence[Asked]) -> list[list[Raw]]:
    found: list[list[Raw]] = [[] for _ in asked]
    marked = [[*one.pipeline, {"$set": {"asked": place}}] for place, one in enumerate(asked)]
    name = Delivery.get_collection_name()
    others = [{"$unionWith": {"coll": name, "pipeline": one}} for one in marked[1:]]
    async for row in await Delivery.get_pymongo_collection().aggregate([*marked[0], *others]):
        found[row.pop("asked")].append(row)
    return found

"""The images of many groups, collections or products at once: one query for those that ask alike.

So a page of fifty groups, each with its first images, costs as much as a page of one.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from beanie import Document, PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.library import MOST_COUNTED, Window
from documents.collections import Collection
from documents.groups import ImageGroup
from documents.images import Image
from documents.memberships import Membership
from documents.pages import Order, Page, Raw
from documents.products import Product

Found = TypeVar("Found")
BY_RANK = Order("rank", descending=False)
BY_POSITION = Order("product_position", descending=False)


@dataclass(frozen=True, slots=True)
class Bond:
    """How images hang on something: `field` of an image names the `key` of what it belongs to."""

    model: type[Document]
    key: str
    field: str


IN_GROUP = Bond(ImageGroup, "_id", "group_id")
IN_COLLECTION = Bond(Collection, "_id", "collection_ids")
ON_PRODUCT = Bond(Product, "code", "product_code")


@dataclass(frozen=True, slots=True)
class Asked:
    """The images of one `owner` that meet `where`; a page of them, or, without window, a count."""

    owner: PydanticObjectId
    bond: Bond
    where: Raw = field(default_factory=lambda: {"deleted_at": None})
    window: Window | None = None

    @property
    def likeness(self) -> str:
        """The same for all that differ in nothing but their owner."""
        return repr((self.bond, self.where, self.window))


async def load_pages(viewer: Viewer | None, asked: Sequence[Asked]) -> list[Page]:
    """The page that each asked for, in their order; by rank it is the members of a collection."""
    require(viewer, Permission.READ_LIBRARY)
    return await _alike(asked, _pages)


async def load_counts(viewer: Viewer | None, asked: Sequence[Asked]) -> list[int]:
    """How many images each has, counting no further than MOST_COUNTED."""
    require(viewer, Permission.READ_LIBRARY)
    return await _alike(asked, _counts)


async def _alike(
    asked: Sequence[Asked],
    find: Callable[[Asked, list[PydanticObjectId]], Awaitable[dict[PydanticObjectId, Found]]],
) -> list[Found]:
    sorts: dict[str, list[Asked]] = {}
    for one in asked:
        sorts.setdefault(one.likeness, []).append(one)
    found = {
        (likeness, owner): answer
        for likeness, some in sorts.items()
        for owner, answer in (await find(some[0], [one.owner for one in some])).items()
    }
    return [found[one.likeness, one.owner] for one in asked]


async def _pages(like: Asked, owners: list[PydanticObjectId]) -> dict[PydanticObjectId, Page]:
    assert like.window is not None
    first = like.window.first
    members = like.window.order == BY_RANK
    lookup = _members(like.window) if members else _images(like, like.window)
    found = await _looked_up(like.bond, owners, lookup)
    return {
        owner: Page(rows[:first], more=len(rows) > first)
        for owner, rows in ((owner, found.get(owner, [])) for owner in owners)
    }


async def _counts(like: Asked, owners: list[PydanticObjectId]) -> dict[PydanticObjectId, int]:
    counting: list[Raw] = [{"$match": like.where}, {"$limit": MOST_COUNTED}, {"$count": "images"}]
    found = await _looked_up(like.bond, owners, _joined(like.bond, counting))
    rows = ((owner, found.get(owner, [])) for owner in owners)
    return {owner: some[0]["images"] if some else 0 for owner, some in rows}


async def _looked_up(
    bond: Bond, owners: list[PydanticObjectId], lookup: Raw
) -> dict[PydanticObjectId, list[Raw]]:
    pipeline: list[Raw] = [
        {"$match": {"_id": {"$in": owners}}},
        {"$project": {bond.key: 1}},
        {"$lookup": {**lookup, "as": "rows"}},
    ]
    cursor = await bond.model.get_pymongo_collection().aggregate(pipeline)
    return {raw["_id"]: raw["rows"] async for raw in cursor}


def _images(like: Asked, window: Window) -> Raw:
    parts = [like.where, *_beyond(window)]
    pipeline: list[Raw] = [
        {"$match": {"$and": parts}},
        {"$sort": dict(window.order.sort)},
        {"$limit": window.first + 1},
        *_projected(window, window.order.field),
    ]
    return _joined(like.bond, pipeline)


def _joined(bond: Bond, pipeline: list[Raw]) -> Raw:
    return {
        "from": Image.get_collection_name(),
        "localField": bond.key,
        "foreignField": bond.field,
        "pipeline": pipeline,
    }


def _members(window: Window) -> Raw:
    """Members in their order, each as its image with the member's rank and id in `member`."""
    image = {
        "from": Image.get_collection_name(),
        "localField": "image_id",
        "foreignField": "_id",
        "pipeline": [{"$match": {"deleted_at": None}}, *_projected(window)],
        "as": "image",
    }
    member = {"rank": "$rank", "id": "$_id"}
    pipeline: list[Raw] = [
        *({"$match": part} for part in _beyond(window)),
        {"$sort": {"rank": 1}},
        {"$lookup": image},
        # A hidden image keeps its place until it is gone for good, but nobody sees it.
        {"$match": {"image": {"$ne": []}}},
        {"$limit": window.first + 1},
        {"$replaceWith": {"$mergeObjects": [{"$first": "$image"}, {"member": member}]}},
    ]
    return {
        "from": Membership.get_collection_name(),
        "localField": "_id",
        "foreignField": "collection_id",
        "pipeline": pipeline,
    }


def _beyond(window: Window) -> list[Raw]:
    return [] if window.after is None else [window.order.beyond(*window.after)]


def _projected(window: Window, *more: str) -> list[dict[str, Any]]:
    if window.fields is None:
        return []
    return [{"$project": dict.fromkeys(["_id", *more, *window.fields], 1)}]

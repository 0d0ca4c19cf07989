"""The images of many groups, collections or products at once: one query for those that ask alike.

So a page of fifty groups, each with its first images, costs as much as a page of one.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from beanie import Document, PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.library import MOST_COUNTED, Window
from documents.images import Image
from documents.memberships import Membership
from documents.pages import Order, Page, Raw, by_ids

Found = TypeVar("Found")
Owner: TypeAlias = PydanticObjectId | str
After: TypeAlias = tuple[Any, PydanticObjectId] | None
BY_RANK = Order("rank", descending=False)
BY_POSITION = Order("product_position", descending=False)


class Bond(StrEnum):
    """The field of an image that names what it belongs to."""

    GROUP = "group_id"
    COLLECTION = "collection_ids"
    PRODUCT = "product_code"


@dataclass(frozen=True, slots=True)
class Asked:
    """The images of one `owner` that meet `where`; a page of them, or, without window, a count.

    The owner is a group's or a collection's id, or a product's code.
    """

    owner: Owner
    bond: Bond
    where: Raw = field(default_factory=lambda: {"deleted_at": None})
    window: Window | None = None

    @property
    def likeness(self) -> str:
        """The same for all that differ in nothing but their owner."""
        return repr((self.bond, self.where, self.window))


async def load_pages(viewer: Viewer | None, asked: Sequence[Asked]) -> list[Page]:
    """The page that each asked for, in their order; by rank it is the members of a collection.

    A member is its image, with its rank and id as `member`.
    """
    require(viewer, Permission.READ_LIBRARY)
    return await _alike(asked, _pages)


async def load_counts(viewer: Viewer | None, asked: Sequence[Asked]) -> list[int]:
    """How many images each has, counting no further than MOST_COUNTED."""
    require(viewer, Permission.READ_LIBRARY)
    return await _alike(asked, _counts)


async def _alike(
    asked: Sequence[Asked],
    find: Callable[[Asked, Sequence[Owner]], Awaitable[dict[Owner, Found]]],
) -> list[Found]:
    sorts: dict[str, list[Asked]] = {}
    for one in asked:
        sorts.setdefault(one.likeness, []).append(one)
    found = {
        (likeness, owner): answer
        for likeness, some in sorts.items()
        for owner, answer in (await find(some[0], _owners(some))).items()
    }
    return [found[one.likeness, one.owner] for one in asked]


def _owners(asked: Sequence[Asked]) -> list[Owner]:
    return list(dict.fromkeys(one.owner for one in asked))


async def _pages(like: Asked, owners: Sequence[Owner]) -> dict[Owner, Page]:
    assert like.window is not None
    window = like.window
    if window.order == BY_RANK:
        return await _member_pages(owners, window)
    found = await each(Image, owners, lambda owner: _images(owner, like, window))
    return {owner: _page(rows, window.first) for owner, rows in found.items()}


async def _counts(like: Asked, owners: Sequence[Owner]) -> dict[Owner, int]:
    def counted(owner: Owner) -> list[Raw]:
        where = {"$and": [like.where, {like.bond.value: owner}]}
        return [{"$match": where}, {"$limit": MOST_COUNTED}, {"$count": "images"}]

    found = await each(Image, owners, counted)
    return {owner: rows[0]["images"] if rows else 0 for owner, rows in found.items()}


async def each(
    model: type[Document], owners: Sequence[Owner], pipeline: Callable[[Owner], list[Raw]]
) -> dict[Owner, list[Raw]]:
    """What each owner's pipeline gives, all in one query.

    One after the other, not by $lookup: there the database does not see that an index has the
    order already, and reads all of a collection to show its first page.
    """
    mine: dict[Owner, list[Raw]] = {owner: [] for owner in owners}
    marked = [[*pipeline(owner), {"$set": {"owner": owner}}] for owner in owners]
    others = [
        {"$unionWith": {"coll": model.get_collection_name(), "pipeline": one}} for one in marked[1:]
    ]
    async for row in await model.get_pymongo_collection().aggregate([*marked[0], *others]):
        mine[row.pop("owner")].append(row)
    return mine


def _images(owner: Owner, like: Asked, window: Window) -> list[Raw]:
    parts = [like.where, {like.bond.value: owner}, *_beyond(window.order, window.after)]
    pipeline: list[Raw] = [
        {"$match": {"$and": parts}},
        {"$sort": dict(window.order.sort)},
        {"$limit": window.first + 1},
    ]
    if window.fields is not None:
        pipeline.append({"$project": dict.fromkeys([window.order.field, *window.fields], 1)})
    return pipeline


async def _member_pages(owners: Sequence[Owner], window: Window) -> dict[Owner, Page]:
    """Members first, their images then: two queries, and more only where images are hidden.

    A hidden image keeps its place until it is gone for good, but nobody sees it.
    """
    rows: dict[Owner, list[Raw]] = {owner: [] for owner in owners}
    after = dict.fromkeys(owners, window.after)
    batch = window.first + 1
    while after:
        members = await _members(after, batch)
        images = await _images_of(members, window)
        for owner, some in members.items():
            rows[owner] += [_member(one, images) for one in some if one["image_id"] in images]
            if len(some) < batch or len(rows[owner]) > window.first:
                del after[owner]
            else:
                after[owner] = (some[-1]["rank"], some[-1]["_id"])
        batch *= 2
    return {owner: _page(some, window.first) for owner, some in rows.items()}


async def _members(after: Mapping[Owner, After], batch: int) -> dict[Owner, list[Raw]]:
    def pipeline(owner: Owner) -> list[Raw]:
        parts = [{"collection_id": owner}, *_beyond(BY_RANK, after[owner])]
        return [{"$match": {"$and": parts}}, {"$sort": {"rank": 1}}, {"$limit": batch}]

    return await each(Membership, list(after), pipeline)


async def _images_of(
    members: Mapping[Owner, list[Raw]], window: Window
) -> dict[PydanticObjectId, Raw]:
    ids = {one["image_id"] for some in members.values() for one in some}
    found = await by_ids(Image, list(ids), {"deleted_at": None}, window.fields)
    return {PydanticObjectId(id): raw for id, raw in found.items()}


def _member(member: Raw, images: Mapping[PydanticObjectId, Raw]) -> Raw:
    return {**images[member["image_id"]], "member": {"rank": member["rank"], "id": member["_id"]}}


def _page(rows: list[Raw], first: int) -> Page:
    return Page(rows[:first], more=len(rows) > first)


def _beyond(order: Order, after: After) -> list[Raw]:
    return [] if after is None else [order.beyond(*after)]

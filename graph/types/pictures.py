"""The images of a group, a collection or a product, as a list by page.

Images point at all three, so what is known of images is only looked for when it is needed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry
from beanie import PydanticObjectId

from actions.arranging.smart_lists import SmartAsked, order_of
from actions.library import Window
from actions.lists import BY_POSITION, BY_RANK, Asked, Bond, Owner
from documents.images import Image as ImageDocument
from documents.pages import Order, Page, Raw
from graph.context import Info
from graph.cursors import decode, decode_number, decode_time, encode, page_size
from graph.types.connection import asked_of_nodes, edged, place, placed_rows
from graph.types.image_connection import ImageConnection

if TYPE_CHECKING:
    from graph.queries.images import ImageOrder, ImagesWhere
    from graph.types.image import Image
    from graph.types.saved_where import SavedImageOrder, SavedImagesWhere

LazyImage: TypeAlias = Annotated["Image", strawberry.lazy("graph.types.image")]
LazyWhere: TypeAlias = Annotated["ImagesWhere", strawberry.lazy("graph.queries.images")]
LazyOrder: TypeAlias = Annotated["ImageOrder", strawberry.lazy("graph.queries.images")]
LazySavedWhere: TypeAlias = Annotated[
    "SavedImagesWhere", strawberry.lazy("graph.types.saved_where")
]
LazySavedOrder: TypeAlias = Annotated["SavedImageOrder", strawberry.lazy("graph.types.saved_where")]
First = Annotated[int, strawberry.argument(description="How many, 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The endCursor of the page before.")]


async def in_group(
    info: Info,
    group_id: PydanticObjectId,
    where: "ImagesWhere | None",
    order_by: "ImageOrder | None",
    *,
    first: int,
    after: str | None,
) -> ImageConnection:
    """A page of the images of a group, as `images` gives them."""
    from graph.queries.images import ImageOrder, ImagesWhere  # noqa: PLC0415 - they know groups

    wanted = (where or ImagesWhere()).filter(info.context.house.channels).where()
    order = (order_by or ImageOrder()).order()
    window = _window(info, order, first, after, decode_time)
    # A filter that names another group finds nothing in this one.
    if wanted.pop("group_id", group_id) != group_id:
        wanted["_id"] = {"$in": []}
    return await _connected(info, Asked(group_id, Bond.GROUP, wanted, window))


async def in_collection(
    info: Info, collection_id: PydanticObjectId, first: int, after: str | None
) -> ImageConnection:
    """A page of the images of a collection, in their order."""
    window = _window(info, BY_RANK, first, after, decode)
    return await _connected(info, Asked(collection_id, Bond.COLLECTION, window=window))


async def in_smart(info: Info, collection: Raw, first: int, after: str | None) -> ImageConnection:
    """A page of what the filter of a smart collection finds, in its order."""
    window = _window(info, order_of(collection.get("order")), first, after, decode_time)
    context, kept = info.context, collection["filter"]
    found: Page = await context.smart_pages.load(SmartAsked(kept, window))
    nodes = [_image(info)(raw) for raw in found.rows]
    cursors = [_cursor(raw, window.order) for raw in placed_rows(info, found)]
    return ImageConnection(
        model=ImageDocument,
        where={},
        saved=kept,
        count=lambda: context.smart_counts.load(SmartAsked(kept)),
        nodes=nodes,
        edges=edged(nodes, cursors),
        page_info=place(found, cursors, began=after is None),
    )


async def first_of_smart(info: Info, collection: Raw) -> "Image | None":
    """The first image that the filter of a smart collection finds."""
    window = Window(order=order_of(collection.get("order")), first=1)
    found = await info.context.smart_pages.load(SmartAsked(collection["filter"], window))
    return _image(info)(found.rows[0]) if found.rows else None


async def on_product(info: Info, code: str, first: int, after: str | None) -> ImageConnection:
    """A page of the images of a product, as they were placed."""
    window = _window(info, BY_POSITION, first, after, decode_number)
    return await _connected(info, Asked(code, Bond.PRODUCT, window=window))


async def counted(info: Info, owner: Owner, bond: Bond) -> int:
    """How many images there are, capped; counted with the others of the request."""
    return await info.context.image_counts.load(Asked(owner, bond))


async def covering(
    info: Info, collection_id: PydanticObjectId, chosen: PydanticObjectId | None
) -> "Image | None":
    """The image that was chosen to stand for a collection, else its first one."""
    raw = await info.context.images.load(chosen) if chosen else None
    if raw is None:
        asked = Asked(collection_id, Bond.COLLECTION, window=Window(order=BY_RANK, first=1))
        found = await info.context.image_pages.load(asked)
        raw = found.rows[0] if found.rows else None
    return _image(info)(raw) if raw else None


def _window(
    info: Info,
    order: Order,
    first: int,
    after: str | None,
    read_cursor: Callable[[str], tuple[Any, PydanticObjectId]],
) -> Window:
    from graph.types.image import projection  # noqa: PLC0415 - images know groups

    return Window(
        order=order,
        first=page_size(first),
        after=read_cursor(after) if after else None,
        fields=projection(asked_of_nodes(info)),
    )


async def _connected(info: Info, asked: Asked) -> ImageConnection:
    assert asked.window is not None
    context, order = info.context, asked.window.order
    found: Page = await context.image_pages.load(asked)
    nodes = [_image(info)(raw) for raw in found.rows]
    cursors = [_cursor(raw, order) for raw in placed_rows(info, found)]
    return ImageConnection(
        model=ImageDocument,
        where={},
        listed={"$and": [asked.where, {asked.bond.value: asked.owner}]},
        count=lambda: context.image_counts.load(Asked(asked.owner, asked.bond, asked.where)),
        nodes=nodes,
        edges=edged(nodes, cursors),
        page_info=place(found, cursors, began=asked.window.after is None),
    )


def _cursor(raw: Raw, order: Order) -> str:
    if order == BY_RANK:
        return encode(raw["member"]["rank"], raw["member"]["id"])
    value = raw[order.field]
    return encode(str(value) if isinstance(value, int) else value, raw["_id"])


def _image(info: Info) -> "Callable[[Raw], Image]":
    from graph.types.image import Image  # noqa: PLC0415 - images know groups

    return lambda raw: Image.of(raw, info.context.house)

"""trashedImages(first, after): what was deleted and may come back."""

from typing import Annotated

import strawberry

from actions.deleting import trash
from actions.library import Window
from documents.images import Image as ImageDocument
from documents.pages import Order
from documents.trash import IN_TRASH
from graph.context import Info
from graph.cursors import USUAL, decode_time, encode, page_size
from graph.selection import asked
from graph.types.connection import Connection, Edge, place
from graph.types.image import projection
from graph.types.trash import TrashedImage

ORDER = Order("deleted_at")


@strawberry.field(
    description="The pictures in the trash, those deleted last first. Needs the role REVIEWER."
)
async def trashed_images(
    info: Info,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[TrashedImage]:
    """Raw rows with a projection of what was asked for."""
    fields = asked(info, "nodes", "image") | asked(info, "edges", "node", "image")
    window = Window(
        order=ORDER,
        first=page_size(first),
        after=decode_time(after) if after else None,
        fields=["deleted_by", *projection(fields)],
    )
    found = await trash.trashed(info.context.viewer, window)
    nodes = [TrashedImage.of(raw, info.context.house) for raw in found.rows]
    cursors = [encode(raw["deleted_at"], raw["_id"]) for raw in found.rows]
    return Connection(
        model=ImageDocument,
        where=IN_TRASH,
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(found, cursors, began=after is None),
    )

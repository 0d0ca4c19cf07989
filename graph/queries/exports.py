"""export(id), exports: files of the catalogue."""

from typing import Annotated

import strawberry

from actions.exporting import asking
from actions.library import Window
from documents.exports import Export as ExportDocument
from documents.pages import Order
from graph.context import Info
from graph.cursors import USUAL, decode_time, encode, page_size
from graph.ids import object_id
from graph.types.connection import Connection, Edge, place
from graph.types.exports import Export
from graph.types.pictures import After, First

NEWEST = Order("created_at")


@strawberry.field(
    description=(
        "An export that you asked for, or, with the role ADMIN, anybody; null for those of "
        "others, and when it has expired. Needs the scope catalog:read, or any role."
    )
)
async def export(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The global id of an export.")],
) -> Export | None:
    """Loaded with the other exports of the request."""
    raw = await info.context.exports.load(object_id("Export", id, ["id"]))
    return Export.of(raw) if raw else None


@strawberry.field(
    description=(
        "Your exports, newest first; for an ADMIN, everybody's. Needs the scope catalog:read, or "
        "any role."
    )
)
async def exports(info: Info, first: First = USUAL, after: After = None) -> Connection[Export]:
    """By keyset."""
    start = decode_time(after) if after else None
    window = Window(order=NEWEST, first=page_size(first), after=start)
    viewer = info.context.viewer
    found = await asking.exports(viewer, window)
    nodes = [Export.of(raw) for raw in found.rows]
    cursors = [encode(raw["created_at"], raw["_id"]) for raw in found.rows]
    return Connection(
        model=ExportDocument,
        where={},
        count=lambda: asking.total(viewer),
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(found, cursors, began=after is None),
    )

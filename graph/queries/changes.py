"""changes(after, first): what shops follow."""

from typing import Annotated

import strawberry

from actions.publishing import feed
from documents.pages import Page
from graph.context import Info
from graph.cursors import decode_change, encode_change, page_size
from graph.scalars import SequenceNumber
from graph.types.changes import CatalogChange, ChangeConnection, ChangeEdge
from graph.types.connection import place


@strawberry.field(
    description=(
        "Every change of what shops see, in one sequence without gaps, withdrawals and deletions "
        "included; kept for 90 days. A cursor that is older is refused with CURSOR_EXPIRED: read "
        "`catalogSnapshot` then. Needs the scope catalog:read, or any role."
    )
)
async def changes(
    info: Info,
    after: Annotated[
        str | None,
        strawberry.argument(
            description=(
                "The cursor of a snapshot, or the endCursor of the page before; by default from "
                "the very first change on."
            )
        ),
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 500.")] = 100,
) -> ChangeConnection:
    """Three queries a page, whatever its size; one more for positions."""
    number = decode_change(after) if after else 0
    size = page_size(first, feed.MOST_CHANGES)
    found = await feed.changes(info.context.reader, after=number, first=size)
    url = info.context.house.published_url
    nodes = [CatalogChange.of(raw, found.rows.get(raw["image_id"]), url) for raw in found.changes]
    cursors = [encode_change(raw["_id"]) for raw in found.changes]
    return ChangeConnection(
        nodes=nodes,
        edges=[ChangeEdge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(Page(found.changes, found.more), cursors, began=after is None),
        latest=SequenceNumber(found.latest),
    )

"""catalogSnapshot(first, after): the whole catalogue, and the cursor of its changes."""

from typing import Annotated

import strawberry

from actions.publishing import feed
from documents.pages import Page
from graph.context import Info
from graph.cursors import decode_number, encode, encode_change, page_size
from graph.types.catalog_image import CatalogImage
from graph.types.changes import CatalogSnapshot
from graph.types.connection import place


@strawberry.field(
    description=(
        "The whole catalogue, page by page, to start a copy from: read all pages, then follow "
        "`changes(after:)` from `cursor`. Needs the scope catalog:read, or any role."
    )
)
async def catalog_snapshot(
    info: Info,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 500.")] = 100,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> CatalogSnapshot:
    """Two queries a page, whatever its size; one more for positions."""
    number, beyond = decode_number(after) if after else (None, None)
    size = page_size(first, feed.MOST_CHANGES)
    found = await feed.snapshot(info.context.reader, number=number, after=beyond, first=size)
    url = info.context.house.published_url
    cursors = [encode(str(found.number), raw["_id"]) for raw in found.rows]
    return CatalogSnapshot(
        nodes=[CatalogImage.of(raw, url) for raw in found.rows],
        page_info=place(Page(found.rows, found.more), cursors, began=after is None),
        cursor=encode_change(found.number),
    )

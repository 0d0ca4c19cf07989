"""collections(first, after): all collections."""

from typing import Annotated

import strawberry

from actions.library import ALIVE
from documents.collections import Collection as CollectionDocument
from documents.pages import Order
from graph.context import Info
from graph.cursors import USUAL
from graph.types.connection import Connection, connect
from graph.types.groups import Collection


@strawberry.field(description="The collections, newest first.")
async def collections(
    info: Info,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[Collection]:
    """By keyset."""
    order = Order("created_at")
    return await connect(
        info, CollectionDocument, ALIVE, order, Collection.of, first=first, after=after
    )

"""imageGroups(first, after): all groups."""

from typing import Annotated

import strawberry

from actions.library import ALIVE
from documents.groups import ImageGroup as ImageGroupDocument
from documents.pages import Order
from graph.context import Info
from graph.cursors import USUAL
from graph.types.connection import Connection, connect
from graph.types.groups import ImageGroup


@strawberry.field(description="The groups of images, newest first.")
async def image_groups(
    info: Info,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[ImageGroup]:
    """By keyset."""
    order = Order("created_at")
    return await connect(
        info, ImageGroupDocument, ALIVE, order, ImageGroup.of, first=first, after=after
    )

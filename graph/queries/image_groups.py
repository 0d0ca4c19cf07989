"""imageGroups(where, orderBy, first, after): all groups."""

from typing import Annotated

import strawberry

from actions.library import named
from documents.groups import ImageGroup as ImageGroupDocument
from graph.context import Info
from graph.cursors import USUAL
from graph.types.called import NamedOrder
from graph.types.connection import Connection, connect
from graph.types.groups import ImageGroup


@strawberry.input(description="Which groups; null means any.")
class ImageGroupsWhere:
    """A filter."""

    search: str | None = strawberry.field(
        default=None,
        description="Words of the name, the description and the event: all of them, the last "
        "one as it begins, without capitals and accents. At most 200 characters and 12 words.",
    )


@strawberry.field(description="The groups of images, newest first unless said otherwise.")
async def image_groups(
    info: Info,
    where: Annotated[
        ImageGroupsWhere | None, strawberry.argument(description="Which; all by default.")
    ] = None,
    order_by: Annotated[
        NamedOrder | None,
        strawberry.argument(description="In which order; newest first by default."),
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[ImageGroup]:
    """By keyset."""
    sorting = order_by or NamedOrder()
    return await connect(
        info,
        ImageGroupDocument,
        named(where.search if where else None),
        sorting.order(),
        ImageGroup.of,
        first=first,
        after=after,
        read_cursor=sorting.read_cursor(),
    )

"""collections(where, orderBy, first, after): all collections."""

from typing import Annotated

import strawberry

from actions.library import named
from documents.collections import Collection as CollectionDocument
from graph.context import Info
from graph.cursors import USUAL
from graph.types.called import NamedOrder
from graph.types.connection import Connection, connect
from graph.types.groups import Collection


@strawberry.input(description="Which collections; null means any.")
class CollectionsWhere:
    """A filter."""

    search: str | None = strawberry.field(
        default=None,
        description="Words of the name and the description: all of them, the last one as it "
        "begins, without capitals and accents. At most 200 characters and 12 words.",
    )


@strawberry.field(description="The collections, newest first unless said otherwise.")
async def collections(
    info: Info,
    where: Annotated[
        CollectionsWhere | None, strawberry.argument(description="Which; all by default.")
    ] = None,
    order_by: Annotated[
        NamedOrder | None,
        strawberry.argument(description="In which order; newest first by default."),
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[Collection]:
    """By keyset."""
    sorting = order_by or NamedOrder()
    return await connect(
        info,
        CollectionDocument,
        named(where.search if where else None),
        sorting.order(),
        Collection.of,
        first=first,
        after=after,
        read_cursor=sorting.read_cursor(),
    )

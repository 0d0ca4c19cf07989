"""collection(id): one collection."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.ids import object_id
from graph.types.groups import Collection


@strawberry.field(
    description="One collection; null where there is none under this id, or no longer."
)
async def collection(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The global id of a collection.")],
) -> Collection | None:
    """Loaded with the other collections of the request."""
    raw = await info.context.collections.load(object_id("Collection", id, ["id"]))
    return Collection.of(raw) if raw else None

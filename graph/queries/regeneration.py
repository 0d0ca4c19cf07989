"""regeneration(id): how far renditions are made again."""

from typing import Annotated

import strawberry

from actions.rendering import regenerating
from graph.context import Info
from graph.ids import object_id
from graph.types.regeneration import Regeneration

Id = Annotated[strawberry.ID, strawberry.argument(description="The regeneration.")]


@strawberry.field(
    description="Renditions that are made again; null where there are none. Needs the role ADMIN."
)
async def regeneration(info: Info, id: Id) -> Regeneration | None:
    """With its job, if that is asked for."""
    raw = await regenerating.found(info.context.viewer, object_id("Regeneration", id, ["id"]))
    return Regeneration.of(raw) if raw else None

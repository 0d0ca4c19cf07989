"""imageGroup(id): one group."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.ids import object_id
from graph.types.groups import ImageGroup


@strawberry.field(
    description="One group of images; null where there is none under this id, or no longer."
)
async def image_group(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The global id of a group.")],
) -> ImageGroup | None:
    """Loaded with the other groups of the request."""
    raw = await info.context.groups.load(object_id("ImageGroup", id, ["id"]))
    return ImageGroup.of(raw) if raw else None

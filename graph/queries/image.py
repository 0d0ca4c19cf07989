"""image(id): one picture."""

import strawberry

from graph.context import Info
from graph.ids import object_id
from graph.types.image import Image


@strawberry.field(description="One picture; null where there is none under this id, or no longer.")
async def image(info: Info, id: strawberry.ID) -> Image | None:
    """Loaded with the other images of the request."""
    raw = await info.context.images.load(object_id("Image", id, ["id"]))
    return Image.of(raw, info.context.house) if raw else None

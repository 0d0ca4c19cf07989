"""image(id): one picture."""

from typing import Annotated

import strawberry

from graph.context import Info
from graph.ids import object_id
from graph.types.image import Image

Id = Annotated[strawberry.ID, strawberry.argument(description="The global id of an image.")]


@strawberry.field(description="One picture; null where there is none under this id, or no longer.")
async def image(info: Info, id: Id) -> Image | None:
    """Loaded with the other images of the request."""
    raw = await info.context.images.load(object_id("Image", id, ["id"]))
    return Image.of(raw, info.context.house) if raw else None

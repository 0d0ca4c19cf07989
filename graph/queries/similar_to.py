"""similarTo(id, where, maxDistance, first): pictures that look nearly like one."""

from typing import Annotated

import strawberry

from actions.pictures.duplicates import USUAL_DISTANCE
from actions.searching import likeness
from graph.context import Info
from graph.ids import object_id
from graph.queries.images import ImagesWhere
from graph.types.duplicates import First, MaxDistance, SimilarImage
from graph.types.image import Image


@strawberry.field(
    description=(
        "The pictures that look nearly like one, exact copies included, nearest first, then "
        "oldest; none of one that was never checked. Needs the role VIEWER."
    )
)
async def similar_to(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The picture.")],
    where: Annotated[
        ImagesWhere | None, strawberry.argument(description="Among which; all by default.")
    ] = None,
    max_distance: MaxDistance = USUAL_DISTANCE,
    first: First = 20,
) -> list[SimilarImage]:
    """Of whole rows: such lists are short."""
    house = info.context.house
    wanted = (where or ImagesWhere()).filter(house.channels)
    found = await likeness.similar(
        info.context.viewer,
        object_id("Image", id, ["id"]),
        wanted,
        distance=max_distance,
        first=first,
    )
    return [SimilarImage(image=Image.of(raw, house), distance=far) for raw, far in found]

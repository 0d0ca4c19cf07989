"""setFocalPoint: what must be seen of a picture when it is cropped."""

import strawberry

from actions.images import EditConflict
from actions.rendering import focal_points
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.image import Image


@strawberry.input(description="Where the eye-catcher of a picture is.")
class SetFocalPointInput:
    """A point of the upright picture; both null to go back to the suggested one."""

    id: strawberry.ID = strawberry.field(description="The image.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    x: float | None = strawberry.field(
        default=None, description="From 0 (left) to 1 (right); null along with y to clear."
    )
    y: float | None = strawberry.field(
        default=None, description="From 0 (top) to 1 (bottom); null along with x to clear."
    )


@strawberry.type(description="What came of it.")
class SetFocalPointPayload:
    """The image as it is now, also after a CONFLICT."""

    image: Image | None = strawberry.field(
        default=None, description="The image as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(SetFocalPointPayload)
async def set_focal_point(info: Info, input: SetFocalPointInput) -> SetFocalPointPayload:
    """Say what is seen of a picture where a preset crops it.

    Only what is cropped is made again, within seconds; public files get new addresses. A point
    is said of certain pixels: it is dropped when the file is replaced by another picture. Needs
    the role IMPORTER.
    """
    id = object_id("Image", input.id, ["id"])
    house = info.context.house
    point = focal_points.within(input.x, input.y)
    try:
        after = await focal_points.set_focal_point(
            info.context.viewer,
            id,
            point,
            input.expected_version,
            presets=house.presets,
            deliver=house.deliver,
        )
    except EditConflict as conflict:
        current = Image.of_all([conflict.image], house)[0]
        return SetFocalPointPayload(image=current, user_errors=[user_error(conflict)])
    return SetFocalPointPayload(image=Image.of_all([after], house)[0])

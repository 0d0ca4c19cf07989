"""restoreImageVersion: a file that a picture had before."""

import strawberry

from actions.images import EditConflict
from actions.pictures import replacing
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.image import Image


@strawberry.input(description="The picture, and which of its files it is to have again.")
class RestoreImageVersionInput:
    """An earlier file."""

    id: strawberry.ID = strawberry.field(description="The image.")
    version: int = strawberry.field(description="The `number` of an earlier one of `fileVersions`.")
    expected_version: int = strawberry.field(
        description="The image's `version` that you read; CONFLICT if somebody changed it since."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of it.")
class RestoreImageVersionPayload:
    """The image as it is now, also after a CONFLICT."""

    image: Image | None = strawberry.field(
        default=None, description="The image as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RestoreImageVersionPayload)
async def restore_image_version(
    info: Info, input: RestoreImageVersionInput
) -> RestoreImageVersionPayload:
    """Give a READY or FAILED picture a file again that it had before, as its newest version.

    All else is as with `replaceImageFile`. Needs the role IMPORTER.
    """
    house = info.context.house
    try:
        replaced = await replacing.bring_back(
            info.context.viewer,
            object_id("Image", input.id, ["id"]),
            input.version,
            input.expected_version,
            bucket=house.bucket,
            retention=house.retention,
            deliver=house.deliver,
            key=input.idempotency_key,
        )
    except EditConflict as conflict:
        current = Image.of_all([conflict.image], house)[0]
        return RestoreImageVersionPayload(image=current, user_errors=[user_error(conflict)])
    return RestoreImageVersionPayload(image=Image.of_all([replaced], house)[0])

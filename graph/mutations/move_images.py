"""moveImages: from group to group."""

import strawberry

from actions.arranging import grouping
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id, object_ids
from graph.payloads import mutation, no_errors, refused
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures to move, and where to.")
class MoveImagesInput:
    """At most 250."""

    image_ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")
    group_id: strawberry.ID | None = strawberry.field(
        description="The group to move them to; null takes them out of theirs."
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of moving.")
class MoveImagesPayload:
    """The images in their new group."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The moved ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(MoveImagesPayload)
async def move_images(info: Info, input: MoveImagesInput) -> MoveImagesPayload:
    """Move pictures to another group, or out of any; their files and links stay as they are.

    Needs the role IMPORTER.
    """
    to = input.group_id
    outcome = await grouping.move_images(
        info.context.viewer,
        object_ids("Image", input.image_ids, "imageIds"),
        None if to is None else object_id("ImageGroup", to, ["groupId"]),
        policy=input.error_policy,
    )
    return MoveImagesPayload(
        images=Image.of_all(outcome.done, info.context.house),
        user_errors=refused("imageIds", outcome.refused),
    )

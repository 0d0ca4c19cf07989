"""deleteImageGroup: with its images or without."""

import strawberry

from actions.arranging import grouping
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.enums import GroupImages


@strawberry.input(description="Which group to delete, and what becomes of its images.")
class DeleteImageGroupInput:
    """There is no default: deleting images must be said."""

    id: strawberry.ID = strawberry.field(description="The group.")
    images: GroupImages = strawberry.field(description="DELETE them too, or KEEP them.")


@strawberry.type(description="What came of deleting.")
class DeleteImageGroupPayload:
    """The group that is gone."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id under which nothing is kept any more."
    )
    user_errors: list[UserError] = no_errors()


@mutation(DeleteImageGroupPayload)
async def delete_image_group(info: Info, input: DeleteImageGroupInput) -> DeleteImageGroupPayload:
    """Delete a group; its images are deleted as by `deleteImages`, or kept in no group.

    May be repeated: what is gone already counts as deleted. Needs the role REVIEWER.
    """
    await grouping.delete(
        info.context.viewer,
        object_id("ImageGroup", input.id, ["id"]),
        input.images,
        bucket=info.context.house.bucket,
    )
    return DeleteImageGroupPayload(deleted_id=input.id)

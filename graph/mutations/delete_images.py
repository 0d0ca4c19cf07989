"""deleteImages: into the trash."""

import strawberry

from actions.deleting import deletion
from graph.context import Info
from graph.errors import UserError
from graph.ids import global_id, object_ids
from graph.payloads import mutation, no_errors


@strawberry.input(description="Which pictures to delete.")
class DeleteImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")


@strawberry.type(description="What came of deleting.")
class DeleteImagesPayload:
    """The images that are gone."""

    deleted_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The ids under which the library has nothing now, in the order of the input.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(DeleteImagesPayload)
async def delete_images(info: Info, input: DeleteImagesInput) -> DeleteImagesPayload:
    """Put pictures into the trash: out of every list and out of the shop, at once.

    Their public files are gone when this answers. `restoreImages` brings them back within the
    time that a setting gives, 30 days by default; then they are removed for good. May be
    repeated: what is gone already counts as deleted. Needs the role REVIEWER.
    """
    gone = await deletion.delete(
        info.context.viewer, object_ids("Image", input.ids), bucket=info.context.house.bucket
    )
    return DeleteImagesPayload(deleted_ids=[strawberry.ID(global_id("Image", id)) for id in gone])

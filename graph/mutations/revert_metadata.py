"""revertMetadata: back to an earlier state of what was said of a picture."""

import strawberry

from actions.images import EditConflict
from actions.metadata import states
from actions.readiness.judging import judge_changed
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.image import Image


@strawberry.input(description="The picture, and the change before which it is to be again.")
class RevertMetadataInput:
    """Undo a change and all that came after it."""

    id: strawberry.ID = strawberry.field(description="The image.")
    revision_id: strawberry.ID = strawberry.field(
        description="A revision of its `metadataHistory`; the newest one undoes the last change."
    )
    expected_version: int = strawberry.field(
        description="The image's `version` that you read; CONFLICT if somebody changed it since."
    )


@strawberry.type(description="What came of it.")
class RevertMetadataPayload:
    """The image as it is now, also after a CONFLICT."""

    image: Image | None = strawberry.field(
        default=None, description="The image as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RevertMetadataPayload)
async def revert_metadata(info: Info, input: RevertMetadataInput) -> RevertMetadataPayload:
    """Give a picture the metadata again that it had before a change; that is a change too.

    A place that was removed stays removed. Needs the role IMPORTER.
    """
    house = info.context.house
    try:
        reverted = await states.revert(
            info.context.viewer,
            object_id("Image", input.id, ["id"]),
            object_id("MetadataRevision", input.revision_id, ["revisionId"]),
            input.expected_version,
        )
    except EditConflict as conflict:
        current = Image.of_all([conflict.image], house)[0]
        return RevertMetadataPayload(image=current, user_errors=[user_error(conflict)])
    await judge_changed([reverted.id], house.channels)
    return RevertMetadataPayload(image=Image.of_all([reverted], house)[0])

"""addImagesToCollection: at its end."""

import strawberry

from actions.arranging import collecting
from graph.context import Info
from graph.errors import UserError
from graph.ids import global_id, object_id, object_ids
from graph.payloads import mutation, no_errors, refused
from graph.types.enums import ErrorPolicy
from graph.types.groups import Collection


@strawberry.input(description="Which pictures to put into which collection.")
class AddImagesToCollectionInput:
    """At most 250."""

    collection_id: strawberry.ID = strawberry.field(description="The collection.")
    image_ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of adding.")
class AddImagesToCollectionPayload:
    """The collection with what is in it now."""

    collection: Collection | None = strawberry.field(
        default=None, description="The collection as it is now."
    )
    added_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The images that are in it now, in the order of the input, once each.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(AddImagesToCollectionPayload)
async def add_images_to_collection(
    info: Info, input: AddImagesToCollectionInput
) -> AddImagesToCollectionPayload:
    """Put pictures at the end of a collection, in their order.

    Those that are in it already stay where they are. Needs the role IMPORTER.
    """
    done = await collecting.add(
        info.context.viewer,
        object_id("Collection", input.collection_id, ["collectionId"]),
        object_ids("Image", input.image_ids, "imageIds"),
        policy=input.error_policy,
    )
    return AddImagesToCollectionPayload(
        collection=Collection.of_document(done.collection),
        added_ids=[strawberry.ID(global_id("Image", id)) for id in done.image_ids],
        user_errors=refused("imageIds", done.refused),
    )

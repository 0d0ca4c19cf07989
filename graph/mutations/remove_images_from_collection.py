"""removeImagesFromCollection: they stay in the library."""

import strawberry

from actions.arranging import collecting
from graph.context import Info
from graph.errors import UserError
from graph.ids import global_id, object_id, object_ids
from graph.payloads import mutation, no_errors
from graph.types.groups import Collection


@strawberry.input(description="Which pictures to take out of which collection.")
class RemoveImagesFromCollectionInput:
    """At most 250."""

    collection_id: strawberry.ID = strawberry.field(description="The collection.")
    image_ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")


@strawberry.type(description="What came of taking out.")
class RemoveImagesFromCollectionPayload:
    """The collection with what is in it now."""

    collection: Collection | None = strawberry.field(
        default=None, description="The collection as it is now."
    )
    removed_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The images that are not in it now, in the order of the input, once each.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(RemoveImagesFromCollectionPayload)
async def remove_images_from_collection(
    info: Info, input: RemoveImagesFromCollectionInput
) -> RemoveImagesFromCollectionPayload:
    """Take pictures out of a collection; they stay in the library.

    What is not in it counts as taken out. Needs the role IMPORTER.
    """
    done = await collecting.remove(
        info.context.viewer,
        object_id("Collection", input.collection_id, ["collectionId"]),
        object_ids("Image", input.image_ids, "imageIds"),
    )
    return RemoveImagesFromCollectionPayload(
        collection=Collection.of_document(done.collection),
        removed_ids=[strawberry.ID(global_id("Image", id)) for id in done.image_ids],
    )

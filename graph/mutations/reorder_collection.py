"""reorderCollection: many at once."""

import strawberry

from actions.arranging import collecting
from graph.context import Info
from graph.errors import UserError
from graph.ids import global_id, object_id, object_ids
from graph.payloads import mutation, no_errors, refused
from graph.places import PlaceInput
from graph.types.enums import ErrorPolicy
from graph.types.groups import Collection


@strawberry.input(description="Which pictures of a collection to move, and where to.")
class ReorderCollectionInput:
    """At most 250."""

    collection_id: strawberry.ID = strawberry.field(description="The collection.")
    image_ids: list[strawberry.ID] = strawberry.field(
        description="The images, at most 250, in the order that they are to have."
    )
    to: PlaceInput = strawberry.field(description="Where to put them, one next to the other.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of moving.")
class ReorderCollectionPayload:
    """The collection in its new order."""

    collection: Collection | None = strawberry.field(
        default=None, description="The collection as it is now."
    )
    moved_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The images that were moved, in the order that they have now.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(ReorderCollectionPayload)
async def reorder_collection(info: Info, input: ReorderCollectionInput) -> ReorderCollectionPayload:
    """Move pictures of a collection next to each other, to a place of your choice.

    Of several calls at the same moment each finds the order that the one before has left.
    Needs the role IMPORTER.
    """
    done = await collecting.reorder(
        info.context.viewer,
        object_id("Collection", input.collection_id, ["collectionId"]),
        object_ids("Image", input.image_ids, "imageIds"),
        input.to.place(),
        policy=input.error_policy,
    )
    return ReorderCollectionPayload(
        collection=Collection.of_document(done.collection),
        moved_ids=[strawberry.ID(global_id("Image", id)) for id in done.image_ids],
        user_errors=refused("imageIds", done.refused),
    )

"""deleteCollection: its images stay."""

import strawberry

from actions.arranging import collecting
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors


@strawberry.input(description="Which collection to delete.")
class DeleteCollectionInput:
    """Its id."""

    id: strawberry.ID = strawberry.field(description="The collection.")


@strawberry.type(description="What came of deleting.")
class DeleteCollectionPayload:
    """The collection that is gone."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id under which nothing is kept any more."
    )
    user_errors: list[UserError] = no_errors()


@mutation(DeleteCollectionPayload)
async def delete_collection(info: Info, input: DeleteCollectionInput) -> DeleteCollectionPayload:
    """Delete a collection; its images stay in the library.

    May be repeated: what is gone already counts as deleted. Needs the role REVIEWER.
    """
    await collecting.delete(info.context.viewer, object_id("Collection", input.id, ["id"]))
    return DeleteCollectionPayload(deleted_id=input.id)

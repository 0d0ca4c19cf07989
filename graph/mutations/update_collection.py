"""updateCollection."""

from typing import cast

import strawberry

from actions.arranging import collecting
from actions.revisions import EditedMeanwhile
from documents.collections import Collection as CollectionDocument
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.sent import sent
from graph.types.groups import Collection


@strawberry.input(description="What to change. Not sent: stays; null: cleared.")
class UpdateCollectionInput:
    """The collection, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The collection.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    name: strawberry.Maybe[str] = strawberry.field(description="1 to 200 characters.")
    description: strawberry.Maybe[str | None] = strawberry.field(
        description="At most 5,000 characters."
    )
    cover_id: strawberry.Maybe[strawberry.ID | None] = strawberry.field(
        description="The image of the collection that stands for it; null: its first one."
    )

    def changes(self) -> dict[str, object]:
        """Only what was sent, with inner ids. Raises InvalidGlobalId."""
        changes = sent(self, collecting.EDITABLE)
        if cover := changes.get("cover_id"):
            changes["cover_id"] = object_id("Image", str(cover), ["coverId"])
        return changes


@strawberry.type(description="What came of the edit.")
class UpdateCollectionPayload:
    """The collection as it is now, also after a CONFLICT."""

    collection: Collection | None = strawberry.field(
        default=None,
        description="The collection as it is now; after a CONFLICT, as others left it.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateCollectionPayload)
async def update_collection(info: Info, input: UpdateCollectionInput) -> UpdateCollectionPayload:
    """Edit what is said of a collection, and choose its cover. Needs the role IMPORTER."""
    id = object_id("Collection", input.id, ["id"])
    try:
        made = await collecting.update(
            info.context.viewer, id, input.changes(), input.expected_version
        )
    except EditedMeanwhile as conflict:
        current = Collection.of_document(cast("CollectionDocument", conflict.current))
        return UpdateCollectionPayload(collection=current, user_errors=[user_error(conflict)])
    return UpdateCollectionPayload(collection=Collection.of_document(made))

"""updateSmartCollection."""

from typing import cast

import strawberry

from actions.arranging import smart
from actions.arranging.filters import Told
from actions.revisions import EditedMeanwhile
from documents.collections import Collection as CollectionDocument
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.queries.images import ImageOrder, ImagesWhere
from graph.sent import sent
from graph.types.groups import Collection
from graph.types.saved_where import written


@strawberry.input(description="What to change. Not sent: stays; null: cleared.")
class UpdateSmartCollectionInput:
    """The collection, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The collection; a SMART one.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    name: strawberry.Maybe[str] = strawberry.field(description="1 to 200 characters.")
    description: strawberry.Maybe[str | None] = strawberry.field(
        description="At most 5,000 characters."
    )
    where: ImagesWhere | None = strawberry.field(
        default=None, description="Another filter, whole; the present one stays where it is null."
    )
    order_by: ImageOrder | None = strawberry.field(
        default=None, description="Another order; the present one stays where it is null."
    )


@strawberry.type(description="What came of the edit.")
class UpdateSmartCollectionPayload:
    """The collection as it is now, also after a CONFLICT."""

    collection: Collection | None = strawberry.field(
        default=None,
        description="The collection as it is now; after a CONFLICT, as others left it.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateSmartCollectionPayload)
async def update_smart_collection(
    info: Info, input: UpdateSmartCollectionInput
) -> UpdateSmartCollectionPayload:
    """Change the name, the filter or the order of a smart collection. Needs the role IMPORTER."""
    where, order, channels = input.where, input.order_by, info.context.house.channels
    try:
        made = await smart.update(
            info.context.viewer,
            object_id("Collection", input.id, ["id"]),
            sent(input, smart.EDITABLE),
            input.expected_version,
            told=Told(where.filter(channels), written(where)) if where else None,
            sorting=(order.order(), written(order)) if order else None,
        )
    except EditedMeanwhile as conflict:
        current = Collection.of_document(cast("CollectionDocument", conflict.current))
        return UpdateSmartCollectionPayload(collection=current, user_errors=[user_error(conflict)])
    return UpdateSmartCollectionPayload(collection=Collection.of_document(made))

"""createSmartCollection: a filter with a name."""

import strawberry

from actions.arranging import smart
from actions.arranging.filters import Told
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.queries.images import ImageOrder, ImagesWhere
from graph.types.groups import Collection
from graph.types.saved_where import written


@strawberry.input(description="The new smart collection.")
class CreateSmartCollectionInput:
    """A name and a filter."""

    name: str = strawberry.field(description="1 to 200 characters.")
    description: str | None = strawberry.field(
        default=None, description="What there is to say about it, at most 5,000 characters."
    )
    where: ImagesWhere = strawberry.field(
        description="As of `images`, applied whenever somebody looks; no smart collection in it."
    )
    order_by: ImageOrder | None = strawberry.field(
        default=None, description="As of `images`; newest first by default."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of making the smart collection.")
class CreateSmartCollectionPayload:
    """The collection."""

    collection: Collection | None = strawberry.field(
        default=None, description="The new collection."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CreateSmartCollectionPayload)
async def create_smart_collection(
    info: Info, input: CreateSmartCollectionInput
) -> CreateSmartCollectionPayload:
    """Save a filter as a collection: whatever it finds is in it, as long as it does.

    What the filter names must be there, and no other smart collection be among it. Needs the
    role IMPORTER.
    """
    order = input.order_by or ImageOrder()
    made = await smart.create(
        info.context.viewer,
        input.name,
        Told(input.where.filter(info.context.house.channels), written(input.where)),
        (order.order(), written(order)),
        input.idempotency_key,
        description=input.description,
    )
    return CreateSmartCollectionPayload(collection=Collection.of_document(made))

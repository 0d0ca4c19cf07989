"""createCollection."""

import strawberry

from actions.arranging import groups
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.groups import Collection


@strawberry.input(description="The new collection.")
class CreateCollectionInput:
    """A name is all it needs."""

    name: str = strawberry.field(description="1 to 200 characters.")
    description: str | None = strawberry.field(
        default=None, description="What there is to say about it, at most 5,000 characters."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of making the collection.")
class CreateCollectionPayload:
    """The collection."""

    collection: Collection | None = strawberry.field(
        default=None, description="The new collection."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CreateCollectionPayload)
async def create_collection(info: Info, input: CreateCollectionInput) -> CreateCollectionPayload:
    """Make a collection that pictures can be put into. Needs the role IMPORTER."""
    made = await groups.create_collection(
        info.context.viewer, input.name, input.idempotency_key, description=input.description
    )
    return CreateCollectionPayload(collection=Collection.of({"_id": made.id, **made.model_dump()}))

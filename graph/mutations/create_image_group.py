"""createImageGroup."""

from datetime import date

import strawberry

from actions.arranging import groups
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.groups import ImageGroup


@strawberry.input(description="The new group.")
class CreateImageGroupInput:
    """A name is all it needs."""

    name: str = strawberry.field(description="1 to 200 characters.")
    description: str | None = strawberry.field(
        default=None, description="What there is to say about it, at most 5,000 characters."
    )
    event_name: str | None = strawberry.field(
        default=None, description="The event that it shows, at most 200 characters."
    )
    event_date: date | None = strawberry.field(
        default=None, description="The day of the event, such as 2026-11-21."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of making the group.")
class CreateImageGroupPayload:
    """The group."""

    group: ImageGroup | None = strawberry.field(default=None, description="The new group.")
    user_errors: list[UserError] = no_errors()


@mutation(CreateImageGroupPayload)
async def create_image_group(info: Info, input: CreateImageGroupInput) -> CreateImageGroupPayload:
    """Make a group for pictures that belong together. Needs the role IMPORTER."""
    made = await groups.create_group(
        info.context.viewer,
        input.name,
        input.idempotency_key,
        description=input.description,
        event_name=input.event_name,
        event_date=input.event_date,
    )
    return CreateImageGroupPayload(group=ImageGroup.of({"_id": made.id, **made.model_dump()}))

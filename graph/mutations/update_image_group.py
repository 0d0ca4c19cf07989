"""updateImageGroup."""

from datetime import date
from typing import cast

import strawberry

from actions.arranging import grouping
from actions.revisions import EditedMeanwhile
from documents.groups import ImageGroup as ImageGroupDocument
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.sent import sent
from graph.types.groups import ImageGroup


@strawberry.input(description="What to change. Not sent: stays; null: cleared.")
class UpdateImageGroupInput:
    """The group, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The group.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    name: strawberry.Maybe[str] = strawberry.field(description="1 to 200 characters.")
    description: strawberry.Maybe[str | None] = strawberry.field(
        description="At most 5,000 characters."
    )
    event_name: strawberry.Maybe[str | None] = strawberry.field(
        description="At most 200 characters."
    )
    event_date: strawberry.Maybe[date | None] = strawberry.field(
        description="The day of the event, such as 2026-11-21."
    )


@strawberry.type(description="What came of the edit.")
class UpdateImageGroupPayload:
    """The group as it is now, also after a CONFLICT."""

    group: ImageGroup | None = strawberry.field(
        default=None, description="The group as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateImageGroupPayload)
async def update_image_group(info: Info, input: UpdateImageGroupInput) -> UpdateImageGroupPayload:
    """Edit what is said of a group. Needs the role IMPORTER."""
    id = object_id("ImageGroup", input.id, ["id"])
    changes = sent(input, grouping.EDITABLE)
    try:
        group = await grouping.update(info.context.viewer, id, changes, input.expected_version)
    except EditedMeanwhile as conflict:
        current = cast("ImageGroupDocument", conflict.current)
        return UpdateImageGroupPayload(
            group=ImageGroup.of_document(current), user_errors=[user_error(conflict)]
        )
    return UpdateImageGroupPayload(group=ImageGroup.of_document(group))

"""deleteCustomField: a field of the house's own goes."""

import strawberry

from actions.metadata import custom_fields
from graph.context import Info
from graph.errors import UserError
from graph.ids import global_id, object_id
from graph.payloads import mutation, no_errors


@strawberry.input(description="Which field.")
class DeleteCustomFieldInput:
    """The field and the version that the caller saw."""

    id: strawberry.ID = strawberry.field(description="The field.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )


@strawberry.type(description="What came of it.")
class DeleteCustomFieldPayload:
    """The id."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The field that is no more."
    )
    user_errors: list[UserError] = no_errors()


@mutation(DeleteCustomFieldPayload)
async def delete_custom_field(
    info: Info, input: DeleteCustomFieldInput
) -> DeleteCustomFieldPayload:
    """Take a field away: its values are shown, found and required no more; history keeps them.

    Its key stays taken, so no other field ever gets its values. Needs the role ADMIN.
    """
    id = object_id("CustomField", input.id, ["id"])
    gone = await custom_fields.delete(info.context.viewer, id, input.expected_version)
    return DeleteCustomFieldPayload(deleted_id=strawberry.ID(global_id("CustomField", gone)))

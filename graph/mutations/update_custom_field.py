"""updateCustomField: all but its key and its type."""

import strawberry

from actions.metadata import custom_fields
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.sent import sent
from graph.types.custom_field import CustomField

KEPT_AS = {"min": "least", "max": "most"}


@strawberry.input(description="What to change. Not sent: stays; null: no limit.")
class UpdateCustomFieldInput:
    """The field, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The field.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    label: strawberry.Maybe[str] = strawberry.field(description="1 to 100 characters.")
    choices: strawberry.Maybe[list[str]] = strawberry.field(
        description="The allowed values; pictures keep one that is allowed no more."
    )
    required: strawberry.Maybe[bool] = strawberry.field(
        description="Whether approval needs a value; approved pictures stay approved."
    )
    max_length: strawberry.Maybe[int | None] = strawberry.field(
        description="For a TEXT: 1 to 5,000 characters; longer ones that are there stay."
    )
    min: strawberry.Maybe[float | None] = strawberry.field(
        description="For a NUMBER: the least; smaller ones that are there stay."
    )
    max: strawberry.Maybe[float | None] = strawberry.field(
        description="For a NUMBER: the most; larger ones that are there stay."
    )


@strawberry.type(description="What came of it.")
class UpdateCustomFieldPayload:
    """The field."""

    custom_field: CustomField | None = strawberry.field(
        default=None, description="The field as it is now."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateCustomFieldPayload)
async def update_custom_field(
    info: Info, input: UpdateCustomFieldInput
) -> UpdateCustomFieldPayload:
    """Change a field for every picture; values that are there stay. Needs the role ADMIN."""
    names = ["label", "choices", "required", "max_length", "min", "max"]
    changes = {KEPT_AS.get(name, name): value for name, value in sent(input, names).items()}
    id = object_id("CustomField", input.id, ["id"])
    made = await custom_fields.update(info.context.viewer, id, changes, input.expected_version)
    return UpdateCustomFieldPayload(custom_field=CustomField.of(made))

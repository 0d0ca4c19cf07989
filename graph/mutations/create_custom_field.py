"""createCustomField: a field of the house's own."""

import strawberry

from actions.metadata import custom_fields
from actions.metadata.custom_fields import Described
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.custom_field import CustomField
from graph.types.enums import CustomFieldType


@strawberry.input(description="A field for every picture; at most 50 in all.")
class CreateCustomFieldInput:
    """Key and type are for good."""

    key: str = strawberry.field(
        description="1 to 40 letters and digits, a small letter first; whatever its capitals, "
        "no other field's, and no deleted one's."
    )
    label: str = strawberry.field(description="For people, 1 to 100 characters.")
    type: CustomFieldType = strawberry.field(description="What it holds.")
    choices: list[str] = strawberry.field(
        default_factory=list,
        description="For CHOICE and CHOICES: the allowed values, 1 to 200 of 1 to 100 characters.",
    )
    required: bool = strawberry.field(
        default=False, description="Whether approval needs a value; false by default."
    )
    max_length: int | None = strawberry.field(
        default=None, description="For a TEXT: 1 to 5,000 characters, 5,000 by default."
    )
    min: float | None = strawberry.field(
        default=None, description="For a NUMBER: the least; no limit by default."
    )
    max: float | None = strawberry.field(
        default=None, description="For a NUMBER: the most; no limit by default."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of it.")
class CreateCustomFieldPayload:
    """The field."""

    custom_field: CustomField | None = strawberry.field(default=None, description="The new field.")
    user_errors: list[UserError] = no_errors()


@mutation(CreateCustomFieldPayload)
async def create_custom_field(
    info: Info, input: CreateCustomFieldInput
) -> CreateCustomFieldPayload:
    """Define a field for every picture. Needs the role ADMIN."""
    more = {
        "choices": input.choices,
        "required": input.required,
        "max_length": input.max_length,
        "least": input.min,
        "most": input.max,
    }
    described = Described(key=input.key, label=input.label, type=input.type, more=more)
    made = await custom_fields.create(info.context.viewer, described, input.idempotency_key)
    return CreateCustomFieldPayload(custom_field=CustomField.of(made))

"""Fields of a house's own, and their values, as clients see them."""

from collections.abc import Sequence
from datetime import date as Day  # noqa: N812  fields are called date
from typing import Any

import strawberry

from actions.metadata.custom_fields import CustomFieldInvalid
from actions.metadata.custom_values import CustomWish, Given
from documents.custom_fields import PREFIX
from documents.custom_fields import CustomField as FieldDocument
from documents.custom_fields import CustomFieldType as Type
from documents.pages import Raw
from graph.context import Info
from graph.ids import global_id
from graph.types.enums import CustomFieldType


@strawberry.type(description="A field that this house has for every picture.")
class CustomField:
    """Key and type are for good; a deleted field's key is never another one's."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    version: int = strawberry.field(description="Pass it back as `expectedVersion`.")
    key: str = strawberry.field(description="By which values are sent; never changes.")
    label: str = strawberry.field(description="For people.")
    type: CustomFieldType = strawberry.field(description="What it holds; never changes.")
    choices: list[str] = strawberry.field(
        description="The allowed values, in their order; empty unless CHOICE or CHOICES."
    )
    required: bool = strawberry.field(description="Whether approval needs a value.")
    max_length: int | None = strawberry.field(
        description="Of a TEXT, in characters; null is 5,000."
    )
    min: float | None = strawberry.field(description="Of a NUMBER; null is no limit.")
    max: float | None = strawberry.field(description="Of a NUMBER; null is no limit.")

    @classmethod
    def of(cls, made: FieldDocument) -> "CustomField":
        """The field of a document."""
        plain = ("version", "key", "label", "type", "choices", "required", "max_length")
        return cls(
            id=strawberry.ID(global_id("CustomField", made.id)),
            min=made.least,
            max=made.most,
            **{name: getattr(made, name) for name in plain},
        )


@strawberry.type(description="A picture's value of a custom field, in the one field of its type.")
class CustomFieldValue:
    """All but one of the values are null."""

    key: str = strawberry.field(description="The field's key.")
    label: str = strawberry.field(description="The field's label.")
    type: CustomFieldType = strawberry.field(description="Which of the following is not null.")
    text: str | None = strawberry.field(default=None, description="Of a TEXT.")
    number: float | None = strawberry.field(default=None, description="Of a NUMBER.")
    boolean: bool | None = strawberry.field(default=None, description="Of a BOOLEAN.")
    date: Day | None = strawberry.field(default=None, description="Of a DATE.")
    choice: str | None = strawberry.field(default=None, description="Of a CHOICE.")
    choices: list[str] | None = strawberry.field(default=None, description="Of CHOICES.")


async def values_of(raw: Raw, info: Info) -> list[CustomFieldValue]:
    """What a picture's row holds of the fields that there are, by key."""
    edits = raw.get("edits") or {}
    said = {name.removeprefix(PREFIX): edits[name] for name in edits if name.startswith(PREFIX)}
    keys = sorted(key for key, value in said.items() if value is not None)
    fields = await info.context.custom_fields.load_many(keys)
    return [_value(field, said[field.key]) for field in fields if field]


def _value(field: FieldDocument, value: Any) -> CustomFieldValue:
    typed = Day.fromisoformat(value) if field.type is Type.DATE else value
    named: dict[str, Any] = {field.type.lower(): typed}
    return CustomFieldValue(key=field.key, label=field.label, type=field.type, **named)


@strawberry.input(description="A value of a custom field, in the one field of its type.")
class CustomFieldValueInput:
    """At most one value; none clears."""

    key: str = strawberry.field(description="The field's key.")
    text: str | None = strawberry.field(default=None, description="For a TEXT.")
    number: float | None = strawberry.field(default=None, description="For a NUMBER.")
    boolean: bool | None = strawberry.field(default=None, description="For a BOOLEAN.")
    date: Day | None = strawberry.field(default=None, description="For a DATE.")
    choice: str | None = strawberry.field(default=None, description="For a CHOICE.")
    choices: list[str] | None = strawberry.field(
        default=None, description="For CHOICES; they replace those that are there."
    )

    def given(self) -> Given:
        """As the action takes it. Raises CustomFieldInvalid for more than one value."""
        sent = {kind: getattr(self, kind.lower()) for kind in Type}
        [*kinds] = [kind for kind, value in sent.items() if value is not None]
        if len(kinds) > 1:
            raise CustomFieldInvalid("customFields", "one value for each key")
        return Given(self.key, kinds[0], sent[kinds[0]]) if kinds else Given(self.key, None, None)


@strawberry.input(description="From one number to another, both included; null is no limit.")
class NumberRange:
    """A range."""

    min: float | None = strawberry.field(default=None, description="The least.")
    max: float | None = strawberry.field(default=None, description="The most.")


@strawberry.input(description="From one day to another, both included; null is no limit.")
class DateRange:
    """A range."""

    min: Day | None = strawberry.field(default=None, description="The first day.")
    max: Day | None = strawberry.field(default=None, description="The last day.")


@strawberry.input(
    description="Pictures by a custom field: any value, or what its one other field says."
)
class CustomFieldFilter:
    """At most one condition."""

    key: str = strawberry.field(description="The field's key.")
    text: str | None = strawberry.field(default=None, description="Exactly this TEXT.")
    number: NumberRange | None = strawberry.field(default=None, description="A NUMBER in a range.")
    boolean: bool | None = strawberry.field(default=None, description="This BOOLEAN.")
    date: DateRange | None = strawberry.field(default=None, description="A DATE in a range.")
    choice: str | None = strawberry.field(
        default=None, description="This CHOICE, or this one among CHOICES."
    )

    def wish(self) -> CustomWish:
        """As the action takes it. Raises CustomFieldInvalid for more than one condition."""
        sent = {kind: getattr(self, kind.lower()) for kind in Type if kind is not Type.CHOICES}
        [*kinds] = [kind for kind, value in sent.items() if value is not None]
        if len(kinds) > 1:
            raise CustomFieldInvalid("customFields", "one condition for each key")
        if not kinds:
            return CustomWish(key=self.key)
        value = sent[kinds[0]]
        if isinstance(value, NumberRange | DateRange):
            least, most = _plain(value.min), _plain(value.max)
            return CustomWish(key=self.key, type=kinds[0], least=least, most=most)
        return CustomWish(key=self.key, type=kinds[0], value=value)


def all_given(values: Sequence[CustomFieldValueInput] | None) -> list[Given]:
    """The values of an input. Raises CustomFieldInvalid where a key is there twice."""
    given = [value.given() for value in values or ()]
    if len({one.key for one in given}) != len(given):
        raise CustomFieldInvalid("customFields", "each key once")
    return given


def _plain(bound: object) -> object:
    return bound.isoformat() if isinstance(bound, Day) else bound

"""What may stand in a field of a house's own, and by which values pictures are looked for."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.errors import Refused
from actions.texts import plain
from documents.custom_fields import PREFIX, CustomField, CustomFieldType
from documents.images import Image

MOST_TEXT = 5_000


class CustomFieldUnknown(Refused):
    """No field has this key."""

    code = "CUSTOM_FIELD_UNKNOWN"
    path = ("customFields",)

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no custom field {key[:80]!r}: take a key of `customFields`.")
        self.params = {"key": key[:80]}


class CustomValueRefused(Refused):
    """A value is not one that its field takes."""

    code = "INVALID_VALUE"
    path = ("customFields",)

    def __init__(self, field: CustomField, takes: str) -> None:
        super().__init__(f"{field.key} takes {takes}: send that, or no value to clear it.")
        self.params = {"field": f"{PREFIX}{field.key}", "takes": takes}


class RequiredFieldsMissing(Refused):
    """A picture cannot be approved without what the house asks of each."""

    code = "REQUIRED_FIELDS_MISSING"

    def __init__(self, keys: Sequence[str]) -> None:
        named = ", ".join(keys)
        super().__init__(f"Fill in first: {named}. These custom fields are required for approval.")
        self.params = {"fields": named, "count": len(keys)}


@dataclass(frozen=True, slots=True)
class Given:
    """A value as it was sent, with the type that it was sent as; None clears."""

    key: str
    type: CustomFieldType | None
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomWish:
    """Pictures whose field has this value, or one from `least` to `most`; or any."""

    key: str
    type: CustomFieldType | None = None
    value: Any = None
    least: Any = None
    most: Any = None

    def where(self) -> dict[str, Any]:
        """As MongoDB takes it."""
        bounds = {"$eq": self.value, "$gte": self.least, "$lte": self.most}
        asked = {name: bound for name, bound in bounds.items() if bound is not None}
        return {"custom": {"$elemMatch": {"k": self.key, **({"v": asked} if asked else {})}}}


def custom_kept(given: Sequence[Given], fields: Mapping[str, CustomField]) -> dict[str, object]:
    """Values as edits keep them. Raises CustomFieldUnknown, CustomValueRefused."""
    return {f"{PREFIX}{one.key}": _kept(one, _field(one.key, fields)) for one in given}


def checked(wishes: Sequence[CustomWish], fields: Mapping[str, CustomField]) -> None:
    """Raise CustomFieldUnknown, or CustomValueRefused where a type is not its field's."""
    for wish in wishes:
        field = _field(wish.key, fields)
        if wish.type is not None and not _fits(wish.type, field.type):
            raise CustomValueRefused(field, f"a value of the type {field.type}")


def missing(image: Image, fields: Mapping[str, CustomField]) -> list[str]:
    """The keys of required fields in which a picture has nothing."""
    return [
        key
        for key, field in fields.items()
        if field.required and image.edits.get(f"{PREFIX}{key}") is None
    ]


def _field(key: str, fields: Mapping[str, CustomField]) -> CustomField:
    if key not in fields:
        raise CustomFieldUnknown(key)
    return fields[key]


def _fits(asked: CustomFieldType, there: CustomFieldType) -> bool:
    chosen = {CustomFieldType.CHOICE, CustomFieldType.CHOICES}
    return asked is there or {asked, there} <= chosen


def _kept(given: Given, field: CustomField) -> object:
    if given.type is None:
        return None
    if given.type is not field.type:
        raise CustomValueRefused(field, f"a value of the type {field.type}")
    return READ[field.type](given.value, field)


def _as_is(value: Any, _: CustomField) -> Any:
    return value


def _day(value: date, _: CustomField) -> str:
    return value.isoformat()


def _choice(value: str, field: CustomField) -> str:
    return _chosen([value], field)[0]


def _text(text: str, field: CustomField) -> str | None:
    tidy, most = plain(text), field.max_length or MOST_TEXT
    if len(tidy) > most:
        raise CustomValueRefused(field, f"at most {most} characters")
    return tidy or None


def _choices(values: Sequence[str], field: CustomField) -> list[str] | None:
    return _chosen(values, field) or None


def _chosen(values: Sequence[str], field: CustomField) -> list[str]:
    if unknown := [value for value in values if value not in field.choices]:
        raise CustomValueRefused(field, f"one of its allowed values, not {unknown[0][:80]!r}")
    return list(dict.fromkeys(values))


def _number(value: float, field: CustomField) -> float:
    least = -math.inf if field.least is None else field.least
    most = math.inf if field.most is None else field.most
    if not (math.isfinite(value) and least <= value <= most):
        raise CustomValueRefused(field, f"a number from {least:g} to {most:g}")
    return value


READ: Mapping[CustomFieldType, Callable[[Any, CustomField], object]] = {
    CustomFieldType.TEXT: _text,
    CustomFieldType.NUMBER: _number,
    CustomFieldType.BOOLEAN: _as_is,
    CustomFieldType.DATE: _day,
    CustomFieldType.CHOICE: _choice,
    CustomFieldType.CHOICES: _choices,
}

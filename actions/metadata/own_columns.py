"""The columns of the fields that a house has defined: `custom:` and the field's key."""

from collections.abc import Mapping
from datetime import date

from actions.metadata import cells
from actions.metadata.columns import NUMBER, TEXT, TRUTH, WORDS, CellUnreadable, Kind
from actions.metadata.custom_values import (
    CustomFieldUnknown,
    CustomValueRefused,
    Given,
    custom_kept,
)
from documents.custom_fields import PREFIX, CustomField, CustomFieldType
from documents.images import Image

DAY = Kind(str, lambda text: date.fromisoformat(text.strip()), "a day such as 2026-02-28")
KINDS: Mapping[CustomFieldType, Kind] = {
    CustomFieldType.TEXT: TEXT,
    CustomFieldType.NUMBER: NUMBER,
    CustomFieldType.BOOLEAN: TRUTH,
    CustomFieldType.DATE: DAY,
    CustomFieldType.CHOICE: TEXT,
    CustomFieldType.CHOICES: WORDS,
}
Fields = Mapping[str, CustomField]


def own_columns(fields: Fields) -> list[str]:
    """The names of the columns, by key."""
    return [f"{PREFIX}{key}" for key in fields]


def own_cells(image: Image, fields: Fields) -> list[str]:
    """What stands in them."""
    return [_cell(image, field) for field in fields.values()]


def own_differences(said: Mapping[str, str], image: Image, fields: Fields) -> list[Given]:
    """The values that cells say otherwise than the record.

    Raises CellUnreadable and CustomValueRefused with the path of their column, and
    CustomFieldUnknown for a field that was deleted meanwhile.
    """
    filled = [name for name in said if name.startswith(PREFIX) and said[name].strip()]
    return [one for name in filled for one in _given(name, said[name], image, fields)]


def _given(column: str, text: str, image: Image, fields: Fields) -> list[Given]:
    field = fields.get(column.removeprefix(PREFIX))
    if field is None:
        raise CustomFieldUnknown(column.removeprefix(PREFIX))
    if cells.even(text) == cells.even(_cell(image, field)):
        return []
    one = _read(column, text, field)
    try:
        new = custom_kept([one], fields)[column]
    except CustomValueRefused as error:
        error.path = (column,)
        raise
    return [one] if new != image.edits.get(column) else []


def _read(column: str, text: str, field: CustomField) -> Given:
    if cells.is_clear(text):
        return Given(field.key, None, None)
    try:
        return Given(field.key, field.type, KINDS[field.type].read(cells.unguarded(text)))
    except ValueError as error:
        raise CellUnreadable(column, KINDS[field.type].takes) from error


def _cell(image: Image, field: CustomField) -> str:
    value = image.edits.get(f"{PREFIX}{field.key}")
    return "" if value is None else KINDS[field.type].write(value)

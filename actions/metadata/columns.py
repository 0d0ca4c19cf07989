"""The columns of a table of metadata, and what a row of it says otherwise than the record."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from actions.errors import Refused
from actions.metadata import cells
from actions.metadata.values import FIELDS, camel, kept
from documents.images import Image

Present = Mapping[str, Any]
KNOWN_BY = ("id", "version")
READ_ONLY = ("fileName", "productCode")
POSITION = ("latitude", "longitude", "altitude")
# Parts of a field that follow from its others.
DERIVED = {"captured_at", "captured_at_source", "gps_timestamp", "gps_direction", "gps_accuracy"}
NOTHING: tuple[object, ...] = (None, "", [], {})


class CellUnreadable(Refused):
    """A cell does not hold what its column takes."""

    code = "INVALID_VALUE"

    def __init__(self, column: str, takes: str) -> None:
        super().__init__(
            f"{column} takes {takes}: write that, {cells.CLEAR} to clear it, or leave it empty."
        )
        self.params, self.path = {"field": column, "takes": takes}, (column,)


class ColumnReadOnly(Refused):
    """A column that is there to be read was changed."""

    code = "COLUMN_READ_ONLY"

    def __init__(self, column: str) -> None:
        super().__init__(
            f"{column} cannot be changed by a table: put back what was exported, or leave it empty."
        )
        self.params, self.path = {"field": column}, (column,)


@dataclass(frozen=True, slots=True)
class Kind:
    """How values stand in the cells of a column. `read` raises ValueError for all but `takes`."""

    write: Callable[[Any], str]
    read: Callable[[str], object]
    takes: str


def _number(value: float) -> str:
    return repr(value)


TEXT = Kind(lambda value: cells.guarded(str(value)), lambda text: text, "a text")
WORDS = Kind(
    lambda value: cells.guarded(cells.joined(value)), cells.parted, "texts with | between them"
)
TRUTH = Kind(lambda value: str(value).lower(), cells.truth, "true or false")
WHOLE = Kind(_number, int, "a whole number")
NUMBER = Kind(_number, float, "a number with a decimal point")
TEXTS = Kind(
    lambda value: cells.guarded(json.dumps(value, ensure_ascii=False)),
    cells.texts,
    'texts by locale as JSON, such as {"en": "A chair"}',
)
TIME = Kind(TEXT.write, cells.time, "a time such as 2024-06-01T10:11:12+02:00")
KINDS: Mapping[str, Kind] = {
    "alt_texts": TEXTS,
    "decorative": TRUTH,
    "creators": WORDS,
    "copyrighted": TRUTH,
    "keywords": WORDS,
    "rating": WHOLE,
    "captured_at": TIME,
}
PLAIN = tuple(field for field in FIELDS if field != "location")


def header(*, location: bool) -> list[str]:
    """The names of the columns, in their order."""
    fields = (*PLAIN, *POSITION) if location else PLAIN
    return [*KNOWN_BY, *READ_ONLY, *(camel(field) for field in fields)]


COLUMNS = header(location=True)


def cell(field: str, present: Present) -> str:
    """What stands in the column of a field, or of a part of a position."""
    value = present.get(field)
    if field == "captured_at":
        local = present.get("captured_at_local")
        value = local and f"{local}{present.get('captured_at_offset') or ''}"
    return "" if value in NOTHING else _kind(field).write(value)


def about(image: Image) -> dict[str, str]:
    """What stands in the columns that are there to be read."""
    name = image.original.name or image.imported.file_name
    told = dict(zip(READ_ONLY, (name, image.product_code or ""), strict=True))
    return {column: cells.guarded(text) for column, text in told.items()}


def differences(said: Mapping[str, str], image: Image) -> dict[str, object]:
    """The fields that cells say otherwise than the record, as `updateImages` takes them.

    An empty cell says nothing, and one that stands as it would be exported changes nothing.
    Raises CellUnreadable, ColumnReadOnly, and what `kept` raises.
    """
    for column, text in about(image).items():
        if cells.even(said.get(column, "")) not in {"", cells.even(text)}:
            raise ColumnReadOnly(column)
    present = {**image.metadata, **image.edits}
    changes = {field: value for field in PLAIN for value in _said(field, said, present)}
    if position := _position(said, present):
        anything = any(part is not None for part in position.values())
        changes["location"] = position if anything else None
    return {field: value for field, value in changes.items() if _differs(field, value, present)}


def _position(said: Mapping[str, str], present: Present) -> dict[str, object]:
    parts = {part: value for part in POSITION for value in _said(part, said, present)}
    return {**{part: present.get(part) for part in POSITION}, **parts} if parts else {}


def _said(field: str, said: Mapping[str, str], present: Present) -> list[object]:
    """What a cell says, or nothing where it says nothing new."""
    text = said.get(camel(field), "")
    if not text.strip() or cells.even(text) == cells.even(cell(field, present)):
        return []
    if cells.is_clear(text):
        return [None]
    try:
        return [_kind(field).read(cells.unguarded(text))]
    except ValueError as error:
        raise CellUnreadable(camel(field), _kind(field).takes) from error


def _differs(field: str, value: object, present: Present) -> bool:
    tidy = kept({field: value})
    return any(
        _bare(tidy[part]) != _bare(present.get(part)) for part in tidy if part not in DERIVED
    )


def _bare(value: object) -> object:
    return None if value in NOTHING else value


def _kind(field: str) -> Kind:
    return NUMBER if field in POSITION else KINDS.get(field, TEXT)

"""Cursors: the place of a row in its order, opaque to clients."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from beanie import PydanticObjectId
from bson.errors import InvalidId

from actions.errors import ActionError

FEWEST, USUAL, MOST = 1, 20, 100


class InvalidCursor(ActionError):
    """The text is not a cursor of this list."""

    def __init__(self) -> None:
        super().__init__(
            "That is not a cursor of this list: pass `after` an endCursor, `before` a startCursor, "
            "as it came."
        )


class PageSizeOutOfRange(ActionError):
    """`first` or `last` asks for fewer or more rows than a page holds."""

    def __init__(self, first: int, most: int, name: str = "first") -> None:
        super().__init__(f"`{name}` is {first}, but a page holds {FEWEST} to {most} rows.")


def page_size(first: int, most: int = MOST, *, name: str = "first") -> int:
    """`first`, or what it is called, within the limits. Raises PageSizeOutOfRange."""
    if not FEWEST <= first <= most:
        raise PageSizeOutOfRange(first, most, name)
    return first


def encode(value: datetime | str, id: object) -> str:
    """The cursor of the row that has `value` in the field of the order."""
    text = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([text, str(id)]).encode()).decode()


def decode(cursor: str) -> tuple[str, PydanticObjectId]:
    """Value and id of the row. Raises InvalidCursor."""
    value, id = _pair(cursor)
    try:
        # JSON can name halves of characters, which nothing is called by and no database keeps.
        str(value).encode()
        return str(value), PydanticObjectId(id)
    except (ValueError, TypeError, InvalidId) as error:
        raise InvalidCursor from error


def decode_number(cursor: str) -> tuple[int, PydanticObjectId]:
    """As `decode`, for lists in the order of a whole number."""
    value, id = decode(cursor)
    try:
        return _long(value), id
    except ValueError as error:
        raise InvalidCursor from error


def _long(text: str) -> int:
    number = int(text)
    if number.bit_length() > 63:
        raise ValueError("The database has no such number.")
    return number


def decode_time(cursor: str) -> tuple[Any, PydanticObjectId]:
    """As `decode`, for lists in the order of a time."""
    value, id = decode(cursor)
    try:
        moment = datetime.fromisoformat(value)
        # Some moments are in no year that the database knows.
        return moment if moment.tzinfo is None else moment.astimezone(UTC), id
    except (ValueError, OverflowError) as error:
        raise InvalidCursor from error


def encode_change(number: int) -> str:
    """The cursor of the change that has `number`."""
    return base64.urlsafe_b64encode(json.dumps(["change", number]).encode()).decode()


def decode_change(cursor: str) -> int:
    """The number of a change. Raises InvalidCursor."""
    kind, number = _pair(cursor)
    if kind != "change" or type(number) is not int or not 0 <= number < 2**63:
        raise InvalidCursor
    return number


def _pair(cursor: str) -> tuple[Any, Any]:
    try:
        one, other = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidCursor from error
    return one, other

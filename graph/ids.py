"""Opaque global ids: base64 of "<Type>:<id>", as Relay's clients expect them."""

from binascii import b2a_base64
from collections.abc import Sequence

from beanie import PydanticObjectId
from bson.errors import InvalidId
from strawberry.relay import from_base64

from actions.errors import Refused

# Of what is no id; ours have 40 characters or so.
LONGEST_SHOWN = 80


class InvalidGlobalId(Refused):
    """The text is not an id of ours, or one of another type."""

    code = "INVALID_ID"

    def __init__(self, id: str, kind: str, path: Sequence[str | int] = ()) -> None:
        shown = id if len(id) <= LONGEST_SHOWN else f"{id[:LONGEST_SHOWN]}…"
        super().__init__(f"{shown!r} is not the id of {kind}: pass an id as this API gave it.")
        self.params, self.path = {"id": shown, "expected": kind}, tuple(path)


def global_id(kind: str, id: object) -> str:
    """The global id of the object of type `kind` that is kept under `id`."""
    return b2a_base64(f"{kind}:{id}".encode(), newline=False).decode()


def kind_and_id(id: str) -> tuple[str, PydanticObjectId]:
    """The type and the inner id. Raises InvalidGlobalId."""
    try:
        kind, inner = from_base64(id)
        return kind, PydanticObjectId(inner)
    except (ValueError, InvalidId) as error:
        raise InvalidGlobalId(id, "an object") from error


def object_id(kind: str, id: str, path: Sequence[str | int] = ()) -> PydanticObjectId:
    """The inner id of an object that must be of type `kind`. Raises InvalidGlobalId."""
    try:
        found, inner = kind_and_id(id)
    except InvalidGlobalId as error:
        raise InvalidGlobalId(id, kind, path) from error
    if found != kind:
        raise InvalidGlobalId(id, kind, path)
    return inner


def account_id(id: str, path: Sequence[str | int] = ()) -> PydanticObjectId:
    """The inner id of an account, by either of the global ids that this API gives for one."""
    try:
        return object_id("Account", id, path)
    except InvalidGlobalId:
        return object_id("User", id, path)


def object_ids(kind: str, ids: Sequence[str], field: str = "ids") -> list[PydanticObjectId]:
    """As `object_id` for each; the path of an error names the place in the list."""
    return [object_id(kind, id, (field, place)) for place, id in enumerate(ids)]

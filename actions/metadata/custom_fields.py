"""Defining the fields that a house has of its own."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.errors import Refused
from actions.idempotency import Rows, once
from actions.metadata.custom_values import MOST_TEXT, CustomWish, checked
from actions.texts import plain
from documents.audit import AuditEntry
from documents.clock import now
from documents.custom_fields import CustomField, CustomFieldType
from documents.errors import NoSuchDocument, VersionConflict
from documents.transactions import Session, together
from documents.turns import Turn

Result = TypeVar("Result")
KEY = re.compile("[a-z][a-zA-Z0-9]{0,39}")
MOST_FIELDS, MOST_CHOICES, LONGEST_NAME = 50, 200, 100
MOST_WISHES = 5
CHOOSING = {CustomFieldType.CHOICE, CustomFieldType.CHOICES}


class CustomFieldInvalid(Refused):
    """A field is described in a way that makes no sense."""

    code = "CUSTOM_FIELD_INVALID"

    def __init__(self, part: str, takes: str) -> None:
        super().__init__(f"{part} takes {takes}: send that.")
        self.params, self.path = {"field": part, "takes": takes}, (part,)


class CustomFieldKeyTaken(Refused):
    """Another field has this key, or had it before it was deleted."""

    code = "CUSTOM_FIELD_KEY_TAKEN"
    path = ("key",)

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key!r} is, in whatever capitals, or was the key of another field: choose another."
        )
        self.params = {"key": key}


class CustomFieldChanged(Refused):
    """Somebody changed the field since the version that the caller saw."""

    code = "CONFLICT"
    path = ("expectedVersion",)

    def __init__(self, conflict: VersionConflict) -> None:
        super().__init__(str(conflict))
        self.params = {"expected": conflict.expected, "current": conflict.current}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A new field."""

    key: str
    label: str
    type: CustomFieldType
    more: Mapping[str, Any] = field(default_factory=dict)


async def create(
    viewer: Viewer | None, described: Described, key: str | None = None
) -> CustomField:
    """Define a field. Raises CustomFieldInvalid, CustomFieldKeyTaken, what `once` refuses."""
    viewer = require(viewer, Permission.MANAGE_CUSTOM_FIELDS)
    if KEY.fullmatch(described.key) is None:
        raise CustomFieldInvalid("key", "1 to 40 letters and digits, a small letter first")
    folded = described.key.lower()
    tidy = _tidy({"label": described.label, **described.more})
    made = CustomField(key=described.key, folded=folded, type=described.type, **tidy)
    _whole(made)

    async def write(session: Session) -> Rows:
        # Two at once would both count one field less than there will be.
        await Turn.take("custom fields", session)
        if len(await CustomField.alive(session)) >= MOST_FIELDS:
            raise CustomFieldInvalid("key", f"at most {MOST_FIELDS} fields in all")
        if await CustomField.find_one({"folded": folded}, session=session):
            raise CustomFieldKeyTaken(described.key)
        await AuditEntry.add([_entry(viewer, made, "created")], session)
        if not await made.begin(session):
            raise CustomFieldKeyTaken(described.key)
        return [{"id": made.id}]

    asked = repr((described.key, described.type, sorted(tidy.items())))
    [row] = await once(viewer, "createCustomField", key, asked, partial(together, write))
    kept = await CustomField.get(row["id"])
    if kept is None or kept.deleted_at is not None:
        raise NoSuchDocument("custom field", str(row["id"]))
    return kept


async def update(
    viewer: Viewer | None, id: PydanticObjectId, changes: Mapping[str, Any], expected: int
) -> CustomField:
    """Change all but key and type. Values that are there stay, allowed any more or not.

    Raises CustomFieldInvalid, CustomFieldChanged, NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_CUSTOM_FIELDS)
    tidy = _tidy(changes)

    async def write(session: Session) -> CustomField:
        made = await CustomField.edit(id, tidy, expected, session)
        _whole(made)
        await AuditEntry.add([_entry(viewer, made, "updated")], session)
        return made

    return await _guarded(write)


async def delete(viewer: Viewer | None, id: PydanticObjectId, expected: int) -> PydanticObjectId:
    """Take a field away: its values are shown, found and required no more; history keeps them.

    Its key stays taken, so they never come to be another field's. Raises CustomFieldChanged,
    NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_CUSTOM_FIELDS)

    async def write(session: Session) -> PydanticObjectId:
        made = await CustomField.edit(id, {"deleted_at": now()}, expected, session)
        await AuditEntry.add([_entry(viewer, made, "deleted")], session)
        return made.id

    return await _guarded(write)


async def load_fields(viewer: Viewer | None, keys: Sequence[str]) -> list[CustomField | None]:
    """The fields with `keys`, in their order; None where there is none. One query."""
    fields = await every(viewer)
    return [fields.get(key) for key in keys]


async def every(viewer: Viewer | None) -> dict[str, CustomField]:
    """All fields by key."""
    require(viewer, Permission.READ_LIBRARY)
    return await CustomField.alive()


async def known_wishes(viewer: Viewer | None, wishes: Sequence[CustomWish]) -> None:
    """Make sure that there are such fields. Raises TooMany and what `checked` raises."""
    within("customFields", wishes, MOST_WISHES)
    if wishes:
        checked(wishes, await every(viewer))


async def _guarded(write: Callable[[Session], Awaitable[Result]]) -> Result:
    try:
        return await together(write)
    except VersionConflict as conflict:
        raise CustomFieldChanged(conflict) from conflict


def _tidy(changes: Mapping[str, Any]) -> dict[str, Any]:
    tidy = dict(changes)
    if "label" in tidy:
        tidy["label"] = _name("label", tidy["label"])
    if "choices" in tidy:
        names = [_name("choices", one) for one in tidy["choices"] or ()]
        tidy["choices"] = list(dict.fromkeys(names))
    return tidy


def _name(part: str, text: str) -> str:
    tidy = plain(text)
    if not 1 <= len(tidy) <= LONGEST_NAME:
        raise CustomFieldInvalid(part, f"texts of 1 to {LONGEST_NAME} characters")
    return tidy


def _whole(made: CustomField) -> None:
    """Raise CustomFieldInvalid for what does not go together."""
    chosen = 1 <= len(made.choices) <= MOST_CHOICES if made.type in CHOOSING else not made.choices
    if not chosen:
        said = f"1 to {MOST_CHOICES} texts for CHOICE and CHOICES, and none for other types"
        raise CustomFieldInvalid("choices", said)
    if made.max_length is not None and not (
        made.type is CustomFieldType.TEXT and 1 <= made.max_length <= MOST_TEXT
    ):
        raise CustomFieldInvalid("maxLength", f"1 to {MOST_TEXT}, for TEXT only")
    bounds = [bound for bound in (made.least, made.most) if bound is not None]
    if (bounds and made.type is not CustomFieldType.NUMBER) or bounds != sorted(bounds):
        raise CustomFieldInvalid("min", "a number that is not above max, for NUMBER only")


def _entry(viewer: Viewer, made: CustomField, done: str) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action=f"custom_field.{done}",
        subject_kind="custom_field",
        subject_id=made.id,
        after=made.model_dump(include={"key", "label", "type", "choices", "required"}),
    )

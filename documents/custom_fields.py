"""Fields that a house defines for its pictures, and how their values are found again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from documents.clock import now
from documents.errors import NoSuchDocument, VersionConflict
from documents.kept import Kept
from documents.transactions import Session

# Under which edits keep a value: this and the field's key.
PREFIX = "custom:"
# Filters by a value, in the order of either time: see `attributes`.
CUSTOM_INDEXES = [
    IndexModel(
        [
            ("custom.k", ASCENDING),
            ("custom.v", ASCENDING),
            (order, DESCENDING),
            ("_id", DESCENDING),
        ],
        name=f"custom_by_{order}",
        partialFilterExpression={"deleted_at": None},
    )
    for order in ("created_at", "updated_at")
]


class CustomFieldType(StrEnum):
    """What a field holds."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"


class CustomField(Kept):
    """A field. Its key is its own for good, deleted or not, and so is its type."""

    key: str
    folded: str
    label: str
    type: CustomFieldType
    choices: list[str] = Field(default_factory=list)
    required: bool = False
    max_length: int | None = None
    least: float | None = None
    most: float | None = None
    version: int = 1
    created_at: datetime = Field(default_factory=now)
    deleted_at: datetime | None = None

    class Settings:
        """Where and how fields are kept."""

        name = "custom_fields"
        indexes = [IndexModel([("folded", ASCENDING)], unique=True)]

    @classmethod
    async def alive(cls, session: Session | None = None) -> "dict[str, CustomField]":
        """All that are not deleted, by key, in the order of their keys; they are few."""
        found = cls.find({"deleted_at": None}, session=session).sort("+folded")
        return {one.key: one async for one in found}

    async def begin(self, session: Session) -> bool:
        """Keep a new field; False where its key is, or was, another one's."""
        try:
            await self.insert(session=session)
        except DuplicateKeyError:
            return False
        return True

    @classmethod
    async def edit(
        cls, id: PydanticObjectId, sets: Mapping[str, Any], expected: int, session: Session
    ) -> "CustomField":
        """Change the version that the caller saw. Raises VersionConflict, NoSuchDocument."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "deleted_at": None, "version": expected},
            {"$set": dict(sets), "$inc": {"version": 1}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if raw is None:
            current = await cls.find_one({"_id": id, "deleted_at": None}, session=session)
            if current is None:
                raise NoSuchDocument("custom field", str(id))
            raise VersionConflict(expected, current.version)
        made: CustomField = cls.model_validate(raw)
        return made


def attributes(edits: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The values of an image's fields as the index takes them: one entry each, choices apart."""
    own = {name.removeprefix(PREFIX): value for name, value in edits.items() if _own(name)}
    return [{"k": key, "v": one} for key, value in own.items() for one in _each(value)]


def _own(name: str) -> bool:
    return name.startswith(PREFIX)


def _each(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

"""Changing only the version that somebody has seen."""

from collections.abc import Mapping
from typing import Any, TypeVar

from beanie import Document, PydanticObjectId
from pymongo import ReturnDocument

from documents.called import Called
from documents.clock import now
from documents.errors import NoSuchDocument, VersionConflict
from documents.transactions import Session

Versioned = TypeVar("Versioned", bound=Document)


async def revise(
    model: type[Versioned],
    id: PydanticObjectId,
    sets: Mapping[str, Any],
    expected_version: int,
    session: Session,
) -> tuple[Versioned, Versioned]:
    """Set fields on exactly the version that the caller saw: what it was and what it is.

    Raises NoSuchDocument, VersionConflict.
    """
    beside = model.beside(sets) if issubclass(model, Called) else {}
    # What was kept before there were versions is at its first.
    seen = {"$in": [1, None]} if expected_version == 1 else expected_version
    raw = await model.get_pymongo_collection().find_one_and_update(
        {"_id": id, "deleted_at": None, "version": seen},
        {"$set": {**sets, **beside, "version": expected_version + 1, "updated_at": now()}},
        return_document=ReturnDocument.BEFORE,
        session=session,
    )
    if raw is None:
        raise await _why_not(model, id, expected_version, session)
    after = {**raw, **sets, "version": expected_version + 1}
    return model.model_validate(raw), model.model_validate(after)


async def _why_not(
    model: type[Document], id: PydanticObjectId, expected: int, session: Session
) -> Exception:
    raw = await model.get_pymongo_collection().find_one(
        {"_id": id, "deleted_at": None}, {"version": 1}, session=session
    )
    if raw is None:
        return NoSuchDocument(model.__name__, str(id))
    return VersionConflict(expected, raw.get("version", 1))

"""Editing what somebody has seen, and nothing newer."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from beanie import Document, PydanticObjectId

from actions.access import Viewer
from actions.errors import Refused
from documents.audit import AuditEntry
from documents.collections import Collection
from documents.errors import NoSuchDocument, VersionConflict
from documents.groups import ImageGroup
from documents.products import Product
from documents.transactions import Session, together
from documents.versions import revise

Edited = TypeVar("Edited", ImageGroup, Collection, Product)
KINDS: dict[type[Any], str] = {ImageGroup: "group", Collection: "collection", Product: "product"}


class EditedMeanwhile(Refused):
    """Somebody changed it since the version that the caller saw; nothing was written."""

    code = "CONFLICT"
    path = ("expectedVersion",)

    def __init__(self, conflict: VersionConflict, current: Document) -> None:
        super().__init__(str(conflict))
        self.params = {"expected": conflict.expected, "current": conflict.current}
        self.current = current


async def edited(
    viewer: Viewer,
    model: type[Edited],
    id: PydanticObjectId,
    sets: Mapping[str, Any],
    expected_version: int,
    *,
    check: Callable[[Edited, Session], Awaitable[None]] | None = None,
    also: Callable[[Edited, Session], Awaitable[None]] | None = None,
) -> Edited:
    """Set fields on the version that was seen, unless `check` raises for what came of it.

    What is written by `also` is part of it; it comes last, for others may wait for it.
    Raises EditedMeanwhile, NoSuchDocument.
    """
    kind = KINDS[model]

    async def write(session: Session) -> Edited:
        before, after = await revise(model, id, sets, expected_version, session)
        if check is not None:
            await check(after, session)
        told = before.model_dump(include=set(sets))
        entry = AuditEntry(
            actor=viewer.actor(),
            action=f"{kind}.edited",
            subject_kind=kind,
            subject_id=id,
            before=told,
            after=dict(sets),
        )
        await entry.insert(session=session)
        if also is not None:
            await also(after, session)
        return after

    try:
        return await together(write)
    except VersionConflict as conflict:
        current = await model.find_one({"_id": id, "deleted_at": None})
        if current is None:
            raise NoSuchDocument(kind, str(id)) from conflict
        raise EditedMeanwhile(conflict, current) from conflict

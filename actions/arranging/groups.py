"""Making and finding the groups and collections that images go to."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from beanie import Document, PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.idempotency import Rows, once
from actions.texts import cleaned, required
from documents.audit import AuditEntry
from documents.collections import Collection
from documents.errors import NoSuchDocument
from documents.groups import ImageGroup
from documents.transactions import Session, together

Made = TypeVar("Made", ImageGroup, Collection)


async def create_group(
    viewer: Viewer | None,
    name: str,
    key: str | None = None,
    *,
    description: str | None = None,
    event_name: str | None = None,
    event_date: date | None = None,
) -> ImageGroup:
    """A new group of images. Raises TextMissing, TextTooLong, and what `once` refuses."""
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    group = ImageGroup(
        name=required("name", name),
        description=cleaned("description", description),
        event_name=cleaned("event_name", event_name),
        event_date=event_date.isoformat() if event_date else None,
        created_by=viewer.user_id,
    )
    return await made_once(viewer, group, "group.created", key)


async def create_collection(
    viewer: Viewer | None, name: str, key: str | None = None, *, description: str | None = None
) -> Collection:
    """A new collection. Raises TextMissing, TextTooLong, and what `once` refuses."""
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    collection = Collection(
        name=required("name", name),
        description=cleaned("description", description),
        created_by=viewer.user_id,
    )
    return await made_once(viewer, collection, "collection.created", key)


async def must_exist(kind: str, model: type[Document], ids: Sequence[PydanticObjectId]) -> None:
    """Raise NoSuchDocument for the first of `ids` that is not there."""
    alive = {"_id": {"$in": list(ids)}, "deleted_at": None}
    found = model.get_pymongo_collection().find(alive, {"_id": 1})
    known = {raw["_id"] async for raw in found}
    for id in ids:
        if id not in known:
            raise NoSuchDocument(kind, str(id))


async def made_once(
    viewer: Viewer,
    new: Made,
    action: str,
    key: str | None,
    check: Callable[[], Awaitable[None]] | None = None,
) -> Made:
    """Keep what is new, unless `check` raises, or give what was made with this key before."""

    async def make() -> Rows:
        if check is not None:
            await check()
        await _keep(viewer, new, action)
        return [{"id": new.id}]

    [row] = await once(viewer, action, key, repr(_said(new)), make)
    if row["id"] == new.id:
        return new
    before = await type(new).get(row["id"])
    if before is None:
        raise NoSuchDocument(action.partition(".")[0], str(row["id"]))
    return before


async def _keep(viewer: Viewer, made: ImageGroup | Collection, action: str) -> None:
    entry = AuditEntry(
        actor=viewer.actor(),
        action=action,
        subject_kind=action.partition(".")[0],
        subject_id=made.id,
        after=_said(made),
    )

    async def write(session: Session) -> None:
        await made.insert(session=session)
        await entry.insert(session=session)

    await together(write)


def _said(made: ImageGroup | Collection) -> dict[str, Any]:
    """What its maker said of it."""
    fields = {"name", "description", "event_name", "event_date", "filter", "order"}
    return dict(made.model_dump(include=fields, exclude_none=True))

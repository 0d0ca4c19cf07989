"""Making and finding the groups and collections that images go to."""

from collections.abc import Sequence

from beanie import Document, PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.texts import required
from documents.audit import AuditEntry
from documents.collections import Collection
from documents.errors import NoSuchDocument
from documents.groups import ImageGroup
from documents.transactions import Session, together


async def create_group(viewer: Viewer | None, name: str) -> ImageGroup:
    """A new group of images. Raises TextMissing, TextTooLong."""
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    group = ImageGroup(name=required("name", name), created_by=viewer.user_id)
    await _keep(viewer, group, "group.created")
    return group


async def create_collection(viewer: Viewer | None, name: str) -> Collection:
    """A new collection. Raises TextMissing, TextTooLong."""
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    collection = Collection(name=required("name", name), created_by=viewer.user_id)
    await _keep(viewer, collection, "collection.created")
    return collection


async def must_exist(kind: str, model: type[Document], ids: Sequence[PydanticObjectId]) -> None:
    """Raise NoSuchDocument for the first of `ids` that is not there."""
    found = model.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, {"_id": 1})
    known = {raw["_id"] async for raw in found}
    for id in ids:
        if id not in known:
            raise NoSuchDocument(kind, str(id))


async def _keep(viewer: Viewer, made: ImageGroup | Collection, action: str) -> None:
    entry = AuditEntry(
        actor=viewer.actor(),
        action=action,
        subject_kind=action.partition(".")[0],
        subject_id=made.id,
        after={"name": made.name},
    )

    async def write(session: Session) -> None:
        await made.insert(session=session)
        await entry.insert(session=session)

    await together(write)

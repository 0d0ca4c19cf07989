"""The trash: images that are hidden, may come back, and are removed for good one day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId
from pymongo import UpdateOne

from documents.clock import now
from documents.errors import CannotMove
from documents.images import Image
from documents.pages import Raw
from documents.retired_keys import RetiredKey
from documents.transactions import Session

IN_TRASH: Raw = {"deleted_at": {"$type": "date"}, "purged_at": None}
DOOMED: Raw = {"purged_at": {"$type": "date"}}


async def hide(
    ids: Sequence[PydanticObjectId], by: PydanticObjectId | None, session: Session
) -> None:
    """Take images out of every query."""
    await Image.get_pymongo_collection().update_many(
        {"_id": {"$in": list(ids)}, "deleted_at": None},
        {
            "$set": {"deleted_at": now(), "deleted_by": by, "publication": None},
            "$inc": {"version": 1},
        },
        session=session,
    )


async def found(ids: Sequence[PydanticObjectId], session: Session) -> dict[PydanticObjectId, Image]:
    """Those of `ids` that are kept at all, live, hidden or doomed, by id; one query."""
    kept = Image.find({"_id": {"$in": list(ids)}}, session=session)
    return {image.id: image async for image in kept}


async def bring_back(sets: Mapping[PydanticObjectId, Mapping[str, Any]], session: Session) -> None:
    """Show hidden images again, and set what is given for each.

    Raises CannotMove unless the caller has seen all of them in the trash in this transaction.
    """
    if not sets:
        return
    shown = {"deleted_at": None, "deleted_by": None, "updated_at": now()}
    updates = [
        UpdateOne({"_id": id, **IN_TRASH}, {"$set": {**shown, **more}, "$inc": {"version": 1}})
        for id, more in sets.items()
    ]
    result = await Image.get_pymongo_collection().bulk_write(updates, session=session)
    if result.matched_count != len(sets):
        raise CannotMove("another state", "the library")


async def doom(ids: Sequence[PydanticObjectId], session: Session) -> None:
    """Say that these images of the trash are being removed; no way leads back from there."""
    await Image.get_pymongo_collection().update_many(
        {"_id": {"$in": list(ids)}, **IN_TRASH}, {"$set": {"purged_at": now()}}, session=session
    )


async def doom_expired(before: datetime, limit: int, session: Session) -> list[Image]:
    """Doom the images that have been in the trash since `before`, at most `limit`, oldest first."""
    old = {**IN_TRASH, "deleted_at": {"$type": "date", "$lt": before}}
    oldest = Image.find(old, session=session).sort("+deleted_at")
    images = await oldest.limit(limit).to_list()
    await doom([image.id for image in images], session)
    return images


async def doomed(
    ids: Sequence[PydanticObjectId] | None = None, *, limit: int | None = None
) -> list[Image]:
    """Those of `ids` (of all, by default) whose removal has begun and not ended."""
    where = DOOMED if ids is None else {**DOOMED, "_id": {"$in": list(ids)}}
    return await Image.find(where, limit=limit).to_list()


async def is_kept(id: PydanticObjectId) -> bool:
    """Whether there is an image that stays or may come back under `id`."""
    kept = {"_id": id, "purged_at": None}
    return await Image.get_pymongo_collection().find_one(kept, {"_id": 1}) is not None


async def forget(images: Sequence[Image]) -> None:
    """Remove the records of doomed images, as the last step of removing them."""
    await RetiredKey.add(image.original.clash_key for image in images)
    gone = {**DOOMED, "_id": {"$in": [image.id for image in images]}}
    await Image.get_pymongo_collection().delete_many(gone)

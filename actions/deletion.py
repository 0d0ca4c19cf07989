"""Deleting: hide, remove objects, remove the record; each step repeatable, none forgotten."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.intake import possible_keys
from actions.publication import unpublish
from documents.audit import AuditEntry
from documents.collections import Collection
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.memberships import Membership
from documents.transactions import Session, together
from storage.bucket import Bucket

# An upload that was never acknowledged; its sender was told so, or is gone.
ABANDONED_AFTER = timedelta(hours=1)


async def delete(
    viewer: Viewer | None, ids: Sequence[PydanticObjectId], *, bucket: Bucket
) -> list[PydanticObjectId]:
    """Delete images with all of their objects; gives back `ids` in their order, without doubles.

    Ids under which there is nothing (any more) count as deleted, so a call can be repeated.
    """
    viewer = require(viewer, Permission.DELETE_IMAGES)
    within("ids", ids)
    us = f"delete:{secrets.token_hex(8)}"

    async def write(session: Session) -> list[PydanticObjectId]:
        found = await Image.among(ids, session)
        await Image.hide(list(found), session)
        await Job.add([Job.held(JobKind.ERASE, id, us) for id in found], session)
        await AuditEntry.add([_entry(viewer, image) for image in found.values()], session)
        return list(found)

    await erase(await together(write), bucket)
    await Job.finish_held(us, "ERASED")
    return list(dict.fromkeys(ids))


async def erase(ids: Sequence[PydanticObjectId], bucket: Bucket) -> None:
    """Remove the objects, then the records, of images that are hidden already; repeatable."""
    images = await Image.hidden(ids)
    gone = [image.id for image in images]
    await unpublish(gone, bucket)
    await bucket.delete([key for one in images for key in possible_keys(one.original.key)])
    await Membership.forget({"image_id": {"$in": gone}})
    await Collection.uncover(gone)
    await Image.forget(images)


async def sweep_abandoned(bucket: Bucket) -> int:
    """Remove reservations whose upload was never acknowledged; tells how many there were."""
    ids = await Image.hide_abandoned(ABANDONED_AFTER)
    await erase(ids, bucket)
    return len(ids)


def _entry(viewer: Viewer, image: Image) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="image.deleted",
        subject_kind="image",
        subject_id=image.id,
        before={"key": image.original.key, "product_code": image.product_code},
    )

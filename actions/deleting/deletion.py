"""Deleting into the trash, and removing what is doomed; each step repeatable, none forgotten."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.publishing.following import follow
from actions.publishing.publication import unpublish, unpublish_at_once
from actions.rendering.places import every_key
from documents.archives import Archive
from documents.audit import AuditEntry
from documents.collections import Collection
from documents.downloads import Download
from documents.file_versions import FileVersion
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.memberships import Membership
from documents.metadata_revisions import MetadataRevision
from documents.pages import Raw
from documents.raw_metadata import RawMetadata
from documents.reviews import ReviewState
from documents.suggestions import Suggestion
from documents.transactions import Session, together
from documents.trash import doomed, forget, hide
from storage import keys
from storage.bucket import Bucket

# An upload that was never acknowledged; its sender was told so, or is gone.
ABANDONED_AFTER = timedelta(hours=1)


async def delete(
    viewer: Viewer | None, ids: Sequence[PydanticObjectId], *, bucket: Bucket
) -> list[PydanticObjectId]:
    """Put images into the trash; gives back `ids` in their order, without doubles.

    When this returns they are in no list and their public files are gone. Ids under which
    there is nothing (any more) count as deleted, so a call can be repeated.
    """
    viewer = require(viewer, Permission.DELETE_IMAGES)
    within("ids", ids)
    us = f"delete:{secrets.token_hex(8)}"

    async def write(session: Session) -> list[PydanticObjectId]:
        found = await Image.among(ids, session)
        shown = [image.id for image in found.values() if may_be_public(image)]
        await hide(list(found), viewer.user_id, session)
        await Download.drop(list(found), session)
        await Job.add([Job.held(JobKind.UNPUBLISH, id, us) for id in shown], session)
        await AuditEntry.add([_entry(viewer, image) for image in found.values()], session)
        await follow(found, session)
        return shown

    await unpublish_at_once(await together(write), us, bucket)
    return list(dict.fromkeys(ids))


def may_be_public(image: Image) -> bool:
    """Whether there are, or may soon be, public files of it."""
    return image.review.state is ReviewState.APPROVED or image.publication is not None


async def erase(ids: Sequence[PydanticObjectId], bucket: Bucket) -> None:
    """Remove the objects, then the records, of images that are doomed already; repeatable."""
    await erase_all(await doomed(ids), bucket)


async def erase_all(images: Sequence[Image], bucket: Bucket) -> None:
    """Remove the objects of doomed images, those of their earlier files too, then the records."""
    ids = [image.id for image in images]
    versions = await FileVersion.of_images(ids)
    await unpublish(ids, bucket)
    originals = [one.original.key for one in (*images, *versions)]
    await bucket.delete(await every_key(originals, ids))
    await remove_downloads(await Download.of_images(ids), bucket)
    await Archive.drop(ids)
    await FileVersion.forget([version.id for version in versions])
    await Membership.forget({"image_id": {"$in": ids}})
    await Collection.uncover(ids)
    await MetadataRevision.forget(ids)
    await RawMetadata.forget(ids)
    await Suggestion.forget(ids)
    await forget(images)


async def remove_downloads(rows: Sequence[Raw], bucket: Bucket) -> None:
    """Remove files that were made to be taken along, then their records."""
    tries = [str(job_id) for raw in rows for job_id in raw["job_ids"]]
    await bucket.delete([key for job_id in tries for key in keys.downloaded(job_id)])
    await Download.forget([raw["_id"] for raw in rows])


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

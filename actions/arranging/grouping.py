"""Which images belong together: editing and deleting groups, and moving images between them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted
from actions.batches import MOST_IDS, ErrorPolicy, Outcomes, within
from actions.deleting import deletion
from actions.revisions import edited
from actions.texts import cleaned, required
from documents import places
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.groups import ImageGroup
from documents.images import Image
from documents.transactions import Session, together
from storage.bucket import Bucket

EDITABLE = ("name", "description", "event_name", "event_date")


class GroupImages(StrEnum):
    """What becomes of the images of a group that is deleted."""

    DELETE = "DELETE"
    KEEP = "KEEP"


async def update(
    viewer: Viewer | None, id: PydanticObjectId, changes: Mapping[str, Any], expected_version: int
) -> ImageGroup:
    """Set the fields in `changes` (of EDITABLE; None clears all but the name).

    Raises EditedMeanwhile, NoSuchDocument, TextMissing, TextTooLong.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    sets = {field: _tidy(field, value) for field, value in changes.items()}
    return await edited(viewer, ImageGroup, id, sets, expected_version)


async def delete(
    viewer: Viewer | None, id: PydanticObjectId, images: GroupImages, *, bucket: Bucket
) -> None:
    """Delete a group, and its images before it or not. May be repeated.

    Images that are kept are in no group then, and so is whatever comes into the group while
    its images are deleted: nobody has asked to delete that.
    """
    viewer = require(viewer, Permission.DELETE_IMAGES)
    if images is GroupImages.DELETE:
        while ids := await places.in_group(id, MOST_IDS):
            await deletion.delete(viewer, ids, bucket=bucket)
    entry = AuditEntry(
        actor=viewer.actor(),
        action="group.deleted",
        subject_kind="group",
        subject_id=id,
        before={"images": images.value},
    )

    async def write(session: Session) -> None:
        if await ImageGroup.hide(id, session):
            await entry.insert(session=session)

    await together(write)
    await clear(id)


async def clear(id: PydanticObjectId) -> None:
    """Forget a hidden group and that images were in it; repeatable."""
    await places.ungroup(id)
    await ImageGroup.forget(id)


async def move_images(
    viewer: Viewer | None,
    image_ids: Sequence[PydanticObjectId],
    group_id: PydanticObjectId | None,
    *,
    policy: ErrorPolicy,
) -> Outcomes[Image]:
    """Put images into another group, or into none.

    Their objects stay where they are: the record tells the key, and the group's id in a key only
    says where the image came in. So no two file names can clash by a move, links stay good, and
    a move costs the same whatever the files weigh. Raises NoSuchDocument for the group; images
    that are not there are refused one by one.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("imageIds", image_ids)

    async def write(session: Session) -> Outcomes[Image]:
        if group_id is not None:
            await ImageGroup.take_turn(group_id, session)
        found = await Image.among(image_ids, session)
        ids, refused = admitted(
            image_ids,
            lambda one: None if one in found else NoSuchDocument("image", str(one)),
            policy,
        )
        await moved(viewer, [found[id] for id in ids], group_id, session)
        now_there = await Image.among(ids, session)
        return Outcomes([now_there[id] for id in ids], refused)

    return await together(write)


async def moved(
    viewer: Viewer, images: Sequence[Image], group_id: PydanticObjectId | None, session: Session
) -> list[PydanticObjectId]:
    """Put images into another group, whose turn the caller has taken, or into none; which ones."""
    moving = [image for image in images if image.group_id != group_id]
    await places.regroup([image.id for image in moving], group_id, session)
    await AuditEntry.add([_entry(viewer, image, group_id) for image in moving], session)
    return [image.id for image in moving]


def _tidy(field: str, value: Any) -> str | None:
    match field:
        case "event_date":
            return value.isoformat() if value else None
        case "name":
            return required(field, value)
    return cleaned(field, value)


def _entry(viewer: Viewer, image: Image, group_id: PydanticObjectId | None) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="image.moved",
        subject_kind="image",
        subject_id=image.id,
        before={"group_id": image.group_id},
        after={"group_id": group_id},
    )

"""The way out of the trash: back into the library, or away for good."""

import secrets
from collections.abc import Sequence

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted, as_they_are
from actions.batches import ErrorPolicy, Outcomes, within
from actions.deleting.deletion import erase, erase_all
from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.errors import Refused
from actions.library import Window
from actions.publishing.following import follow
from documents import trash
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.pages import Page, page
from documents.processing_states import ProcessingState
from documents.reviews import Review, ReviewState
from documents.transactions import Session, together
from storage.bucket import Bucket

# One sweep removes at most SWEPT * MOST_BATCHES images; the next one goes on.
SWEPT, MOST_BATCHES = 250, 40
# Whoever processed it when it was deleted has stopped, or will find that it may not go on.
INTERRUPTED = {ProcessingState.QUEUED, ProcessingState.PROCESSING}


class NotInTrash(Refused):
    """Only what was deleted can be brought back or removed for good."""

    code = "NOT_IN_TRASH"

    def __init__(self, id: PydanticObjectId) -> None:
        super().__init__(f"The image {id} is not in the trash: delete it first, or leave it.")


class BeingPurged(Refused):
    """It is too late to bring it back: its files are being removed."""

    code = "BEING_PURGED"

    def __init__(self, id: PydanticObjectId) -> None:
        super().__init__(f"The image {id} is being removed for good: upload it again.")


async def trashed(viewer: Viewer | None, window: Window) -> Page:
    """A page of what is in the trash."""
    require(viewer, Permission.DELETE_IMAGES)
    return await page(
        Image,
        trash.IN_TRASH,
        window.order,
        first=window.first,
        after=window.after,
        projection=window.fields,
    )


async def restore(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
    deliver: Deliver,
) -> Outcomes[Image]:
    """Bring images back as they were, but that none becomes public by it: what was APPROVED

    waits for a decision again. What was deleted on its way in is processed anew. Refused one
    by one: NoSuchDocument, NotInTrash, BeingPurged.
    """
    viewer = require(viewer, Permission.DELETE_IMAGES)
    within("ids", ids)

    async def write(session: Session) -> tuple[Outcomes[PydanticObjectId], list[Job]]:
        found = await trash.found(ids, session)
        done, refused = admitted(ids, lambda one: _why_not_back(one, found.get(one)), policy)
        images = [found[id] for id in done]
        jobs = {
            image.id: Job(kind=JobKind.PROCESS, image_id=image.id)
            for image in images
            if image.state in INTERRUPTED
        }
        sets = {image.id: _as_it_comes_back(viewer, image, jobs.get(image.id)) for image in images}
        await trash.bring_back(sets, session)
        await Job.add(list(jobs.values()), session)
        await AuditEntry.add([_restored(viewer, image) for image in images], session)
        await follow(done, session)
        return Outcomes(done, refused), list(jobs.values())

    outcome, jobs = await together(write)
    await deliver([job.id for job in jobs])
    return await as_they_are(outcome)


async def purge(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
    bucket: Bucket,
) -> Outcomes[PydanticObjectId]:
    """Remove images of the trash for good, with all of their files, earlier ones too.

    Ids under which nothing is kept any more count as done. Refused one by one: NotInTrash.
    """
    viewer = require(viewer, Permission.PURGE_IMAGES)
    within("ids", ids)
    us = f"purge:{secrets.token_hex(8)}"

    async def write(session: Session) -> Outcomes[PydanticObjectId]:
        found = await trash.found(ids, session)
        done, refused = admitted(ids, lambda one: _why_not_away(one, found.get(one)), policy)
        fresh = [found[id] for id in done if id in found and not found[id].purged_at]
        await trash.doom([image.id for image in fresh], session)
        await Job.add([Job.held(JobKind.ERASE, image.id, us) for image in fresh], session)
        await AuditEntry.add([_purged(viewer.actor(), image) for image in fresh], session)
        return Outcomes(done, refused)

    outcome = await together(write)
    await erase(outcome.done, bucket)
    await Job.finish_held(us, "ERASED")
    return outcome


async def sweep_trash(bucket: Bucket, retention: Retention) -> int:
    """Remove for good what has been in the trash for too long, and what somebody else began

    to remove; tells how many images that were.
    """
    removed = 0
    for _ in range(MOST_BATCHES):
        await _doom_expired(retention)
        images = await trash.doomed(limit=SWEPT)
        await erase_all(images, bucket)
        removed += len(images)
        if len(images) < SWEPT:
            break
    return removed


async def _doom_expired(retention: Retention) -> None:
    async def write(session: Session) -> None:
        images = await trash.doom_expired(now() - retention.trash, SWEPT, session)
        await AuditEntry.add([_purged(Actor(), image) for image in images], session)

    await together(write)


def _why_not_back(id: PydanticObjectId, image: Image | None) -> Exception | None:
    if image is None:
        return NoSuchDocument("image", str(id))
    if image.deleted_at is None:
        return NotInTrash(id)
    return None if image.purged_at is None else BeingPurged(id)


def _why_not_away(id: PydanticObjectId, image: Image | None) -> Exception | None:
    return NotInTrash(id) if image is not None and image.deleted_at is None else None


def _as_it_comes_back(viewer: Viewer, image: Image, job: Job | None) -> dict[str, object]:
    sets: dict[str, object] = {}
    if image.review.state is ReviewState.APPROVED:
        again = Review(state=ReviewState.PENDING, by=viewer.user_id, at=now())
        sets |= {"review": again.model_dump(), "publication": None}
    if job is not None:
        sets |= {"state": ProcessingState.QUEUED, "job_id": job.id}
    return sets


def _restored(viewer: Viewer, image: Image) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="image.restored",
        subject_kind="image",
        subject_id=image.id,
        before={"deleted_at": image.deleted_at, "review": image.review.model_dump()},
    )


def _purged(actor: Actor, image: Image) -> AuditEntry:
    return AuditEntry(
        actor=actor,
        action="image.purged",
        subject_kind="image",
        subject_id=image.id,
        before={"key": image.original.key, "product_code": image.product_code},
    )

"""The moment from which direct uploads are never lost."""

from collections.abc import Awaitable, Callable, Sequence

from beanie import PydanticObjectId

from actions.arriving import arrival
from documents.audit import AuditEntry
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.transactions import Session, together
from documents.uploads import Upload

Ids = Sequence[PydanticObjectId]
Before = Callable[[Session], Awaitable[object]]


async def queued(
    ids: Ids, us: str, before: Before | None = None
) -> dict[PydanticObjectId, PydanticObjectId]:
    """Records, jobs and audit of uploads that `us` takes over, at once.

    Gives the job of each; an upload whose image was deleted meanwhile has none. With `before`,
    that is asked first, in the same transaction; what it raises ends it.
    """
    if not ids:
        return {}
    numbers = await _places(ids)

    async def write(session: Session) -> dict[PydanticObjectId, PydanticObjectId]:
        if before is not None:
            await before(session)
        held = await Upload.held(ids, us, session)
        images = await Image.among([upload.image_id for upload in held], session)
        ready = [upload for upload in held if _waits(images.get(upload.image_id))]
        jobs = {one.id: Job(kind=JobKind.PROCESS, image_id=one.image_id) for one in ready}
        await Upload.complete(list(jobs), session)
        await Image.queue({one.image_id: jobs[one.id].id for one in ready}, session)
        await Job.add(list(jobs.values()), session)
        await AuditEntry.add([_entry(one, images[one.image_id]) for one in ready], session)
        for place, one in enumerate(ready):
            mine = {id: first + place for id, first in numbers.items()}
            await arrival.belong(images[one.image_id], mine, session)
        return {id: job.id for id, job in jobs.items()}

    return await together(write)


async def _places(ids: Ids) -> dict[PydanticObjectId, int]:
    """The first of as many places as uploads, in each collection that one of them is for."""
    uploads = await Upload.find({"_id": {"$in": list(ids)}}).to_list()
    images = await Image.among([upload.image_id for upload in uploads])
    wanted = {id for image in images.values() for id in image.collection_ids}
    return await arrival.places(sorted(wanted), len(ids))


def _waits(image: Image | None) -> bool:
    return image is not None and image.state is ProcessingState.AWAITING_UPLOAD


def _entry(upload: Upload, image: Image) -> AuditEntry:
    return AuditEntry(
        actor=upload.actor,
        action="image.uploaded",
        subject_kind="image",
        subject_id=image.id,
        after={"key": image.original.key, "sha256": image.original.promised_sha256},
    )

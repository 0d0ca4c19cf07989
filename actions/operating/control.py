"""Trying jobs again and stopping them: by the way that each kind has, or else here."""

from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import ErrorPolicy
from actions.bulk_editing import asking as bulk_editing
from actions.delivery import Deliver
from actions.errors import Refused
from actions.exporting import asking as exporting
from actions.importing import control as importing
from actions.pictures import reprocessing
from actions.rendering import regenerating
from actions.syncing import syncs
from documents.audit import AuditEntry
from documents.bulk_edits import BulkEdit
from documents.errors import CannotMove, NoSuchDocument
from documents.exports import Export
from documents.images import Image
from documents.imports import Import
from documents.jobs import Job, JobKind, JobState
from documents.regenerations import Regeneration
from documents.syncs import Synchronization
from documents.transactions import Session, together

# Kinds that have no way of their own leave nothing behind when they are given up, and may be
# repeated.
RETRYING = frozenset(
    {
        JobKind.ANALYSE,
        JobKind.AUDIT_EXPORT,
        JobKind.DOWNLOAD,
        JobKind.ERASE,
        JobKind.EXPORT,
        JobKind.IMPORT,
        JobKind.METADATA_EXPORT,
        JobKind.METADATA_IMPORT,
        JobKind.PROCESS,
        JobKind.PUBLISH,
        JobKind.REMOVE_LOCATION,
        JobKind.RENDER,
        JobKind.UNPUBLISH,
    }
)
CANCELLING = frozenset(
    {
        JobKind.ANALYSE,
        JobKind.AUDIT_EXPORT,
        JobKind.BULK_EDIT,
        JobKind.EXPORT,
        JobKind.IMPORT,
        JobKind.METADATA_EXPORT,
        JobKind.REGENERATE,
        JobKind.SYNC,
    }
)


class NotRetryable(Refused):
    """Work of this kind is asked for anew, not tried again."""

    code = "JOB_NOT_RETRYABLE"

    def __init__(self, kind: JobKind) -> None:
        super().__init__(f"A job of kind {kind} is not tried again: ask for what it does anew.")
        self.params = {"kind": kind}


class NotCancellable(Refused):
    """What a job of this kind has begun must come to an end."""

    code = "JOB_NOT_CANCELLABLE"

    def __init__(self, kind: JobKind) -> None:
        super().__init__(f"A job of kind {kind} cannot be stopped: what it does must be finished.")
        self.params = {"kind": kind}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which job somebody wants to go otherwise."""

    viewer: Viewer
    job: Job
    deliver: Deliver


async def retry(viewer: Viewer | None, id: PydanticObjectId, *, deliver: Deliver) -> Job:
    """Have a FAILED job done again; gives the job that does it, which may be a new one.

    Refused: NotRetryable. Raises NoSuchDocument, CannotMove, and what the kind's own way raises.
    """
    viewer = require(viewer, Permission.MANAGE_JOBS)
    job = await _kept(id)
    if job.kind not in RETRYING:
        raise NotRetryable(job.kind)
    if job.state is not JobState.FAILED:
        raise CannotMove(job.state, JobState.QUEUED)
    return await _kept(await _done_again(Asked(viewer, job, deliver)))


async def cancel(viewer: Viewer | None, id: PydanticObjectId, *, deliver: Deliver) -> Job:
    """Stop a job; one that somebody is at ends at its next step.

    Refused: NotCancellable. Raises NoSuchDocument, CannotMove, and what the kind's own way raises.
    """
    viewer = require(viewer, Permission.MANAGE_JOBS)
    job = await _kept(id)
    if job.kind not in CANCELLING:
        raise NotCancellable(job.kind)
    await _stopped(Asked(viewer, job, deliver))
    return await _kept(id)


async def _done_again(asked: Asked) -> PydanticObjectId:
    match asked.job.kind:
        case JobKind.EXPORT:
            return await _resume_export(asked)
        case JobKind.IMPORT:
            return await _retry_import(asked)
        case JobKind.PROCESS:
            return await _reprocess(asked)
    return await _queue_again(asked)


async def _stopped(asked: Asked) -> None:
    match asked.job.kind:
        case JobKind.BULK_EDIT:
            await _cancel_bulk_edit(asked)
        case JobKind.EXPORT:
            await _cancel_export(asked)
        case JobKind.IMPORT:
            await _cancel_import(asked)
        case JobKind.REGENERATE:
            await _cancel_regeneration(asked)
        case JobKind.SYNC:
            await _cancel_synchronization(asked)
        case _:
            await _cancel_waiting(asked)


async def _queue_again(asked: Asked) -> PydanticObjectId:
    job = asked.job

    async def write(session: Session) -> None:
        if not await Job.queue_again(job.id, session):
            raise CannotMove((await _kept(job.id)).state, JobState.QUEUED)
        entry = _entry(asked, "job.retried")
        entry.before = {"problem": job.problem.model_dump() if job.problem else None}
        await AuditEntry.add([entry], session)

    await together(write)
    await asked.deliver([job.id])
    return job.id


async def _retry_import(asked: Asked) -> PydanticObjectId:
    id = _subject(await _import(asked.job), asked.job)
    return (await importing.retry(asked.viewer, id, deliver=asked.deliver)).job_id


async def _resume_export(asked: Asked) -> PydanticObjectId:
    id = _subject(await Export.of_job(asked.job.id), asked.job)
    return (await exporting.resume(asked.viewer, id, deliver=asked.deliver)).job_id


async def _reprocess(asked: Asked) -> PydanticObjectId:
    image = await Image.find_one({"_id": asked.job.image_id, "job_id": asked.job.id})
    id = _subject(image, asked.job)
    outcome = await reprocessing.reprocess(
        asked.viewer, [id], policy=ErrorPolicy.ABORT, deliver=asked.deliver
    )
    for _, why in outcome.refused:
        raise why
    [again] = outcome.done
    return again.job_id or asked.job.id


async def _cancel_waiting(asked: Asked) -> None:
    job = asked.job

    async def write(session: Session) -> None:
        if not await Job.cancel_waiting(job.id, session):
            raise CannotMove((await _kept(job.id)).state, JobState.CANCELLED)
        await AuditEntry.add([_entry(asked, "job.cancelled")], session)

    await together(write)


async def _cancel_import(asked: Asked) -> None:
    await importing.cancel(asked.viewer, _subject(await _import(asked.job), asked.job))


async def _cancel_export(asked: Asked) -> None:
    subject = await Export.of_job(asked.job.id)
    await exporting.cancel(asked.viewer, _subject(subject, asked.job))


async def _cancel_bulk_edit(asked: Asked) -> None:
    subject = await BulkEdit.of_job(asked.job.id)
    await bulk_editing.cancel(asked.viewer, _subject(subject, asked.job))


async def _cancel_regeneration(asked: Asked) -> None:
    subject = await Regeneration.of_job(asked.job.id)
    await regenerating.cancel(asked.viewer, _subject(subject, asked.job))


async def _cancel_synchronization(asked: Asked) -> None:
    subject = await Synchronization.of_job(asked.job.id)
    await syncs.cancel(asked.viewer, _subject(subject, asked.job))


async def _import(job: Job) -> Import | None:
    return await Import.find_one({"_id": job.import_id, "job_id": job.id})


def _subject(
    found: BulkEdit | Image | Import | Export | Regeneration | Synchronization | None, job: Job
) -> PydanticObjectId:
    """What is to be done again or stopped; gone, or another job's by now, it is this one's no more.

    Raises NoSuchDocument.
    """
    if found is None:
        raise NoSuchDocument("subject of the job", str(job.id))
    return found.id


async def _kept(id: PydanticObjectId) -> Job:
    job = await Job.get(id)
    if job is None:
        raise NoSuchDocument("job", str(id))
    return job


def _entry(asked: Asked, action: str) -> AuditEntry:
    return AuditEntry(
        actor=asked.viewer.actor(),
        action=action,
        subject_kind="job",
        subject_id=asked.job.id,
        after={"kind": asked.job.kind},
    )

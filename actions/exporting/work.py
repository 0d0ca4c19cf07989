"""Writing an export: a worker's part."""

import secrets
from pathlib import Path

from actions.exporting.asking import key_of
from actions.exporting.sheets import workbook
from actions.exporting.streaming import stream
from actions.exporting.zipping import archive
from documents.errors import CannotMove, NoSuchDocument
from documents.exports import Export, ExportFormat, ExportState, ExportStopped, Tally
from documents.jobs import Job, JobState
from documents.problems import Problem
from documents.transactions import Session, together
from processing.exiftool import ExifTool
from storage.bucket import Bucket


async def make(job: Job, folder: Path, *, bucket: Bucket, exiftool: ExifTool) -> None:
    """Write an export and end its job; may be repeated.

    Where its format can be continued, it goes on behind what was sent before; else it begins
    anew. Raises StorageError, LeaseLost, and ProcessingError where trying again may help.
    """
    export = await _taken(job)
    if export is None:
        await _cancelled(job)
        return
    try:
        size, tally = await _written(export, job, folder, bucket, exiftool)
    except ExportStopped:
        await _cancelled(job)
        return
    await _ready(export, job, size, tally)


async def give_up(job: Job, problem: Problem) -> None:
    """End an export as failed; what was sent stays for a day, to be gone on with."""

    async def write(session: Session) -> None:
        await job.finish(JobState.FAILED, "FAILED", problem, session=session)
        facts = {"problem": problem.model_dump()}
        await Export.end(job.id, ExportState.FAILED, facts, session)

    await together(write)


async def _taken(job: Job) -> Export | None:
    """The export that is to be written, ours alone; None where nobody wants it any more."""
    found = await Export.of_job(job.id)
    if found is None:
        return None
    try:
        facts = {"holder": secrets.token_hex(8)}
        return await Export.move(found.id, ExportState.RUNNING, facts, job_id=job.id)
    except (CannotMove, NoSuchDocument):
        return None


async def _written(
    export: Export, job: Job, folder: Path, bucket: Bucket, exiftool: ExifTool
) -> tuple[int, Tally]:
    match export.format:
        case ExportFormat.XLSX:
            return await workbook(export, job, folder, bucket)
        case ExportFormat.ZIP:
            return await archive(export, job, folder, bucket, exiftool)
    return await stream(export, job, bucket)


async def _ready(export: Export, job: Job, size: int, tally: Tally) -> None:
    facts = {
        "key": key_of(export),
        "bytes": size,
        "tally": tally.model_dump(),
        "checkpoint": None,
        "problem": None,
    }

    async def write(session: Session) -> None:
        mine = {"job_id": job.id, "holder": export.holder}
        await Export.move(export.id, ExportState.READY, facts, session, **mine)
        await job.finish(JobState.SUCCEEDED, "READY", session=session)

    try:
        await together(write)
    except (CannotMove, NoSuchDocument):
        # What lies there goes when its day is over.
        await _cancelled(job)


async def _cancelled(job: Job) -> None:
    """End a job that is not wanted, and its export if that is to be cancelled."""

    async def write(session: Session) -> None:
        await job.finish(JobState.CANCELLED, "CANCELLED", session=session)
        await Export.end(job.id, ExportState.CANCELLED, {}, session)

    await together(write)

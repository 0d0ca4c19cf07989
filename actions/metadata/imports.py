"""Tables that come back: judged row by row, and written as `updateImages` would."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.accounts.identity import present
from actions.batches import ErrorPolicy
from actions.delivery import Deliver
from actions.errors import Forbidden, Refused, Unauthenticated
from actions.library import Window
from actions.metadata import editing
from actions.metadata.columns import CellUnreadable, differences
from actions.metadata.editing import Edit
from actions.metadata.exports import CSV, whose
from actions.metadata.own_columns import own_columns, own_differences
from actions.metadata.table import Line, count, lines
from actions.metadata.values import camel
from documents.custom_fields import PREFIX, CustomField
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.metadata_imports import MetadataImport, MetadataImportRow, RowOutcome
from documents.pages import Page, Raw, page
from documents.problems import Problem
from documents.transactions import Session, together
from storage import keys
from storage.bucket import Bucket

FILE = "import.csv"
# As many as one call of `updateImages` takes are dealt with while the caller waits.
AT_ONCE, SWEPT = 250, 250
EDITING = Permission.EDIT_IMAGES
GONE = Problem(
    code="FORBIDDEN",
    message="Whoever sent the table has signed out or may not edit any more: send it again.",
)


class RowNamesNoImage(Refused):
    """The cell `id` of a row holds no id of an image."""

    code = "INVALID_ID"
    path = ("id",)

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:80]!r} is not the id of an image: export it again, keep the id.")
        self.params = {"id": text[:80], "expected": "Image"}


async def begin(
    viewer: Viewer | None, file: BinaryIO, *, dry_run: bool, bucket: Bucket, deliver: Deliver
) -> MetadataImport:
    """Take in a table: at once where it has at most AT_ONCE rows, else by a job.

    A dry run judges each row as the other would, and writes nothing. Raises the leaves of
    CsvRefused, StorageError.
    """
    viewer = require(viewer, EDITING)
    own = own_columns(await CustomField.alive())
    rows = await asyncio.to_thread(count, file, own)
    made = MetadataImport(actor=viewer.actor(), dry_run=dry_run, rows=rows, own=own)
    if rows > AT_ONCE:
        return await _queued(made, file, bucket, deliver)
    read = await asyncio.to_thread(list, lines(file, own))

    async def write(session: Session) -> None:
        await made.insert(session=session)
        await _take(viewer, made, read, session)

    await together(write)
    return await _kept(made)


async def found(viewer: Viewer | None, id: PydanticObjectId) -> MetadataImport | None:
    """A table that the viewer has sent; None for those of others."""
    viewer = require(viewer, EDITING)
    made = await MetadataImport.get(id)
    return made if made and whose(made.actor) == whose(viewer.actor()) else None


async def reported(viewer: Viewer | None, where: Raw, window: Window) -> Page:
    """A page of what became of the rows of a table that the viewer was shown."""
    require(viewer, EDITING)
    return await page(
        MetadataImportRow, where, window.order, first=window.first, after=window.after
    )


async def work(job: Job, folder: Path, *, bucket: Bucket) -> None:
    """Take in a table from where whoever was at it has stopped, and end the job.

    Each batch is written in one transaction with its report. It ends FAILED where its sender
    may not edit any more; what was done until then is done. Raises StorageError, LeaseLost.
    """
    made = await MetadataImport.of_job(job.id)
    if made is None:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    path = folder / FILE
    try:
        if made.finished_at is None:
            await bucket.download(key_of(made.id), path)
            with await asyncio.to_thread(path.open, "rb") as file:
                await _work(job, made, file)
    except (Forbidden, Unauthenticated):
        await job.finish(JobState.FAILED, "FAILED", GONE)
    else:
        await job.finish(JobState.SUCCEEDED, "READY")
    await bucket.delete([key_of(made.id)])


def key_of(id: PydanticObjectId) -> str:
    """Where a table waits for its worker."""
    return keys.export(str(id), FILE)


async def sweep_imports(bucket: Bucket) -> int:
    """Remove reports that were kept for a week, with what is left; tells how many. Repeatable."""
    ids = await MetadataImport.expired(SWEPT)
    await bucket.delete([key_of(id) for id in ids])
    await MetadataImport.forget(ids)
    return len(ids)


async def _queued(
    made: MetadataImport, file: BinaryIO, bucket: Bucket, deliver: Deliver
) -> MetadataImport:
    """The record first: what is stored below it and never begun goes with it."""
    job = Job(kind=JobKind.METADATA_IMPORT)
    made.job_id = job.id
    await made.insert()
    await asyncio.to_thread(file.seek, 0)
    await bucket.put(key_of(made.id), file, content_type=CSV)

    async def write(session: Session) -> None:
        await Job.add([job], session)

    await together(write)
    await deliver([job.id])
    return made


async def _work(job: Job, made: MetadataImport, file: BinaryIO) -> None:
    async with aclosing(_batches(file, made)) as batches:
        async for batch in batches:
            viewer = require(await present(Viewer.behind(made.actor)), EDITING)
            await together(partial(_take, viewer, made, batch))
            made.done += len(batch)
            await job.advance(made.done / made.rows)


async def _batches(file: BinaryIO, made: MetadataImport) -> AsyncGenerator[list[Line], None]:
    with closing(lines(file, made.own)) as read:
        rest = islice(read, made.done, None)
        while batch := await asyncio.to_thread(lambda: list(islice(rest, AT_ONCE))):
            yield batch


async def _take(
    viewer: Viewer, made: MetadataImport, batch: Sequence[Line], session: Session
) -> None:
    images = await Image.among([line.id for line in batch if line.id], session)
    fields = await CustomField.alive(session) if made.own else {}
    judged = {line.number: _judged(line, images, fields) for line in batch}
    edits = {number: one for number, one in judged.items() if isinstance(one, Edit)}
    outcome = await editing.write(
        viewer, list(edits.values()), ErrorPolicy.CONTINUE, session, dry_run=made.dry_run
    )
    numbers = list(edits)
    refused = {numbers[place]: why for place, why in outcome.refused}
    rows = [_row(made, line, refused.get(line.number, judged[line.number])) for line in batch]
    await made.take(rows, session)


def _judged(
    line: Line,
    images: Mapping[PydanticObjectId, Image],
    fields: Mapping[str, CustomField],
) -> Edit | Exception | None:
    """What is to be written of a row: nothing where the record says the same, whatever its version.

    So a table that is sent twice changes nothing the second time.
    """
    if line.id is None:
        return RowNamesNoImage(line.cells.get("id", ""))
    image = images.get(line.id)
    if image is None:
        return NoSuchDocument("image", str(line.id))
    try:
        changes = differences(line.cells, image)
        own = own_differences(line.cells, image, fields)
        return Edit(line.id, changes, _version(line), own) if changes or own else None
    except Refused as refusal:
        return refusal


def _version(line: Line) -> int:
    try:
        return int(line.cells.get("version", ""))
    except ValueError as error:
        raise CellUnreadable("version", "the version that was exported") from error


def _row(made: MetadataImport, line: Line, judged: Edit | Exception | None) -> MetadataImportRow:
    told: dict[str, Any] = {"outcome": RowOutcome.UNCHANGED}
    if isinstance(judged, Edit):
        own = [f"{PREFIX}{one.key}" for one in judged.custom]
        changed = [*(camel(field) for field in judged.changes), *own]
        told = {"outcome": RowOutcome.CHANGED, "fields": changed}
    elif judged is not None:
        told = {"outcome": RowOutcome.REFUSED, "error": _error(judged)}
    return MetadataImportRow(
        import_id=made.id,
        number=line.number,
        image_id=line.id,
        expires_at=made.expires_at,
        **told,
    )


def _error(refusal: Exception) -> dict[str, Any]:
    if isinstance(refusal, Refused):
        code, params, path = refusal.code, dict(refusal.params), [str(one) for one in refusal.path]
    else:
        code, params, path = "NOT_FOUND", {"kind": "image"}, ["id"]
    return {"code": code, "message": str(refusal), "params": params, "path": path}


async def _kept(made: MetadataImport) -> MetadataImport:
    kept = await MetadataImport.get(made.id)
    return kept or made

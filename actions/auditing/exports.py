"""The audit as a file: asked for, written by a worker, removed after a day."""

import asyncio
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.auditing.entries import NEWEST_FIRST, AuditFilter
from actions.auditing.telling import head, lines
from actions.delivery import Deliver
from actions.handing_over import hand_over
from actions.idempotency import Rows, once
from documents.audit import AuditEntry
from documents.audit_exports import AuditExport, AuditFormat
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.jobs import Job, JobKind, JobState
from documents.pages import batches, count
from documents.transactions import Session, together
from storage import keys
from storage.bucket import Bucket

FILES = {AuditFormat.CSV: "audit.csv", AuditFormat.JSON_LINES: "audit.jsonl"}
TYPES = {
    AuditFormat.CSV: "text/csv; charset=utf-8",
    AuditFormat.JSON_LINES: "application/jsonl; charset=utf-8",
}
BATCH, SWEPT, MOST_COUNTED = 500, 250, 1_000_000


async def begin(
    viewer: Viewer | None,
    filter: AuditFilter,
    format: AuditFormat,
    *,
    deliver: Deliver,
    key: str | None = None,
) -> AuditExport:
    """Have entries written, newest first, by a job; of those that there are by now.

    Raises what `once` refuses.
    """
    viewer = require(viewer, Permission.READ_AUDIT)
    job = Job(kind=JobKind.AUDIT_EXPORT)
    until = min(filter.until or now(), now())
    made = AuditExport(
        actor=viewer.actor(),
        job_id=job.id,
        where=asdict(replace(filter, until=until)),
        format=format,
    )
    entry = AuditEntry(
        actor=viewer.actor(),
        action="audit.exported",
        subject_kind="audit_export",
        subject_id=made.id,
        after={"where": made.where, "format": format},
    )

    async def write(session: Session) -> Rows:
        await made.insert(session=session)
        await Job.add([job], session)
        await entry.insert(session=session)
        return [{"id": made.id}]

    asked = repr((filter, format))
    [row] = await once(viewer, "exportAudit", key, asked, partial(together, write))
    await deliver([job.id])
    kept = await AuditExport.get(row["id"])
    if kept is None:
        raise NoSuchDocument("export", str(row["id"]))
    return kept


async def found(viewer: Viewer | None, id: PydanticObjectId) -> AuditExport | None:
    """A file that somebody has asked for who may read the audit; None when it has expired."""
    require(viewer, Permission.READ_AUDIT)
    return await AuditExport.get(id)


async def make(job: Job, folder: Path, *, bucket: Bucket) -> None:
    """Write a file and end its job; may be repeated. Raises StorageError, LeaseLost."""
    made = await AuditExport.of_job(job.id)
    if made is None:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    path = folder / FILES[made.format]
    rows = await _write(made, job, path)
    size = (await asyncio.to_thread(path.stat)).st_size
    with await asyncio.to_thread(path.open, "rb") as file:
        await bucket.put(key_of(made), file, content_type=TYPES[made.format])
    told = {"key": key_of(made), "rows": rows, "bytes": size}
    await hand_over(job, made, told, key=key_of(made), bucket=bucket)


def key_of(made: AuditExport) -> str:
    """Where the file lies."""
    return keys.export(str(made.id), FILES[made.format])


async def sweep_audit_exports(bucket: Bucket) -> int:
    """Remove files whose day is over; tells how many. Repeatable."""
    ids = await AuditExport.expired(SWEPT)
    await bucket.delete([keys.export(str(id), name) for id in ids for name in FILES.values()])
    await AuditExport.forget(ids)
    return len(ids)


async def _write(made: AuditExport, job: Job, path: Path) -> int:
    """Write the file batch by batch, so that memory does not grow with it; gives the rows."""
    where = AuditFilter.told(made.where).where()
    expected, rows = await count(AuditEntry, where, at_most=MOST_COUNTED), 0
    with await asyncio.to_thread(path.open, "w", encoding="utf-8", newline="") as file:
        file.write(head(made.format))
        async for batch in batches(AuditEntry, where, NEWEST_FIRST, size=BATCH):
            await asyncio.to_thread(file.write, lines(batch, made.format))
            rows += len(batch)
            await job.show(min(0.95, rows / max(expected, 1)))
    return rows

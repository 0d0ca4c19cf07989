"""Exports: asked for, looked at, stopped, gone on with, and removed after a day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.delivery import Deliver
from actions.exporting.formats import file_name
from actions.idempotency import Rows, once
from actions.library import MOST_COUNTED, Window
from actions.readiness.rules import ChannelRules
from actions.texts import TextTooLong, plain
from documents.audit import AuditEntry
from documents.clock import now
from documents.export_skips import ExportSkip
from documents.exports import Export, ExportFormat, ExportState, ExportWhere
from documents.jobs import Job, JobKind
from documents.pages import Page, Raw, by_ids, count, page
from documents.products import ProductRole
from documents.transactions import Session, together
from documents.users import Role
from storage import keys
from storage.bucket import Bucket

LONGEST_LOCALE = 35
SWEPT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to export: all that is published, or only of some products, in some roles,

    or changed after a moment, or those that a sales channel takes. `base_url` stands before the
    public addresses. `locale` is that of the alternative texts.
    """

    format: ExportFormat
    base_url: str
    codes: Sequence[str] | None = None
    roles: Sequence[ProductRole] | None = None
    updated_after: datetime | None = None
    channel: str | None = None
    locale: str | None = None


def allowed(viewer: Viewer | None, format: ExportFormat) -> Viewer:
    """Whoever may have such a file: originals tell places, all else is public.

    Raises Unauthenticated, Forbidden.
    """
    whole = format is ExportFormat.ZIP
    return require(viewer, Permission.SEE_PRIVATE_METADATA if whole else Permission.READ_CATALOG)


def visible(viewer: Viewer | None) -> Raw:
    """Which exports the viewer may see: its own, an ADMIN all.

    Raises Unauthenticated, Forbidden.
    """
    viewer = require(viewer, Permission.READ_CATALOG)
    if viewer.role is Role.ADMIN:
        return {}
    return {"actor.user_id": viewer.user_id, "actor.api_key_id": viewer.api_key_id}


async def begin(
    viewer: Viewer | None,
    asked: Asked,
    *,
    channels: ChannelRules,
    deliver: Deliver,
    key: str | None = None,
    mark: str | None = None,
) -> Export:
    """Have an export written by a job. Refused: TooMany, TextTooLong, UnknownChannel, and what

    `once` refuses. `mark` is kept as `asked`. Raises NoSuchDocument for a key whose export is gone.
    """
    viewer = allowed(viewer, asked.format)
    within("productCodes", asked.codes or ())
    if len(asked.locale or "") > LONGEST_LOCALE:
        raise TextTooLong("locale", LONGEST_LOCALE, len(asked.locale or ""))
    if asked.channel is not None:
        channels.profile(asked.channel, ("where", "channel"))
    made = _made(viewer, asked, mark)

    async def write(session: Session) -> Rows:
        await made.insert(session=session)
        await Job.add([Job(id=made.job_id, kind=JobKind.EXPORT)], session)
        await _entry(viewer, made, "export.created").insert(session=session)
        return [{"id": made.id}]

    [row] = await once(viewer, "createExport", key, repr(asked), partial(together, write))
    await deliver([made.job_id] if row["id"] == made.id else [])
    return await Export.present(row["id"], {})


async def cancel(viewer: Viewer | None, id: PydanticObjectId) -> Export:
    """Stop an export; `resume` goes on with it. CANCELLING until its worker has seen so.

    Raises NoSuchDocument, CannotMove.
    """
    mine = visible(viewer)

    async def write(session: Session) -> Export:
        found = await Export.present(id, mine, session)
        stopped = await Export.move(id, ExportState.CANCELLING, session=session)
        if await Job.cancel_waiting(found.job_id, session):
            stopped = await Export.move(id, ExportState.CANCELLED, session=session)
        await _entry(viewer, found, "export.cancelled").insert(session=session)
        return stopped

    return await together(write)


async def resume(viewer: Viewer | None, id: PydanticObjectId, *, deliver: Deliver) -> Export:
    """Go on with an export that was CANCELLED or has FAILED, from where it was if its format can.

    Raises NoSuchDocument, CannotMove.
    """
    mine = visible(viewer)
    job = Job(kind=JobKind.EXPORT)

    async def write(session: Session) -> Export:
        found = await Export.present(id, mine, session)
        allowed(viewer, found.format)
        facts = {"job_id": job.id, "problem": None}
        again = await Export.move(id, ExportState.QUEUED, facts, session)
        await Job.add([job], session)
        await _entry(viewer, again, "export.resumed").insert(session=session)
        return again

    again = await together(write)
    await deliver([job.id])
    return again


async def load_exports(viewer: Viewer | None, ids: Sequence[PydanticObjectId]) -> list[Raw | None]:
    """The raw exports under `ids`, in their order, with their raw jobs; None for those of others.

    Two queries.
    """
    found = await by_ids(Export, ids, {**visible(viewer), **_alive()})
    await _with_jobs(list(found.values()))
    return [found.get(id) for id in ids]


async def exports(viewer: Viewer | None, window: Window) -> Page:
    """A page of the exports that the viewer may see, with their jobs; two queries."""
    where = {**visible(viewer), **_alive()}
    found = await page(Export, where, window.order, first=window.first, after=window.after)
    await _with_jobs(found.rows)
    return found


async def total(viewer: Viewer | None) -> int:
    """How many these are, counting no further than MOST_COUNTED."""
    return await count(Export, {**visible(viewer), **_alive()}, at_most=MOST_COUNTED)


async def sweep_exports(bucket: Bucket) -> int:
    """Remove exports whose day is over, half-sent ones too; tells how many. Repeatable."""
    ids = await Export.expired(SWEPT)
    gone = await Export.find({"_id": {"$in": ids}}).to_list()
    lying = [key_of(one) for one in gone]
    await asyncio.gather(*(bucket.abort_parts(key) for key in lying))
    await bucket.delete(lying)
    await ExportSkip.forget_all(ids)
    await Export.forget(ids)
    return len(ids)


def key_of(export: Export) -> str:
    """Where the file lies, once it is there."""
    return keys.export(str(export.id), file_name(export.format, export.created_at))


def _made(viewer: Viewer, asked: Asked, mark: str | None) -> Export:
    where = ExportWhere(
        codes=None if asked.codes is None else list(dict.fromkeys(map(plain, asked.codes))),
        roles=None if asked.roles is None else [role.value for role in asked.roles],
        updated_after=asked.updated_after,
        channel=asked.channel,
    )
    return Export(
        actor=viewer.actor(),
        job_id=PydanticObjectId(),
        format=asked.format,
        where=where,
        locale=plain(asked.locale or "") or None,
        base_url=asked.base_url,
        asked=mark,
    )


async def _with_jobs(found: Sequence[Raw]) -> None:
    jobs = await by_ids(Job, [raw["job_id"] for raw in found])
    for raw in found:
        raw["job"] = jobs.get(raw["job_id"])


def _alive() -> dict[str, Any]:
    return {"expires_at": {"$gt": now()}}


def _entry(viewer: Viewer | None, export: Export, action: str) -> AuditEntry:
    return AuditEntry(
        actor=require(viewer, Permission.READ_CATALOG).actor(),
        action=action,
        subject_kind="export",
        subject_id=export.id,
        after={"format": export.format.value, "where": export.where.model_dump()},
    )

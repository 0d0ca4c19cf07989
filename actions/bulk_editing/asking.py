"""Asking for an edit of many, looking at it, stopping it and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arranging.filters import Told
from actions.arranging.smart import checked as checked_filter
from actions.bulk_editing.refusals import BulkEditRunning, CountDiffers, IsRevert
from actions.bulk_editing.wishes import BulkWish, checked
from actions.delivery import Deliver
from actions.idempotency import Rows, once
from actions.library import MOST_COUNTED, Window
from documents.audit import AuditEntry
from documents.bulk_edits import BulkEdit, BulkEditRow
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.pages import Order, Page, Raw, count, page
from documents.transactions import Session, together

EDITING = Permission.EDIT_IMAGES
# So many images are shown of those that a dry run finds.
SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a dry run finds: how many, counted up to MOST_COUNTED, and the newest of them."""

    count: int
    sample: Sequence[Raw]


@dataclass(frozen=True, slots=True)
class Request:
    """Which images, what to change of each, and how many the caller has seen, if any."""

    told: Told
    wish: BulkWish
    expected: int | None = None


async def foresee(
    viewer: Viewer | None, asked: Request, fields: Sequence[str] | None = None
) -> Foreseen:
    """What would be edited. Refuses whatever `ask` refuses, and writes nothing."""
    require(viewer, EDITING)
    counted = await _judged(viewer, asked)
    where = asked.told.filter.where()
    newest = await page(Image, where, Order("created_at"), first=SAMPLE, projection=fields)
    return Foreseen(counted, newest.rows)


async def ask(
    viewer: Viewer | None, asked: Request, *, deliver: Deliver, key: str | None = None
) -> BulkEdit:
    """Have all images that a filter finds edited by a job.

    Refused: CountDiffers, NothingToEdit, NoSuchDocument for places to come to, what filters and
    edits refuse, and what `once` refuses.
    """
    viewer = require(viewer, EDITING)
    job = Job(kind=JobKind.BULK_EDIT)
    run = BulkEdit(
        job_id=job.id,
        actor=viewer.actor(),
        filter=asked.told.kept(),
        where=asked.told.where,
        edit=asked.wish.kept(),
    )

    async def begin() -> Rows:
        await _judged(viewer, asked)
        await run.begin(job, _entry(viewer, run, "begun"))
        await deliver([job.id])
        return [{"id": run.id}]

    said = repr((run.filter, run.edit))
    [row] = await once(viewer, "updateImagesWhere", key, said, begin)
    return await kept(row["id"])


async def revert(
    viewer: Viewer | None, id: PydanticObjectId, *, deliver: Deliver, key: str | None = None
) -> BulkEdit:
    """Take back what an edit has done to the metadata of its images, by a job.

    Refused: BulkEditRunning, IsRevert, NoSuchDocument, and what `once` refuses.
    """
    viewer = require(viewer, EDITING)
    before = await kept(id)
    if before.is_open:
        raise BulkEditRunning
    if before.reverts is not None:
        raise IsRevert
    job = Job(kind=JobKind.BULK_EDIT)
    run = BulkEdit(job_id=job.id, actor=viewer.actor(), reverts=id, scanned=True)
    run.batches, run.matched = before.batch, await before.has_edited()

    async def begin() -> Rows:
        await run.begin(job, _entry(viewer, run, "begun"))
        await deliver([job.id])
        return [{"id": run.id}]

    [row] = await once(viewer, "revertBulkEdit", key, str(id), begin)
    return await kept(row["id"])


async def cancel(viewer: Viewer | None, id: PydanticObjectId) -> BulkEdit:
    """Stop one; what was edited stays. One that has ended stays as it is. Raises NoSuchDocument."""
    viewer = require(viewer, EDITING)
    run = await kept(id)

    async def write(session: Session) -> None:
        if not await run.cancel(session):
            return
        # Whoever is at it sees it at the next batch; where nobody is, it ends here.
        if await Job.cancel_waiting(run.job_id, session):
            await run.close(JobState.CANCELLED, session)
        await _entry(viewer, run, "cancelled").insert(session=session)

    await together(write)
    return await kept(id)


async def found(viewer: Viewer | None, id: PydanticObjectId) -> Raw | None:
    """One of them, as a raw row."""
    require(viewer, EDITING)
    run = await BulkEdit.get(id)
    return run.raw() if run else None


async def reported(viewer: Viewer | None, where: Raw, window: Window) -> Page:
    """A page of the images that were not edited."""
    require(viewer, EDITING)
    return await page(BulkEditRow, where, window.order, first=window.first, after=window.after)


async def kept(id: PydanticObjectId) -> BulkEdit:
    """The one under `id`. Raises NoSuchDocument."""
    run = await BulkEdit.get(id)
    if run is None:
        raise NoSuchDocument("bulk edit", str(id))
    return run


async def _judged(viewer: Viewer | None, asked: Request) -> int:
    """How many images there are, after all that can be refused was looked for."""
    await checked_filter(require(viewer, EDITING), asked.told)
    await checked(asked.wish)
    counted = await count(Image, asked.told.filter.where(), at_most=MOST_COUNTED)
    if asked.expected is not None and asked.expected != counted:
        raise CountDiffers(asked.expected, counted)
    return counted


def _entry(viewer: Viewer, run: BulkEdit, action: str) -> AuditEntry:
    told = {"filter": run.filter, "fields": sorted(run.edit.get("changes", {}))}
    return AuditEntry(
        actor=viewer.actor(),
        action=f"bulk_edit.{action}",
        subject_kind="bulk_edit",
        subject_id=run.id,
        after={"reverts": run.reverts} if run.reverts else told,
    )

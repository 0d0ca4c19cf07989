"""Editing many images batch by batch, from where whoever was at it before has stopped.

First all images that the filter finds are noted, in the order of their coming in, so that no edit
changes which they are. Then each batch is edited in the transaction that counts it: a worker that
is lost costs nothing, and nothing is edited twice.
"""

from actions.access import Permission, Viewer, require
from actions.accounts.identity import present
from actions.arranging.filters import applied
from actions.bulk_editing.applying import Dealt, apply, take_back
from actions.errors import Forbidden, Refused, Unauthenticated
from actions.readiness.judging import judge_changed
from actions.readiness.rules import ChannelRules
from documents.bulk_edits import BulkEdit, BulkEditBatch, BulkOutcome, NoBulkEdit, Place
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobState
from documents.pages import Order, page
from documents.problems import Problem
from documents.transactions import Session, together

BATCH = 100
IN_TURN = Order("created_at", descending=False)
GONE = Problem(
    code="FORBIDDEN",
    message="Whoever asked has signed out or may not edit any more: ask again for what is left.",
)


async def run(job: Job, *, channels: ChannelRules) -> None:
    """Edit all that is left, and end the job; FAILED where it cannot go on. Raises LeaseLost."""
    begun = await BulkEdit.of_job(job.id)
    if begun is None or not begun.is_open:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    try:
        await begun.note({"state": JobState.RUNNING})
        while not begun.scanned:
            begun = await _look(begun, job)
        while begun.batch < begun.batches:
            begun = await _step(begun, job, channels)
    except NoBulkEdit:
        await _end(begun, job, JobState.CANCELLED, "CANCELLED")
    except (Forbidden, Unauthenticated):
        await _end(begun, job, JobState.FAILED, "FAILED", GONE)
    except (NoSuchDocument, Refused) as error:
        # What images were to come to is gone; there is no use in trying again.
        code = error.code if isinstance(error, Refused) else "NOT_FOUND"
        problem = Problem(code=code, message=str(error))
        await _end(begun, job, JobState.FAILED, "FAILED", problem)
    else:
        await _end(begun, job, JobState.SUCCEEDED, "READY")


async def give_up(job: Job, problem: Problem) -> None:
    """End one as failed; what was edited stays."""
    begun = await BulkEdit.of_job(job.id)
    if begun is None:
        await job.finish(JobState.FAILED, "FAILED", problem)
        return
    await _end(begun, job, JobState.FAILED, "FAILED", problem)


async def _look(begun: BulkEdit, job: Job) -> BulkEdit:
    """Note some more of the images that the filter finds, as one batch."""
    where = {"$and": [applied(begun.filter), {"created_at": {"$lte": begun.before}}]}
    after = (begun.place.at, begun.place.id) if begun.place else None
    rows = await page(Image, where, IN_TURN, first=BATCH, after=after, projection=["_id"])
    last = rows.rows[-1] if rows.rows else None
    place = Place(at=last["created_at"], id=last["_id"]) if last else begun.place
    ids = [raw["_id"] for raw in rows.rows]

    async def write(session: Session) -> None:
        await begun.find_more(ids, place, more=rows.more, session=session)

    await together(write)
    await job.advance(0.0)
    return await _again(begun)


async def _step(begun: BulkEdit, job: Job, channels: ChannelRules) -> BulkEdit:
    """Deal with the next batch."""
    viewer = require(await present(Viewer.behind(begun.actor)), Permission.EDIT_IMAGES)

    async def write(session: Session) -> Dealt:
        if begun.reverts is not None:
            dealt = await take_back(viewer, begun, begun.batch, session)
        else:
            batch = await BulkEditBatch.of(begun.id, begun.batch)
            dealt = await apply(viewer, begun, batch, session)
            await batch.note(dealt.edited, session)
        await begun.take(dealt.counts(), dealt.rows(begun), session)
        return dealt

    dealt = await together(write)
    edited = [id for id, came in dealt.outcomes.items() if came is BulkOutcome.EDITED]
    await judge_changed(edited, channels)
    now = await _again(begun)
    await job.advance(min(0.99, now.done / max(now.matched, 1)))
    return now


async def _again(begun: BulkEdit) -> BulkEdit:
    kept = await BulkEdit.get(begun.id)
    assert kept is not None, "It is kept for months, and its job has written it just now."
    return kept


async def _end(
    begun: BulkEdit, job: Job, state: JobState, stage: str, problem: Problem | None = None
) -> None:
    async def write(session: Session) -> None:
        await job.finish(state, stage, problem, session)
        await begun.close(state, session)

    await together(write)

"""Counting everything anew because somebody asks for it: by a job, with progress."""

import secrets
from datetime import timedelta
from functools import partial

from actions.access import Permission, Viewer, require
from actions.counting.catching_up import catch_up
from actions.delivery import Deliver
from actions.errors import Refused
from actions.idempotency import Rows, once
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.jobs import Job, JobKind, JobState
from documents.problems import Problem
from documents.stat_progress import StatProgress
from documents.transactions import Session, together

# How soon it is looked again at what somebody else counts.
PAUSE = timedelta(milliseconds=500)


class StatsRebuilding(Refused):
    """One at a time is enough: it counts whatever happens until it ends."""

    code = "STATS_REBUILDING"

    def __init__(self) -> None:
        super().__init__("The numbers are being counted anew: wait for the end.")


async def ask(viewer: Viewer | None, *, deliver: Deliver, key: str | None = None) -> Job:
    """Have all numbers counted anew, by a job; those of before are told until it has ended.

    Refused: StatsRebuilding, and what `once` refuses. Raises NoSuchDocument for a key whose job
    is gone.
    """
    viewer = require(viewer, Permission.REBUILD_STATS)
    job = Job(kind=JobKind.REBUILD_STATS)

    async def write(session: Session) -> Rows:
        epoch = await StatProgress.anew_by(job.id, session)
        if epoch is None:
            raise StatsRebuilding
        job.payload["epoch"] = epoch
        await Job.add([job], session)
        await _entry(viewer, job).insert(session=session)
        return [{"id": job.id}]

    [row] = await once(viewer, "rebuildStats", key, "", partial(together, write))
    await deliver([job.id] if row["id"] == job.id else [])
    found = (await Job.among([row["id"]])).get(row["id"])
    if found is None:
        raise NoSuchDocument("job", str(row["id"]))
    return found


async def run(job: Job) -> None:
    """Count on, from where whoever was at it before has stopped; or look on while others count.

    Raises LeaseLost.
    """
    us = f"job:{job.id}:{secrets.token_hex(4)}"
    try:
        await catch_up(us, job.advance)
    finally:
        await StatProgress.release(us)
    progress = await StatProgress.current()
    if progress.epoch >= job.payload["epoch"]:
        await job.finish(JobState.SUCCEEDED, "READY")
        return
    await job.advance(progress.share)
    await job.step_aside()
    await Job.put_off(job.id, PAUSE)


async def give_up(job: Job, problem: Problem) -> None:
    """Fail, so that it may be asked for again; the numbers of before stay."""

    async def write(session: Session) -> None:
        await job.finish(JobState.FAILED, "FAILED", problem, session)
        await StatProgress.let_go(job.id, session)

    await together(write)


def _entry(viewer: Viewer, job: Job) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(), action="stats.rebuilt", subject_kind="job", subject_id=job.id
    )

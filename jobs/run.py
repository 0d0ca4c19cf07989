"""Running one claimed job to its end, whatever happens."""

import asyncio
import logging
import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from documents.jobs import LEASE, MAX_ATTEMPTS, Job, JobKind, LeaseLost
from documents.problems import Problem
from jobs.giving_up import give_up
from jobs.handlers import HANDLERS
from jobs.tools import Tools
from processing.errors import ProcessingError
from storage.errors import ObjectMissing, StorageError

logger = logging.getLogger(__name__)
STORE_PAUSE = timedelta(seconds=5)
RENEW_SECONDS = LEASE.total_seconds() / 4
# What was taken back from the public, or deleted, must go in the end.
NEVER_GIVEN_UP = {JobKind.UNPUBLISH, JobKind.ERASE}
# Pauses between tries double each time up to this, four minutes and a bit.
LONGEST_PAUSE_SECONDS = 256


async def run(job: Job, tools: Tools) -> None:
    """Do a job that this worker has claimed: it ends, is lost, or, when cancelled, given back."""
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, dir=tools.scratch))
    work = asyncio.create_task(_do(job, folder, tools))
    lease = asyncio.create_task(_keep(job, work))
    try:
        await asyncio.wait({work})
    finally:
        lease.cancel()
        interrupted = work.cancel()
        await asyncio.gather(work, lease, return_exceptions=True)
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        if interrupted:
            await _interrupted(job)
    if work.cancelled() or isinstance(work.exception(), LeaseLost):
        logger.warning("Job %s is somebody else's now.", job.id)
    else:
        work.result()


async def _interrupted(job: Job) -> None:
    """The worker is told to stop: another one may begin at once."""
    problem = Problem(code="INTERRUPTED", message="The worker was stopped.")
    with suppress(LeaseLost):
        await job.give_back(problem, timedelta(0), counted=False)


async def _do(job: Job, folder: Path, tools: Tools) -> None:
    if job.attempts > MAX_ATTEMPTS and job.kind not in NEVER_GIVEN_UP:
        await give_up(job, job.problem or _lost(job), tools)
        return
    try:
        await HANDLERS[job.kind](job, folder, tools)
    except LeaseLost:
        raise
    except ObjectMissing:
        said = "The stored file is gone from the store: upload it again."
        await give_up(job, Problem(code="ORIGINAL_MISSING", message=said), tools)
    except StorageError as error:
        # The store will be back; that must not cost the picture one of its tries.
        logger.warning("Job %s waits for the store: %s", job.id, error)
        problem = Problem(code="STORE_UNAVAILABLE", message="The object store does not answer.")
        await job.give_back(problem, STORE_PAUSE, counted=False)
    except ProcessingError as error:
        problem = Problem(code=error.code, message=str(error))
        await _again(job, problem, tools, last=not error.passing)
    except Exception:
        logger.exception("Job %s failed.", job.id)
        said = f"Something went wrong on our side; the log has it as job {job.id}."
        await _again(job, Problem(code="INTERNAL", message=said), tools)


async def _again(job: Job, problem: Problem, tools: Tools, *, last: bool = False) -> None:
    if job.kind not in NEVER_GIVEN_UP and (last or job.attempts >= MAX_ATTEMPTS):
        await give_up(job, problem, tools)
    else:
        seconds = min(2 ** min(job.attempts - 1, 30), LONGEST_PAUSE_SECONDS)
        await job.give_back(problem, timedelta(seconds=seconds))


def _lost(job: Job) -> Problem:
    said = f"The worker was lost at each of {MAX_ATTEMPTS} tries; the log has it as job {job.id}."
    return Problem(code="CRASHED", message=said)


async def _keep(job: Job, work: "asyncio.Task[None]") -> None:
    """Renew the lease until it is lost; then stop the work."""
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        try:
            await job.renew()
        except LeaseLost:
            work.cancel()
            return
        except Exception:
            # The database may be back before the lease is over; the work finds out if not.
            logger.exception("The lease of job %s could not be renewed.", job.id)

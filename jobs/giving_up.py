"""What is done for each kind of job when it is not tried again."""

from collections.abc import Awaitable, Callable

from actions.bulk_editing import work as bulk_editing
from actions.counting import rebuilding
from actions.downloading import packing
from actions.exporting import work as exporting
from actions.importing import work as importing
from actions.pictures import intake
from actions.publishing import publication
from actions.rendering import regenerating
from actions.syncing import syncs
from documents.jobs import Job, JobKind, JobState
from documents.problems import Problem
from jobs.tools import Tools

GiveUp = Callable[[Job, Problem, Tools], Awaitable[None]]


async def give_up(job: Job, problem: Problem, tools: Tools) -> None:
    """End a job as failed, and with it what it was about. Raises LeaseLost, StorageError."""
    await GIVING_UP.get(job.kind, fail)(job, problem, tools)


async def fail(job: Job, problem: Problem, _: Tools) -> None:
    """End a job that leaves nothing behind."""
    await job.finish(JobState.FAILED, "FAILED", problem)


async def archive(job: Job, problem: Problem, tools: Tools) -> None:
    """Leave no part of a ZIP in the store."""
    await packing.give_up(job, problem, tools.bucket)


async def bulk_edit(job: Job, problem: Problem, _: Tools) -> None:
    """The edit fails with its job; what was edited stays."""
    await bulk_editing.give_up(job, problem)


async def export(job: Job, problem: Problem, _: Tools) -> None:
    """The export fails with its job, and may be gone on with."""
    await exporting.give_up(job, problem)


async def import_(job: Job, problem: Problem, _: Tools) -> None:
    """The import fails with its job."""
    await importing.give_up(job, problem)


async def process(job: Job, problem: Problem, tools: Tools) -> None:
    """The picture fails with its job."""
    await intake.give_up(job, problem, tools.bucket)


async def publish(job: Job, problem: Problem, tools: Tools) -> None:
    """Take back what is public already."""
    await publication.give_up(job, tools.bucket)
    await fail(job, problem, tools)


async def rebuild_stats(job: Job, problem: Problem, _: Tools) -> None:
    """The numbers of before stay, and it may be asked for again."""
    await rebuilding.give_up(job, problem)


async def regenerate(job: Job, problem: Problem, _: Tools) -> None:
    """The regeneration fails with its job; what was made stays."""
    await regenerating.give_up(job, problem)


async def sync(job: Job, problem: Problem, _: Tools) -> None:
    """The comparison fails with its job."""
    await syncs.give_up(job, problem)


# Those that are not here only `fail`.
GIVING_UP: dict[JobKind, GiveUp] = {
    JobKind.ARCHIVE: archive,
    JobKind.BULK_EDIT: bulk_edit,
    JobKind.EXPORT: export,
    JobKind.IMPORT: import_,
    JobKind.PROCESS: process,
    JobKind.PUBLISH: publish,
    JobKind.REBUILD_STATS: rebuild_stats,
    JobKind.REGENERATE: regenerate,
    JobKind.SYNC: sync,
}

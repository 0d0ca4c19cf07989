"""An import from its job's claim to its end; may be run again at any point."""

import asyncio
import math
import time
from collections.abc import Sequence
from contextlib import suppress

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.delivery import Deliver
from actions.importing.archives import forget
from actions.importing.items import Intake
from actions.importing.listing import list_items
from actions.importing.placing import place_all
from actions.importing.registry import SOURCES
from actions.importing.reservations import let_go
from actions.importing.sources import Means, SourceUnusable
from documents.errors import CannotMove, NoSuchDocument
from documents.image_files import ImportSource
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, ImportState
from documents.jobs import Job, JobState
from documents.problems import Problem
from documents.transactions import Session, together
from documents.users import Role
from storage.errors import StorageError

PAGE = 100
REOPENED_AT_ONCE = 1_000
TOLD_EVERY_SECONDS = 0.25
# An archive is copied here at each turn, so its turns are so many times as long.
LONG_TURN = 10
# The rest is said by the stages before and behind the items.
BEFORE, BEHIND = 0.05, 0.95


async def work(job: Job, means: Means, deliver: Deliver) -> None:
    """Take in all items of the import that `job` is about, and end both.

    When its turn is over and other jobs wait, it is put back behind them.
    Raises StorageError for the store, LeaseLost when the job is somebody else's meanwhile.
    """
    import_ = await _begun(job)
    if import_ is None:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    viewer = _importer(import_)
    try:
        if import_.state is ImportState.RUNNING and not await _take_all(
            job, import_, viewer, means, deliver
        ):
            await job.step_aside()
            await deliver([job.id])
            return
    except SourceUnusable as error:
        await give_up(job, Problem(code=error.code, message=error.message))
        return
    await place_all(viewer, import_.id)
    await _end(job, import_, means)
    await _let_go_of_source(import_.id, means)


async def _let_go_of_source(id: PydanticObjectId, means: Means) -> None:
    """Remove what was sent for the import, unless refused items may be tried again with it."""
    import_ = await Import.present(id)
    if import_.state is ImportState.FINISHED and import_.counts[ItemState.REFUSED]:
        return
    # What cannot be removed now goes when its upload expires, and so does what stays.
    with suppress(StorageError):
        await forget(import_, means)


async def give_up(job: Job, problem: Problem) -> None:
    """End `job` as failed, and its import with it, in one transaction."""
    assert job.import_id is not None, "An IMPORT is about an import."
    id, failed = job.import_id, {"problem": problem.model_dump()}

    async def write(session: Session) -> None:
        await job.finish(JobState.FAILED, "FAILED", problem, session)
        await Import.move(id, ImportState.FAILED, failed, session)

    try:
        await together(write)
    except (NoSuchDocument, CannotMove):
        await job.finish(JobState.CANCELLED, "CANCELLED", problem)


async def _begun(job: Job) -> Import | None:
    """The import, RUNNING or CANCELLING; None where there is nothing to do for this job."""
    assert job.import_id is not None, "An IMPORT is about an import."
    try:
        return await Import.move(job.import_id, ImportState.RUNNING)
    except NoSuchDocument:
        return None
    except CannotMove:
        # A worker died in mid work, or it was cancelled before anybody began.
        found = await Import.present(job.import_id)
        return None if found.over or found.job_id != job.id else found


def _importer(import_: Import) -> Viewer:
    """Whoever asked for it, who was an IMPORTER then."""
    return Viewer.behind(import_.actor, Role.IMPORTER)


async def _take_all(
    job: Job, import_: Import, viewer: Viewer, means: Means, deliver: Deliver
) -> bool:
    """Whether nothing is left to be done, or is to be; else it is others' turn."""
    until = time.monotonic() + _turn(import_, means)
    source = SOURCES[import_.source](import_, means)
    import_ = await list_items(import_, source, means.rules.name_rule)
    if import_.state is not ImportState.RUNNING:
        return True
    await job.reach("LISTED", BEFORE)
    while await ImportItem.reopen(import_.id, import_.round, REOPENED_AT_ONCE):
        pass
    intake = Intake(import_, source, viewer, means, deliver)
    told = 0.0
    while page := await _next_page(import_):
        if time.monotonic() >= until and await Job.any_waits():
            return False
        told = await _take_page(job, intake, page, told)
    await job.reach("TAKEN", BEHIND)
    return True


def _turn(import_: Import, means: Means) -> float:
    """How many seconds it may take before it lets others have their turn."""
    if means.rules.operator is not None:
        return math.inf
    fetched_anew = import_.source is ImportSource.ARCHIVE
    return means.rules.turn_seconds * (LONG_TURN if fetched_anew else 1)


async def _next_page(import_: Import) -> Sequence[ImportItem]:
    """Items that are left, whichever these are; none when the import is to stop."""
    if await Import.state_of(import_.id) is not ImportState.RUNNING:
        return []
    return await ImportItem.in_state(import_.id, ItemState.PENDING, PAGE)


async def _take_page(job: Job, intake: Intake, page: Sequence[ImportItem], told: float) -> float:
    """Take in some items, as many at a time as the rules say; gives when it was last told."""
    gate = asyncio.Semaphore(intake.means.rules.parallel)
    broken = asyncio.Event()

    async def one(item: ImportItem) -> None:
        nonlocal told
        async with gate:
            if broken.is_set():
                return
            try:
                await intake.take(item)
                if time.monotonic() - told >= TOLD_EVERY_SECONDS:
                    told = time.monotonic()
                    await _tell(job, item)
            except BaseException:
                broken.set()
                raise

    # What is in work ends before the job does; nothing else is begun.
    for end in await asyncio.gather(*map(one, page), return_exceptions=True):
        if end is not None:
            raise end
    return told


async def _tell(job: Job, item: ImportItem) -> None:
    counts = (await Import.present(item.import_id)).counts
    done = 1 - counts[ItemState.PENDING] / sum(counts.values())
    await job.advance(BEFORE + (BEHIND - BEFORE) * done)


async def _end(job: Job, import_: Import, means: Means) -> None:
    try:
        await _ended(job, import_, ImportState.FINISHED, JobState.SUCCEEDED)
    except CannotMove:
        await _cancel_rest(import_, means)
        await _ended(job, import_, ImportState.CANCELLED, JobState.CANCELLED)


async def _ended(job: Job, import_: Import, there: ImportState, ends: JobState) -> None:
    async def write(session: Session) -> None:
        await Import.move(import_.id, there, {"problem": None}, session)
        await job.finish(ends, there.value, session=session)

    await together(write)


async def _cancel_rest(import_: Import, means: Means) -> None:
    """Give up the items that are left, and what a worker who died had stored of them."""
    while page := await ImportItem.in_state(import_.id, ItemState.PENDING, PAGE):
        await let_go(page, means.bucket)
        await ImportItem.cancel(page)

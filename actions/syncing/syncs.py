"""Comparing what we keep with what is stored, both ways: asked for, watched, stopped, done."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import OPERATOR, Permission, Viewer, require
from actions.delivery import Deliver
from actions.errors import Refused
from actions.idempotency import Rows, once
from actions.library import Window
from actions.syncing.check import check
from actions.syncing.repair import repair
from actions.syncing.rules import SyncRules
from actions.syncing.scan import ListingOutOfOrder, scan
from documents.audit import AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.jobs import Job, JobKind, JobState
from documents.pages import Page, Raw, page
from documents.problems import Problem
from documents.syncs import Finding, FindingState, NoSync, SyncClass, Synchronization, end
from documents.transactions import Session, together
from processing.presets import BUILT_IN, Presets
from storage.bucket import Bucket

# What a client is told of; a mere suspicion may be gone at the second look.
TOLD = [FindingState.CONFIRMED, FindingState.REPAIRED, FindingState.LEFT]


class SyncRunning(Refused):
    """One comparison at a time is enough, and two would repair the same."""

    code = "SYNC_RUNNING"

    def __init__(self) -> None:
        super().__init__("A synchronization is under way: wait for its end, or cancel it.")


class NothingToRepair(Refused):
    """A repair without a class is a dry run that was not meant as one."""

    code = "NOTHING_TO_REPAIR"
    path = ("repair",)

    def __init__(self) -> None:
        super().__init__("Name the classes to repair, or ask for a dry run.")


class DryRunRepairs(Refused):
    """A dry run changes nothing."""

    code = "DRY_RUN_REPAIRS"
    path = ("repair",)

    def __init__(self) -> None:
        super().__init__("A dry run repairs nothing: leave `repair` out, or set dryRun to false.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to do: only to report, or to repair some classes; `deep` reads originals through."""

    dry_run: bool = True
    repair: Sequence[SyncClass] = ()
    deep: bool = False


async def ask(
    viewer: Viewer | None,
    asked: Asked,
    *,
    rules: SyncRules,
    deliver: Deliver,
    key: str | None = None,
) -> Synchronization:
    """Begin a comparison; a job does it. Refused: SyncRunning, NothingToRepair, DryRunRepairs,

    and what `once` refuses.
    """
    viewer = require(viewer, Permission.SYNCHRONIZE)
    if asked.dry_run and asked.repair:
        raise DryRunRepairs
    if not asked.dry_run and not asked.repair:
        raise NothingToRepair

    async def begin() -> Rows:
        begun = await _begun(viewer, asked, rules)
        if begun is None:
            raise SyncRunning
        await deliver([begun.job_id])
        return [{"id": begun.id}]

    [row] = await once(viewer, "synchronize", key, repr(asked), begin)
    return await _kept(row["id"])


async def ask_in_turn(rules: SyncRules) -> int:
    """Begin the comparison of this turn of the schedule, once over all who try; 1 if we did."""
    if rules.every is None:
        return 0
    seconds = rules.every.total_seconds()
    turn = f"{seconds:.0f}:{now().timestamp() // seconds:.0f}"
    asked = Asked(dry_run=not rules.repair, repair=rules.repair)
    return int(await _begun(OPERATOR, asked, rules, turn) is not None)


async def cancel(viewer: Viewer | None, id: PydanticObjectId) -> Synchronization:
    """Stop a comparison; what it has repaired stays repaired. One that has ended stays as it is.

    Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.SYNCHRONIZE)
    await _kept(id)

    async def write(session: Session) -> None:
        asked = await Synchronization.cancel(id, session)
        if asked is None:
            return
        # Whoever is at it sees it at the next page; where nobody is, it ends here.
        if await Job.cancel_waiting(asked.job_id, session):
            await Synchronization.close(asked.job_id, JobState.CANCELLED, session)
        await _entry(viewer, asked, "sync.cancelled").insert(session=session)

    await together(write)
    return await _kept(id)


async def found(viewer: Viewer | None, id: PydanticObjectId) -> Raw | None:
    """The report of a comparison, as a raw row."""
    require(viewer, Permission.SYNCHRONIZE)
    return await Synchronization.get_pymongo_collection().find_one({"_id": id})


async def reports(viewer: Viewer | None, window: Window) -> Page:
    """A page of the reports that are kept."""
    require(viewer, Permission.SYNCHRONIZE)
    return await page(Synchronization, {}, window.order, first=window.first, after=window.after)


async def findings(viewer: Viewer | None, where: Raw, window: Window) -> Page:
    """A page of what a comparison found."""
    require(viewer, Permission.SYNCHRONIZE)
    return await page(Finding, where, window.order, first=window.first, after=window.after)


async def run(job: Job, *, bucket: Bucket, deliver: Deliver, presets: Presets = BUILT_IN) -> None:
    """Do a comparison to its end, from where whoever was at it before has stopped.

    Nothing is repaired before everything is scanned and found a second time. Raises
    StorageError, LeaseLost.
    """
    sync = await Synchronization.of_job(job.id)
    if sync is None or not sync.is_open:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    try:
        await sync.note({"state": JobState.RUNNING})
        await scan(sync, job, bucket)
        await job.reach("SCANNED", 0.8)
        await check(sync, job, bucket)
        await job.reach("COMPARED", 0.9)
        await repair(sync, job, bucket, deliver, presets)
    except NoSync:
        await end(job, JobState.CANCELLED, "CANCELLED")
    except ListingOutOfOrder as error:
        problem = Problem(code="LISTING_OUT_OF_ORDER", message=str(error))
        await end(job, JobState.FAILED, "FAILED", problem=problem)
    else:
        await end(job, JobState.SUCCEEDED, "SYNCHRONIZED")


async def give_up(job: Job, problem: Problem) -> None:
    """End a comparison as failed."""
    await end(job, JobState.FAILED, "FAILED", problem=problem)


async def _begun(
    viewer: Viewer, asked: Asked, rules: SyncRules, turn: str | None = None
) -> Synchronization | None:
    job = Job(kind=JobKind.SYNC)
    sync = Synchronization(
        job_id=job.id,
        actor=viewer.actor(),
        dry_run=asked.dry_run,
        repair=list(dict.fromkeys(asked.repair)),
        deep=asked.deep,
        grace_seconds=rules.grace.total_seconds(),
        before=now() - rules.grace,
        turn=turn,
    )
    return sync if await sync.begin(job, _entry(viewer, sync, "sync.begun")) else None


async def _kept(id: PydanticObjectId) -> Synchronization:
    kept = await Synchronization.get(id)
    if kept is None:
        raise NoSuchDocument("synchronization", str(id))
    return kept


def _entry(viewer: Viewer, sync: Synchronization, action: str) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action=action,
        subject_kind="synchronization",
        subject_id=sync.id,
        after={"dry_run": sync.dry_run, "repair": [kind.value for kind in sync.repair]},
    )

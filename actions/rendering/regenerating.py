"""Making renditions again after their presets were changed: asked for, stopped, done.

A job walks through the pictures in the order of their coming in and adds, for each that has old
files, jobs of its own, in the transaction that keeps how far it is. So a worker that is lost
costs nothing, nothing is made twice, and all workers help.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.delivery import Deliver
from actions.errors import Refused
from actions.idempotency import Rows, once
from actions.library import MOST_COUNTED, ImageFilter
from actions.metadata.custom_fields import known_wishes
from actions.rendering.renewing import renewals
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.pages import Order, Raw, count, page
from documents.problems import Problem
from documents.regenerations import NoRegeneration, Place, Regeneration
from documents.transactions import Session, together
from processing.presets import Presets

BATCH, MOST_OPEN = 100, 200
IN_TURN = Order("created_at", descending=False)
PAUSE = timedelta(milliseconds=500)


class RegenerationRunning(Refused):
    """One at a time is enough, and two would wait for each other's pictures."""

    code = "REGENERATION_RUNNING"

    def __init__(self) -> None:
        super().__init__("Renditions are being made again: wait for the end, or cancel it.")


class UnknownPreset(Refused):
    """No preset of the house has that name."""

    code = "UNKNOWN_PRESET"
    path = ("preset",)

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no preset {name!r}: `presets` tells those that there are.")
        self.params = {"preset": name}


async def ask(
    viewer: Viewer | None,
    preset: str | None,
    where: ImageFilter,
    *,
    presets: Presets,
    deliver: Deliver,
    key: str | None = None,
) -> Regeneration:
    """Have old renditions made again, of one preset or of all, by jobs.

    Refused: RegenerationRunning, UnknownPreset, and what `once` refuses.
    """
    viewer = require(viewer, Permission.REGENERATE_RENDITIONS)
    if preset is not None and not presets.named(preset):
        raise UnknownPreset(preset)
    await known_wishes(viewer, where.wishes)
    job = Job(kind=JobKind.REGENERATE)
    begun = Regeneration(
        job_id=job.id,
        actor=viewer.actor(),
        preset=preset,
        where=asdict(where),
        expected=await count(Image, where.where(), at_most=MOST_COUNTED),
    )

    async def begin() -> Rows:
        if not await begun.begin(job, _entry(viewer, begun, "regeneration.begun")):
            raise RegenerationRunning
        await deliver([job.id])
        return [{"id": begun.id}]

    asked = repr((preset, begun.where))
    [row] = await once(viewer, "regenerateRenditions", key, asked, begin)
    return await _kept(row["id"])


async def cancel(viewer: Viewer | None, id: PydanticObjectId) -> Regeneration:
    """Stop one; what was made stays. One that has ended stays as it is. Raises NoSuchDocument."""
    viewer = require(viewer, Permission.REGENERATE_RENDITIONS)
    begun = await _kept(id)

    async def write(session: Session) -> None:
        if not await begun.cancel(session):
            return
        # Whoever is at it sees it at the next step; where nobody is, it ends here.
        if await Job.cancel_waiting(begun.job_id, session):
            await begun.close(JobState.CANCELLED, session)
        await _entry(viewer, begun, "regeneration.cancelled").insert(session=session)

    await together(write)
    return await _kept(id)


async def found(viewer: Viewer | None, id: PydanticObjectId) -> Raw | None:
    """One of them, as a raw row."""
    require(viewer, Permission.REGENERATE_RENDITIONS)
    begun = await Regeneration.get(id)
    return begun.raw() if begun else None


async def run(job: Job, *, presets: Presets, deliver: Deliver) -> None:
    """Go on from where whoever was at it before has stopped; steps aside while enough is to do.

    Raises LeaseLost.
    """
    begun = await Regeneration.of_job(job.id)
    if begun is None or not begun.is_open:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    try:
        await begun.note({"state": JobState.RUNNING})
        while not begun.scanned and await begun.open_parts() < MOST_OPEN:
            await _step(begun, job, presets, deliver)
        waiting = await begun.open_parts()
        await job.advance(_progress(begun, waiting))
    except NoRegeneration:
        await _end(begun, job, JobState.CANCELLED, "CANCELLED")
        return
    if begun.scanned and not waiting:
        await _end(begun, job, JobState.SUCCEEDED, "READY")
    else:
        await job.step_aside()
        await Job.put_off(job.id, PAUSE)


async def give_up(job: Job, problem: Problem) -> None:
    """End one as failed."""
    begun = await Regeneration.of_job(job.id)
    if begun is not None:
        await _end(begun, job, JobState.FAILED, "FAILED", problem)


async def _step(begun: Regeneration, job: Job, presets: Presets, deliver: Deliver) -> None:
    """Look at some pictures; their jobs, and that they were looked at, are kept together."""
    asked = ImageFilter.told(begun.where).where()
    where = {"$and": [asked, {"created_at": {"$lte": begun.before}}]}
    after = (begun.place.at, begun.place.id) if begun.place else None
    rows = await page(Image, where, IN_TURN, first=BATCH, after=after)
    ids = [raw["_id"] for raw in rows.rows]
    names = None if begun.preset is None else [begun.preset]
    last = rows.rows[-1] if rows.rows else None
    place = Place(at=last["created_at"], id=last["_id"]) if last else begun.place
    examined, scanned = begun.examined + len(ids), not rows.more
    told = place.model_dump() if place else None

    async def write(session: Session) -> Sequence[Job]:
        images = await Image.among(ids, session)
        due = [one for id in ids if id in images for one in renewals(images[id], presets, names)]
        for one in due:
            one.payload["regeneration"] = begun.id
        await Job.add(due, session)
        await begun.note({"place": told, "examined": examined, "scanned": scanned}, session)
        return due

    added = await together(write)
    begun.place, begun.examined, begun.scanned = place, examined, scanned
    await deliver([one.id for one in added])
    await job.advance(_progress(begun, len(added)))


def _progress(begun: Regeneration, waiting: int) -> float:
    return min(0.99, begun.examined / max(begun.expected, begun.examined + waiting, 1))


async def _end(
    begun: Regeneration, job: Job, state: JobState, stage: str, problem: Problem | None = None
) -> None:
    async def write(session: Session) -> None:
        await job.finish(state, stage, problem, session)
        await begun.close(state, session)

    await together(write)


async def _kept(id: PydanticObjectId) -> Regeneration:
    kept = await Regeneration.get(id)
    if kept is None:
        raise NoSuchDocument("regeneration", str(id))
    return kept


def _entry(viewer: Viewer, begun: Regeneration, action: str) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action=action,
        subject_kind="regeneration",
        subject_id=begun.id,
        after={"preset": begun.preset},
    )

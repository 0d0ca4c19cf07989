"""Having models asked about pictures: a job for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.analysing.jobs import analysis_job
from actions.analysing.rules import AnalysisRules, require_model
from actions.batches import ErrorPolicy, Outcomes, within
from actions.delivery import Deliver
from actions.downloading.downloads import NotYetReady
from actions.idempotency import Rows, once
from documents.analyses import AnalysisWish
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job
from documents.processing_states import ProcessingState
from documents.transactions import Session, together


@dataclass(frozen=True, slots=True)
class Analysis:
    """A picture and the job that has a model asked about it."""

    image: Image
    job: Job


async def analyze(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    wish: AnalysisWish,
    *,
    policy: ErrorPolicy,
    rules: AnalysisRules,
    deliver: Deliver,
    key: str | None = None,
) -> Outcomes[Analysis]:
    """Have a model asked about each of some READY images, once however often it is among them.

    Raises AnalysisNotConfigured, TooMany and what `once` refuses, with nothing queued. Refused
    one by one: NoSuchDocument, NotYetReady.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    require_model(rules)
    within("ids", ids)

    async def begin() -> Rows:
        rows, jobs = await together(lambda session: _begun(viewer, ids, wish, policy, session))
        await deliver([job.id for job in jobs])
        return rows

    asked = repr(([str(id) for id in ids], wish, policy))
    return await _told(await once(viewer, "analyzeImages", key, asked, begin))


async def _begun(
    viewer: Viewer,
    ids: Sequence[PydanticObjectId],
    wish: AnalysisWish,
    policy: ErrorPolicy,
    session: Session,
) -> tuple[Rows, list[Job]]:
    found = await Image.among(ids, session)
    refused = [
        {"place": place, "id": id, "state": image.state if (image := found.get(id)) else None}
        for place, id in enumerate(ids)
        if not _is_ready(found.get(id))
    ]
    if refused and policy is ErrorPolicy.ABORT:
        return refused, []
    ready = [id for id in dict.fromkeys(ids) if _is_ready(found.get(id))]
    jobs = [analysis_job(id, wish) for id in ready]
    await Job.add(jobs, session)
    await AuditEntry.add([_entry(viewer, job, wish) for job in jobs], session)
    begun: Rows = [{"id": job.picture, "job": job.id} for job in jobs]
    return [*refused, *begun], jobs


def _is_ready(image: Image | None) -> bool:
    return image is not None and image.state is ProcessingState.READY


def _entry(viewer: Viewer, job: Job, wish: AnalysisWish) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="image.analysis_asked",
        subject_kind="image",
        subject_id=job.picture,
        after={"job": job.id, "kind": wish.kind},
    )


async def _told(rows: Rows) -> Outcomes[Analysis]:
    """What the rows say, with images and jobs as they are now; two queries."""
    begun = [row for row in rows if "job" in row]
    images = await Image.among([row["id"] for row in begun])
    jobs = await Job.among([row["job"] for row in begun])
    return Outcomes(
        [
            Analysis(images[row["id"]], jobs[row["job"]])
            for row in begun
            if row["id"] in images and row["job"] in jobs
        ],
        [(row["place"], _refusal(row)) for row in rows if "place" in row],
    )


def _refusal(row: dict[str, Any]) -> Exception:
    if row["state"] is None:
        return NoSuchDocument("image", str(row["id"]))
    return NotYetReady(ProcessingState(row["state"]))

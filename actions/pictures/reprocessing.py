"""Processing pictures again: after a fix, or after a failure."""

from collections.abc import Sequence

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted, as_they_are
from actions.batches import ErrorPolicy, Outcomes, within
from actions.delivery import Deliver
from documents.audit import AuditEntry
from documents.errors import CannotMove, NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import PROCESSING_ARROWS, ProcessingState
from documents.queueing import queue_again
from documents.transactions import Session, together


async def reprocess(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
    deliver: Deliver,
) -> Outcomes[Image]:
    """Check, read and render READY and FAILED images again, each by a job of its own.

    Edits, review and public files stay as they are. Refused one by one: NoSuchDocument,
    CannotMove for what is on its way already.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("ids", ids)

    async def write(session: Session) -> tuple[Outcomes[PydanticObjectId], list[Job]]:
        found = await Image.among(ids, session)
        done, refused = admitted(ids, lambda one: _why_not(one, found.get(one)), policy)
        images = [found[id] for id in done]
        jobs = [Job(kind=JobKind.PROCESS, image_id=image.id) for image in images]
        await queue_again({job.picture: job.id for job in jobs}, session)
        await Job.add(jobs, session)
        await AuditEntry.add([_entry(viewer, image) for image in images], session)
        return Outcomes(done, refused), jobs

    outcome, jobs = await together(write)
    await deliver([job.id for job in jobs])
    return await as_they_are(outcome)


def _why_not(id: PydanticObjectId, image: Image | None) -> Exception | None:
    if image is None:
        return NoSuchDocument("image", str(id))
    # An upload that is awaited goes there too, but by arriving.
    awaited = image.state is ProcessingState.AWAITING_UPLOAD
    if awaited or ProcessingState.QUEUED not in PROCESSING_ARROWS[image.state]:
        return CannotMove(image.state, ProcessingState.QUEUED)
    return None


def _entry(viewer: Viewer, image: Image) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="image.reprocessed",
        subject_kind="image",
        subject_id=image.id,
        before={"state": image.state},
    )

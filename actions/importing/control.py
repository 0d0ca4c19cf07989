"""Stopping imports, and trying again what was refused."""

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.delivery import Deliver
from actions.importing.beginning import entry
from actions.importing.reading import visible
from actions.importing.refusals import NothingToRetry
from documents.errors import NoSuchDocument
from documents.import_items import ItemState
from documents.imports import Import, ImportState
from documents.jobs import Job, JobKind
from documents.transactions import Session, together


async def cancel(viewer: Viewer | None, id: PydanticObjectId) -> Import:
    """Stop an import between two items; what was taken in stays.

    It is CANCELLING until its worker has seen so. Raises NoSuchDocument, CannotMove.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)

    async def write(session: Session) -> Import:
        await _mine(viewer, id, session)
        moved = await Import.move(id, ImportState.CANCELLING, session=session)
        await entry(viewer, moved, "import.cancelled").insert(session=session)
        return moved

    return await together(write)


async def retry(
    viewer: Viewer | None, id: PydanticObjectId, *, deliver: Deliver, by: str | None = None
) -> Import:
    """Try the refused items of an ended import again, and all that a FAILED one left undone.

    With `by`, the first lease of the job is the caller's. Raises NoSuchDocument, CannotMove,
    NothingToRetry.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    job = (
        Job(kind=JobKind.IMPORT, import_id=id)
        if by is None
        else Job.held(JobKind.IMPORT, None, by, import_id=id)
    )

    async def write(session: Session) -> Import:
        before = await _mine(viewer, id, session)
        if before.state is ImportState.FINISHED and not before.counts[ItemState.REFUSED]:
            raise NothingToRetry
        facts = {"job_id": job.id, "problem": None}
        moved = await Import.move(id, ImportState.QUEUED, facts, session, again=True)
        await Job.add([job], session)
        await entry(viewer, moved, "import.retried").insert(session=session)
        return moved

    moved = await together(write)
    if by is None:
        await deliver([job.id])
    return moved


async def _mine(viewer: Viewer, id: PydanticObjectId, session: Session) -> Import:
    found = await Import.find_one({"_id": id, **visible(viewer)}, session=session)
    if found is None:
        raise NoSuchDocument("import", str(id))
    return found

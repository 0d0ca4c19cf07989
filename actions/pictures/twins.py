"""Pictures that prove to be duplicates when they are checked."""

from collections.abc import Mapping
from typing import Any

from beanie import PydanticObjectId

from actions.arriving import arrival
from actions.arriving.clashes import DuplicateImage
from actions.arriving.reusing import belong_too, of_image
from documents import likeness
from documents.audit import Actor
from documents.clock import now
from documents.duplicate_wishes import DuplicatePolicy, DuplicateScope
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.import_items import ImportItem
from documents.jobs import Job, JobKind, JobState
from documents.processing_states import ProcessingState
from documents.transactions import Session
from documents.turns import Turn
from documents.uploads import Upload

REUSED = "REUSED"


async def places_for(image: Image) -> dict[PydanticObjectId, int]:
    """Places in the collections of an image, for one that may stand in for it."""
    wish = image.duplicate_wish
    if wish is None or wish.policy is not DuplicatePolicy.REUSE:
        return {}
    return await arrival.places(image.collection_ids, 1)


async def twin_of(
    image: Image, facts: Mapping[str, Any], session: Session
) -> PydanticObjectId | None:
    """The image that was there first, where this one's sender wants no duplicates.

    Of two that are checked at the same moment, one goes first and the other is its twin.
    """
    wish = image.duplicate_wish
    if wish is None:
        return None
    known = {likeness.FILE: facts["sha256"]}
    if wish.scope is DuplicateScope.PICTURE:
        known[likeness.PICTURE] = facts["pixel_hash"]
    for field, value in known.items():
        kind = "file" if field == likeness.FILE else "pixels"
        await Turn.take(f"{kind}:{value}", session)
        if twin := await likeness.twin(field, value, other_than=image.id, session=session):
            return twin
    return None


async def set_aside(
    job: Job,
    image: Image,
    sets: Mapping[str, Any],
    twin: PydanticObjectId,
    session: Session,
    *,
    places: Mapping[PydanticObjectId, int],
) -> None:
    """End `job` with what was wished for: the image is FAILED, or the twin stands in for it.

    Raises NoSuchDocument, CannotMove, LeaseLost.
    """
    assert image.duplicate_wish is not None, "Only who wishes so is compared."
    refusal = DuplicateImage(twin)
    problem = refusal.problem()
    if image.duplicate_wish.policy is DuplicatePolicy.REJECT:
        await job.finish(JobState.FAILED, "FAILED", problem, session)
        # Processed again it is compared again: the twin may be gone by then.
        kept = {"duplicate_wish": image.duplicate_wish.model_dump()}
        failed = {**sets, **kept, "problem": problem.model_dump()}
        await Image.move(image.id, ProcessingState.FAILED, failed, session, job_id=job.id)
        return
    await job.finish(JobState.SUCCEEDED, REUSED, problem, session)
    removed = await _removed(job, image, session)
    actor = Actor(user_id=image.imported.importer_id)
    await belong_too(actor, twin, of_image(removed, places), session)
    await Upload.point(image.id, twin, session)
    await ImportItem.point(image.id, twin, session)


async def _removed(job: Job, image: Image, session: Session) -> Image:
    """Doom the image, as if it had been purged; a job of its own removes its files."""
    mine = {"job_id": job.id, "state": ProcessingState.PROCESSING}
    doomed = {"deleted_at": now(), "purged_at": now()}
    removed = await Image.change(image.id, mine, {"$set": doomed}, session)
    if removed is None:
        raise NoSuchDocument("image", str(image.id))
    await Job.add([Job(kind=JobKind.ERASE, image_id=image.id)], session)
    return removed

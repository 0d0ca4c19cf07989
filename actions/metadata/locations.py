"""Forgetting where pictures were taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted, as_they_are
from actions.batches import ErrorPolicy, Outcomes, within
from actions.delivery import Deliver
from actions.errors import Refused
from actions.metadata.editing import record
from documents.archives import Archive
from documents.downloads import Download
from documents.errors import NoSuchDocument
from documents.exports import Export
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.metadata_exports import MetadataExport
from documents.metadata_revisions import MetadataRevision, RevisionKind
from documents.processing_states import ProcessingState
from documents.raw_metadata import RawMetadata
from documents.transactions import Session, together
from processing.metadata.whereabouts import PLACE

# Whoever reads the file at the moment would write the place again.
READING = {
    ProcessingState.AWAITING_UPLOAD,
    ProcessingState.QUEUED,
    ProcessingState.PROCESSING,
}


class StillReading(Refused):
    """What the file says is being read."""

    code = "STILL_PROCESSING"

    def __init__(self, state: ProcessingState) -> None:
        super().__init__(f"The image is {state}: wait until it is READY or FAILED, then repeat it.")
        self.params = {"state": state.value}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The images without a place, and the jobs that take it out of their originals."""

    images: Outcomes[Image]
    jobs: list[Job]


async def remove(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    also_from_original: bool,
    policy: ErrorPolicy,
    deliver: Deliver,
) -> Forgotten:
    """Forget where pictures were taken: in the record, its history, and every later download.

    The original, which only some may fetch, stays as it came, unless it is to be rewritten too.
    Refused one by one: NoSuchDocument, StillReading.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    if also_from_original:
        require(viewer, Permission.DELETE_IMAGES)
    within("ids", ids)

    async def write(session: Session) -> tuple[Outcomes[PydanticObjectId], list[Job]]:
        found = await Image.among(ids, session)
        done, refused = admitted(ids, lambda one: _why_not(one, found.get(one)), policy)
        await _forget(viewer, {id: found[id] for id in done}, session)
        jobs = [_rewriting(found[id]) for id in done] if also_from_original else []
        await Job.add(jobs, session)
        return Outcomes(done, refused), jobs

    outcome, jobs = await together(write)
    # Those that were asked for meanwhile have seen what it was before.
    await MetadataExport.drop_all()
    await Archive.drop(outcome.done)
    await Export.drop_files()
    await deliver([job.id for job in jobs])
    return Forgotten(await as_they_are(outcome), jobs)


def _rewriting(image: Image) -> Job:
    key = {"key": image.original.key}
    return Job(kind=JobKind.REMOVE_LOCATION, image_id=image.id, payload=key)


async def _forget(viewer: Viewer, images: dict[PydanticObjectId, Image], session: Session) -> None:
    nowhere = dict.fromkeys(PLACE)
    written = {id: {**image.edits, **nowhere} for id, image in images.items()}
    read = {f"metadata.{field}": None for field in PLACE}
    kind = RevisionKind.LOCATION_REMOVED
    await record(viewer, images, written, kind=kind, session=session, more=read)
    await Download.drop(list(images), session)
    await Archive.drop(list(images), session)
    await RawMetadata.forget(list(images), session)
    await MetadataExport.drop_all(session)
    await Export.drop_files(session)
    await MetadataRevision.remove_fields(list(images), PLACE, session)


def _why_not(id: PydanticObjectId, image: Image | None) -> Exception | None:
    if image is None:
        return NoSuchDocument("image", str(id))
    return StillReading(image.state) if image.state in READING else None

"""Files to take along: what there is, and having made what there is not."""

from collections.abc import Sequence
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted, as_they_are
from actions.batches import ErrorPolicy, Outcomes, within
from actions.deleting.deletion import remove_downloads
from actions.delivery import Deliver
from actions.errors import Refused
from documents.downloads import Download, DownloadMetadata, Wanted, wanted
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import OPEN, Job, JobKind
from documents.pages import Raw
from documents.processing_states import ProcessingState
from documents.transactions import Session, together
from storage.bucket import Bucket

SWEPT, MOST_BATCHES = 250, 40


class NotYetReady(Refused):
    """Only what was checked is given out."""

    code = "NOT_READY"

    def __init__(self, state: ProcessingState) -> None:
        super().__init__(f"The image is {state}: it can be downloaded when it is READY.")
        self.params = {"state": state.value}


def allowed(viewer: Viewer | None, metadata: DownloadMetadata) -> Viewer:
    """Whoever may download it: what tells a place is for those who may see places.

    Raises Unauthenticated, Forbidden.
    """
    stripped = metadata is DownloadMetadata.NONE
    return require(viewer, Permission.READ_LIBRARY if stripped else Permission.SEE_PRIVATE_METADATA)


async def load_downloads(
    viewer: Viewer | None, asked: Sequence[Wanted]
) -> list[tuple[Raw | None, Raw | None]]:
    """What was made of each, or is being made, and the job that makes it; two queries."""
    require(viewer, Permission.READ_LIBRARY)
    rows = await Download.found(asked)
    jobs = await Job.among([raw["job_id"] for raw in rows.values()])
    found = {id: {"_id": job.id, **job.model_dump()} for id, job in jobs.items()}
    known = {want: (raw, found.get(raw["job_id"])) for want, raw in rows.items()}
    return [known.get(want, (None, None)) for want in asked]


async def prepare(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    metadata: DownloadMetadata,
    *,
    policy: ErrorPolicy,
    deliver: Deliver,
) -> Outcomes[Image]:
    """Have files made of READY images, each by a job, unless they are there or on their way.

    The untouched original is there always. Refused one by one: NoSuchDocument, NotYetReady.
    """
    allowed(viewer, metadata)
    within("ids", ids)

    async def write(session: Session) -> tuple[Outcomes[PydanticObjectId], list[Job]]:
        found = await Image.among(ids, session)
        done, refused = admitted(ids, lambda one: why_not_ready(one, found.get(one)), policy)
        if metadata is DownloadMetadata.ORIGINAL:
            return Outcomes(done, refused), []
        jobs = await _begun([found[id] for id in done], metadata, session)
        return Outcomes(done, refused), jobs

    outcome, jobs = await together(write)
    await deliver([job.id for job in jobs])
    return await as_they_are(outcome)


async def _begun(
    images: Sequence[Image], metadata: DownloadMetadata, session: Session
) -> list[Job]:
    """Jobs for what is neither there nor being made."""
    asked = [wanted(as_raw(image), metadata) for image in images]
    rows = await Download.found(asked, session)
    jobs = await Job.among([raw["job_id"] for raw in rows.values()])
    open_ = {id for id, job in jobs.items() if job.state in OPEN}
    fine = {want for want, raw in rows.items() if raw["key"] or raw["job_id"] in open_}
    made = {
        want: Job(kind=JobKind.DOWNLOAD, image_id=want.image_id)
        for want in asked
        if want not in fine
    }
    await Download.plan({want: job.id for want, job in made.items()}, session)
    await Download.keep_on([rows[want]["_id"] for want in fine], session)
    await Job.add(list(made.values()), session)
    return list(made.values())


def as_raw(image: Image) -> dict[str, Any]:
    """An image's document as the row that it is kept as."""
    return {"_id": image.id, **image.model_dump()}


def why_not_ready(id: PydanticObjectId, image: Image | None) -> Exception | None:
    """Why a picture cannot be taken along; None where it can."""
    if image is None:
        return NoSuchDocument("image", str(id))
    return None if image.state is ProcessingState.READY else NotYetReady(image.state)


async def sweep_downloads(bucket: Bucket) -> int:
    """Remove made files that nobody has asked for in a day; tells how many. Repeatable."""
    await Download.drop_expired()
    removed = 0
    for _ in range(MOST_BATCHES):
        rows = await Download.dropped(SWEPT)
        await remove_downloads(rows, bucket)
        removed += len(rows)
        if len(rows) < SWEPT:
            break
    return removed

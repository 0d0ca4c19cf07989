"""Uploads as an importer makes them, without the API before them."""

from collections.abc import Sequence
from io import BytesIO

from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.arriving.incoming import Incoming, UploadRules
from actions.arriving.said import Batch
from actions.batches import ErrorPolicy
from actions.deleting import deletion, trash
from actions.delivery import Deliver, by_change_stream
from actions.reviewing import decisions
from actions.uploading import uploads
from actions.uploading.results import Accepted, Result
from documents.clock import now
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.reviews import ReviewReason
from jobs.run import run
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos

RULES = UploadRules(max_bytes=50 * 1024 * 1024)


async def accepted(
    bucket: Bucket, *contents: bytes, deliver: Deliver = by_change_stream
) -> list[Accepted]:
    """Pictures that are stored and queued, in their order."""
    files = [Incoming(BytesIO(content), f"{n}.jpg") for n, content in enumerate(contents)]
    return [one for one in await sent(bucket, files, deliver=deliver) if isinstance(one, Accepted)]


async def sent(
    bucket: Bucket,
    files: Sequence[Incoming],
    batch: Batch | None = None,
    *,
    deliver: Deliver = by_change_stream,
) -> list[Result]:
    """What became of each file of an upload."""
    return await uploads.upload(
        OPERATOR, files, batch or Batch(), bucket=bucket, rules=RULES, deliver=deliver
    )


async def ready(tools: Tools, content: bytes | None = None) -> Image:
    """A picture that is READY."""
    [taken] = await accepted(tools.bucket, content or photos.jpeg())
    await run(await claimed(taken.job), tools)
    image = await Image.present(taken.image.id)
    assert image.state is ProcessingState.READY
    return image


async def approved(image: Image) -> Job:
    """The job that is to publish a picture, which is approved herewith."""
    ids = [image.id]
    outcome = await decisions.approve(
        OPERATOR, ids, policy=ErrorPolicy.ABORT, deliver=by_change_stream
    )
    assert outcome.refused == []
    jobs = await Job.find({"kind": JobKind.PUBLISH, "image_id": image.id}).sort("_id").to_list()
    return jobs[-1]


async def withdrawn(image: Image, bucket: Bucket) -> None:
    """Take an approved picture back."""
    outcome = await decisions.withdraw(
        OPERATOR,
        [image.id],
        reason=ReviewReason.RIGHTS,
        note=None,
        policy=ErrorPolicy.ABORT,
        bucket=bucket,
    )
    assert outcome.refused == []


async def purged(id: PydanticObjectId, bucket: Bucket) -> None:
    """Delete a picture, and remove it for good."""
    await deletion.delete(OPERATOR, [id], bucket=bucket)
    outcome = await trash.purge(OPERATOR, [id], policy=ErrorPolicy.ABORT, bucket=bucket)
    assert outcome.refused == []


async def resubmitted(image: Image) -> None:
    """Put a withdrawn picture before the reviewers again."""
    assert (await decisions.resubmit(OPERATOR, [image.id], policy=ErrorPolicy.ABORT)).refused == []


async def claimed(job: Job, by: str = "test") -> Job:
    """The job, held by `by`."""
    found = await Job.claim(by, job.id)
    assert found is not None
    return found


async def expire(job: Job) -> None:
    """Let the lease of a job run out, or its pause end, now."""
    await Job.get_pymongo_collection().update_one({"_id": job.id}, {"$set": {"due": now()}})


async def again(job: Job) -> Job:
    """The job as it is now."""
    found = await Job.get(job.id)
    assert found is not None
    return found

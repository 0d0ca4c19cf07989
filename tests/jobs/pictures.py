"""Uploads as an importer makes them, without the API before them."""

from io import BytesIO

from actions import uploads
from actions.access import OPERATOR
from actions.delivery import Deliver, by_change_stream
from actions.upload_results import Accepted
from actions.uploads import Batch, Incoming, UploadRules
from documents.clock import now
from documents.jobs import Job
from storage.bucket import Bucket

RULES = UploadRules(max_bytes=50 * 1024 * 1024)


async def accepted(
    bucket: Bucket, *contents: bytes, deliver: Deliver = by_change_stream
) -> list[Accepted]:
    """Pictures that are stored and queued, in their order."""
    files = [Incoming(BytesIO(content), f"{n}.jpg") for n, content in enumerate(contents)]
    done = await uploads.upload(
        OPERATOR, files, Batch(), bucket=bucket, rules=RULES, deliver=deliver
    )
    return [one for one in done if isinstance(one, Accepted)]


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

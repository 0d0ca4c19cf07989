"""What is done for each kind of job."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from actions import deletion, downloading, intake, location_rewriting, publication
from documents.jobs import Job, JobKind, JobState
from jobs.tools import Tools

Handler = Callable[[Job, Path, Tools], Awaitable[None]]


async def process(job: Job, folder: Path, tools: Tools) -> None:
    """Check, read and render a new picture."""
    await intake.process(
        job, folder, bucket=tools.bucket, sandbox=tools.sandbox, exiftool=tools.exiftool
    )


async def publish(job: Job, folder: Path, tools: Tools) -> None:
    """Make an approved picture public."""
    done = await publication.publish(job, folder, bucket=tools.bucket, sandbox=tools.sandbox)
    if done:
        await job.finish(JobState.SUCCEEDED, "PUBLISHED")
    else:
        await job.finish(JobState.CANCELLED, "CANCELLED")


async def unpublish(job: Job, _: Path, tools: Tools) -> None:
    """Finish a withdrawal, a deletion or a replacement that its caller began."""
    await publication.unpublish([job.image_id], tools.bucket)
    await job.finish(JobState.SUCCEEDED, "UNPUBLISHED")


async def erase(job: Job, _: Path, tools: Tools) -> None:
    """Finish a removal for good that its caller began."""
    await deletion.erase([job.image_id], tools.bucket)
    await job.finish(JobState.SUCCEEDED, "ERASED")


async def download(job: Job, folder: Path, tools: Tools) -> None:
    """Make a file to take along."""
    await downloading.make(job, folder, bucket=tools.bucket, exiftool=tools.exiftool)


async def remove_location(job: Job, folder: Path, tools: Tools) -> None:
    """Take the place out of an original."""
    await location_rewriting.rewrite(
        job, folder, bucket=tools.bucket, sandbox=tools.sandbox, exiftool=tools.exiftool
    )


HANDLERS: dict[JobKind, Handler] = {
    JobKind.PROCESS: process,
    JobKind.PUBLISH: publish,
    JobKind.UNPUBLISH: unpublish,
    JobKind.ERASE: erase,
    JobKind.DOWNLOAD: download,
    JobKind.REMOVE_LOCATION: remove_location,
}

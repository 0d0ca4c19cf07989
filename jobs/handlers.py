"""What is done for each kind of job."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from actions.analysing import work as analysing
from actions.auditing import exports as auditing
from actions.bulk_editing import work as bulk_editing
from actions.counting import rebuilding
from actions.deleting import deletion
from actions.downloading import packing
from actions.downloading import work as downloading
from actions.exporting import work as exporting
from actions.importing import work as importing
from actions.importing.sources import Means
from actions.metadata import exports, imports, location_rewriting
from actions.pictures import intake
from actions.publishing import publication
from actions.rendering import gallery, regenerating
from actions.syncing import syncs
from documents.jobs import Job, JobKind, JobState
from jobs.tools import Tools

Handler = Callable[[Job, Path, Tools], Awaitable[None]]


async def analyse(job: Job, folder: Path, tools: Tools) -> None:
    """Ask a model about a picture."""
    await analysing.analyse(job, folder, bucket=tools.bucket, ask=tools.ask, rules=tools.analysis)


async def bulk_edit(job: Job, _: Path, tools: Tools) -> None:
    """Edit all images that a filter finds."""
    await bulk_editing.run(job, channels=tools.channels)


async def process(job: Job, folder: Path, tools: Tools) -> None:
    """Check, read and render a new picture."""
    await intake.process(
        job,
        folder,
        bucket=tools.bucket,
        studio=tools.studio,
        channels=tools.channels,
        thresholds=tools.thresholds,
        approval=tools.approval,
    )


async def publish(job: Job, folder: Path, tools: Tools) -> None:
    """Make an approved picture public."""
    done = await publication.publish(job, folder, bucket=tools.bucket, studio=tools.studio)
    if done:
        await job.finish(JobState.SUCCEEDED, "PUBLISHED")
    else:
        await job.finish(JobState.CANCELLED, "CANCELLED")


async def rebuild_stats(job: Job, _: Path, __: Tools) -> None:
    """Count all numbers anew."""
    await rebuilding.run(job)


async def regenerate(job: Job, _: Path, tools: Tools) -> None:
    """Have old renditions made again."""
    await regenerating.run(job, presets=tools.presets, deliver=tools.deliver)


async def render(job: Job, folder: Path, tools: Tools) -> None:
    """Bring the private renditions of a picture up to date."""
    if await gallery.render(job, folder, studio=tools.studio, bucket=tools.bucket):
        await job.finish(JobState.SUCCEEDED, "READY")
    else:
        await job.finish(JobState.CANCELLED, "CANCELLED")


async def unpublish(job: Job, _: Path, tools: Tools) -> None:
    """Finish a withdrawal, a deletion or a replacement that its caller began."""
    await publication.unpublish([job.picture], tools.bucket)
    await job.finish(JobState.SUCCEEDED, "UNPUBLISHED")


async def erase(job: Job, _: Path, tools: Tools) -> None:
    """Finish a removal for good that its caller began."""
    await deletion.erase([job.picture], tools.bucket)
    await job.finish(JobState.SUCCEEDED, "ERASED")


async def download(job: Job, folder: Path, tools: Tools) -> None:
    """Make a file to take along."""
    await downloading.make(job, folder, bucket=tools.bucket, exiftool=tools.exiftool)


async def archive(job: Job, folder: Path, tools: Tools) -> None:
    """Pack files to take along."""
    await packing.make(job, folder, bucket=tools.bucket, exiftool=tools.exiftool)


async def export(job: Job, folder: Path, tools: Tools) -> None:
    """Write an export of the catalogue."""
    await exporting.make(job, folder, bucket=tools.bucket, exiftool=tools.exiftool)


async def remove_location(job: Job, folder: Path, tools: Tools) -> None:
    """Take the place out of an original."""
    await location_rewriting.rewrite(
        job, folder, bucket=tools.bucket, sandbox=tools.sandbox, exiftool=tools.exiftool
    )


async def audit_export(job: Job, folder: Path, tools: Tools) -> None:
    """Write a file of the audit."""
    await auditing.make(job, folder, bucket=tools.bucket)


async def metadata_export(job: Job, folder: Path, tools: Tools) -> None:
    """Write a table of what is said of pictures."""
    await exports.make(job, folder, bucket=tools.bucket)


async def metadata_import(job: Job, folder: Path, tools: Tools) -> None:
    """Take in a table that came back."""
    await imports.work(job, folder, bucket=tools.bucket)


async def sync(job: Job, _: Path, tools: Tools) -> None:
    """Compare what we keep with what is stored."""
    await syncs.run(job, bucket=tools.bucket, deliver=tools.deliver, presets=tools.presets)


async def import_(job: Job, folder: Path, tools: Tools) -> None:
    """Take in pictures from elsewhere."""
    means = Means(
        bucket=tools.bucket,
        folder=folder,
        uploads=tools.uploads,
        rules=tools.imports,
        retention=tools.retention,
    )
    await importing.work(job, means, tools.deliver)


HANDLERS: dict[JobKind, Handler] = {
    JobKind.ARCHIVE: archive,
    JobKind.BULK_EDIT: bulk_edit,
    JobKind.PROCESS: process,
    JobKind.PUBLISH: publish,
    JobKind.REBUILD_STATS: rebuild_stats,
    JobKind.REGENERATE: regenerate,
    JobKind.RENDER: render,
    JobKind.UNPUBLISH: unpublish,
    JobKind.ERASE: erase,
    JobKind.DOWNLOAD: download,
    JobKind.REMOVE_LOCATION: remove_location,
    JobKind.IMPORT: import_,
    JobKind.ANALYSE: analyse,
    JobKind.SYNC: sync,
    JobKind.AUDIT_EXPORT: audit_export,
    JobKind.EXPORT: export,
    JobKind.METADATA_EXPORT: metadata_export,
    JobKind.METADATA_IMPORT: metadata_import,
}

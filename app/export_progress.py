"""How far an export of the command is, for whoever looks at the terminal."""

from contextlib import AbstractAsyncContextManager

from beanie import PydanticObjectId
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from app.progress import following
from documents.exports import Export
from documents.jobs import Job


def shown(id: PydanticObjectId) -> AbstractAsyncContextManager[None]:
    """A bar while the block runs; where nobody looks, it is one line at the end."""

    async def look(progress: Progress) -> None:
        export = await Export.present(id, {})
        job = await Job.get(export.job_id)
        if not progress.task_ids:
            progress.add_task("Exporting", total=1.0, pictures=0)
        done = 0.0 if job is None else job.progress
        progress.update(progress.task_ids[0], completed=done, pictures=export.tally.pictures)

    return following(
        look,
        TextColumn("Exporting"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pictures]:,} pictures"),
        TimeRemainingColumn(),
    )

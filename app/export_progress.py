"""How far an export of the command is, for whoever looks at the terminal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from beanie import PydanticObjectId
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from documents.exports import Export
from documents.jobs import Job

LOOK_SECONDS = 0.25


@asynccontextmanager
async def shown(id: PydanticObjectId) -> AsyncIterator[None]:
    """A bar while the block runs; where nobody looks, it is one line at the end."""
    columns = (
        TextColumn("Exporting"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pictures]:,} pictures"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        progress.add_task("Exporting", total=1.0, pictures=0)
        following = asyncio.create_task(_follow(id, progress))
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await _look(id, progress)


async def _follow(id: PydanticObjectId, progress: Progress) -> None:
    while True:
        await _look(id, progress)
        await asyncio.sleep(LOOK_SECONDS)


async def _look(id: PydanticObjectId, progress: Progress) -> None:
    export = await Export.present(id, {})
    job = await Job.get(export.job_id)
    [task] = progress.task_ids
    done = 0.0 if job is None else job.progress
    progress.update(task, completed=done, pictures=export.tally.pictures)

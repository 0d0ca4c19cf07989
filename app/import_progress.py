"""How far an import of the command is, for whoever looks at the terminal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from beanie import PydanticObjectId
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from documents.import_items import ItemState
from documents.imports import Import

LOOK_SECONDS = 0.25


@asynccontextmanager
async def shown(id: PydanticObjectId) -> AsyncIterator[None]:
    """A bar while the block runs; where nobody looks, it is one line at the end."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
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
    import_ = await Import.present(id)
    total = sum(import_.counts.values())
    if not progress.task_ids:
        progress.add_task("Importing", total=None)
    progress.update(
        progress.task_ids[0],
        total=total if import_.listed else None,
        completed=total - import_.counts.get(ItemState.PENDING, 0),
    )

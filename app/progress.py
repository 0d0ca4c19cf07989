"""A bar that follows what a command does, for whoever looks at the terminal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from rich.console import Console
from rich.progress import Progress, ProgressColumn

LOOK_SECONDS = 0.25
Look = Callable[[Progress], Awaitable[None]]


@asynccontextmanager
async def following(look: Look, *columns: ProgressColumn) -> AsyncIterator[None]:
    """A bar while the block runs, brought up to date by `look`, the last time at its end.

    Where nobody looks, it is one line at the end.
    """
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = asyncio.create_task(_follow(look, progress))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await look(progress)


async def _follow(look: Look, progress: Progress) -> None:
    while True:
        await look(progress)
        await asyncio.sleep(LOOK_SECONDS)

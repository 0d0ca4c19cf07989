"""Following the queue of the store's events, beside the work or in a process of its own."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from app import logs
from app.connections import Connections, location, opened, retention
from app.delivery import delivering
from app.settings import Settings, read
from jobs.store_events import Door, follow
from storage.event_queue import EventQueue

STOP_SECONDS = 30.0
LOOK_SECONDS = 1.0


@asynccontextmanager
async def following(settings: Settings, connections: Connections) -> AsyncIterator[None]:
    """Follow the queue that the settings name, if they do, while the block runs."""
    url = settings.s3_events_queue_url
    if url is None:
        yield
        return
    async with EventQueue(location(settings), url) as queue, delivering(settings) as delivery:
        door = Door(connections.bucket, delivery.deliver, retention(settings))
        task = asyncio.create_task(follow(queue, door))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@contextmanager
def beside(settings: Settings) -> Iterator[None]:
    """A process that follows the queue while the block runs: Celery's own must not."""
    if settings.s3_events_queue_url is None:
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "app.store_events"])
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(settings: Settings) -> None:
    """Follow the queue until SIGINT, SIGTERM, or the end of the process that started us."""
    asyncio.run(_main(settings))


async def _main(settings: Settings) -> None:
    async with opened(settings) as connections, following(settings, connections):
        waiting = asyncio.create_task(_orphaned(os.getppid()))
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signum, waiting.cancel)
        with suppress(asyncio.CancelledError):
            await waiting


async def _orphaned(parent: int) -> None:
    # Nobody tells a process that its parent is gone: it has to look.
    while os.getppid() == parent:  # noqa: ASYNC110
        await asyncio.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    ours = read()
    logs.configure(ours)
    main(ours)

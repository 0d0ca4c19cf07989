"""`ecogram worker`: does the work, in a process of its own."""

import asyncio
import signal
from contextlib import suppress

from app import celery_worker, store_events
from app.connections import opened, tools
from app.garbage import spare_what_is_here
from app.settings import Settings
from jobs.worker import work

# While one picture comes from the store or goes there, another has the core.
JOBS_A_CORE = 2


def main(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM; jobs in work are given back."""
    if settings.broker_url is not None:
        with store_events.beside(settings):
            celery_worker.main(settings)
    else:
        asyncio.run(_main(settings))


async def _main(settings: Settings) -> None:
    async with (
        opened(settings) as connections,
        tools(settings, connections) as ours,
        store_events.following(settings, connections),
    ):
        spare_what_is_here()
        working = asyncio.create_task(work(ours, JOBS_A_CORE * settings.parallel_jobs))
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signum, working.cancel)
        with suppress(asyncio.CancelledError):
            await working

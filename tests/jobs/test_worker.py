"""The worker's loop, where it waits for work."""

import asyncio

from documents.jobs import Job
from jobs.waking import Alarm


async def test_a_stop_is_never_forgotten() -> None:
    """A worker that is told to stop just as work arrives stops, however close the two are."""
    for turns in range(6):
        alarm = Alarm(Job, [], everybody=False)
        slot = asyncio.create_task(_waiting(alarm))
        await asyncio.sleep(0.01)
        await alarm.wake()
        for _ in range(turns):
            await asyncio.sleep(0)
        slot.cancel()
        ended, _ = await asyncio.wait({slot}, timeout=1)

        assert ended == {slot}, f"It went on after {turns} turns."


async def _waiting(alarm: Alarm) -> None:
    while True:
        await alarm.rest()

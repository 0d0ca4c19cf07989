"""The worker's loop, where it waits for work."""

import asyncio

from jobs.worker import _rest


async def test_a_stop_is_never_forgotten() -> None:
    """A worker that is told to stop just as work arrives stops, however close the two are."""
    for turns in range(6):
        wake = asyncio.Condition()
        slot = asyncio.create_task(_waiting(wake))
        await asyncio.sleep(0.01)
        async with wake:
            wake.notify()
        for _ in range(turns):
            await asyncio.sleep(0)
        slot.cancel()
        ended, _ = await asyncio.wait({slot}, timeout=1)

        assert ended == {slot}, f"It went on after {turns} turns."


async def _waiting(wake: asyncio.Condition) -> None:
    while True:
        await _rest(wake)

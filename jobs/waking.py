"""Resting until something happens, or for a little while at most."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from beanie import Document

from documents.watching import changes

# Without a wake-up we look all the same: what is due by now, leases that ran out.
LOOK_SECONDS = 2.0


class Alarm:
    """Wakes those that rest whenever a collection changes in a certain way.

    `everybody` at each change, else one of them, for one finds enough to do in it.
    """

    def __init__(
        self,
        model: type[Document],
        pipeline: Sequence[Mapping[str, Any]],
        *,
        everybody: bool,
    ) -> None:
        self._model, self._pipeline, self._everybody = model, pipeline, everybody
        self._rung = asyncio.Condition()

    async def ring(self) -> None:
        """Follow the collection until cancelled."""
        async for _ in changes(self._model, self._pipeline):
            await self.wake()

    async def wake(self) -> None:
        """Have one, or everybody, look now."""
        async with self._rung:
            if self._everybody:
                self._rung.notify_all()
            else:
                self._rung.notify()

    async def rest(self) -> None:
        """Return at the next change, or after LOOK_SECONDS."""
        async with self._rung:
            # Not wait_for: before Python 3.12 it forgets a cancellation that comes with the ring.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._rung.wait()

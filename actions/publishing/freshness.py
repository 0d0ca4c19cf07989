"""Whether what was read, of the catalogue or the library, may still be told."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Any

from beanie import Document

from documents.hearing import CATALOG, FOLLOWING, LOST, NOTHING, heard

# Without a word of the database for so long, nobody knows.
SILENCE_SECONDS = 2.0


class Freshness:
    """Counts the changes of what is `read`, heard from the database itself.

    Whoever noted `epoch` before they read may tell what they have read as long as it is the
    same and `known`. What was read then is behind by no more than the change stream is.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        read: Sequence[type[Document]] = CATALOG,
    ) -> None:
        self._read = read
        self.epoch = 0
        # The database's time of the last change that was heard of.
        self.latest: Any = None
        self._clock = clock
        self._following = False
        self._heard = clock()
        self._news = asyncio.Event()

    @property
    def known(self) -> bool:
        """Whether every change is heard of: not while the stream is broken, or hangs."""
        return self._following and self._clock() - self._heard < SILENCE_SECONDS

    async def run(self) -> None:
        """Listen until cancelled."""
        try:
            async with aclosing(heard(self._read)) as news:  # type: ignore[type-var]
                async for one in news:
                    self._take(one)
        finally:
            self._following = False

    async def reached(self, wanted: Callable[["Freshness"], bool]) -> None:
        """Wait until this is so."""
        while not wanted(self):
            await self._news.wait()

    def _take(self, one: object) -> None:
        self._heard = self._clock()
        if one == NOTHING:
            return
        self.epoch += 1
        if one in (FOLLOWING, LOST):
            self._following = one == FOLLOWING
        else:
            self.latest = one
        self._news.set()
        self._news.clear()

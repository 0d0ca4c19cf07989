"""Streams that end when the right to follow them does."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

Event = TypeVar("Event")
RECHECK_SECONDS = 30.0


async def rechecked(
    events: AsyncIterator[Event],
    check: Callable[[], Awaitable[object]],
    seconds: float = RECHECK_SECONDS,
) -> AsyncGenerator[Event]:
    """Pass `events` on, running `check` at least every so often; what it raises ends the stream."""
    right = _Right()
    checking = asyncio.create_task(right.keep(check, seconds))
    try:
        async with aclosing(events):  # type: ignore[type-var]
            while True:
                try:
                    event = await right.while_it_lasts(events)
                except StopAsyncIteration:
                    return
                yield event
    finally:
        checking.cancel()
        await asyncio.gather(checking, return_exceptions=True)


class _Right:
    """The right to follow, and the wait that its end cuts short.

    The check has a task of its own, so that an event needs none.
    """

    def __init__(self) -> None:
        self._error: Exception | None = None
        self._waiting: asyncio.Timeout | None = None

    async def keep(self, check: Callable[[], Awaitable[object]], seconds: float) -> None:
        """Check until it fails."""
        try:
            while True:
                # A thousand that came together must not ask together for ever.
                await asyncio.sleep(seconds * random.uniform(0.5, 1))  # noqa: S311
                await check()
        except Exception as error:  # noqa: BLE001  whoever follows is told
            self._error = error
            if self._waiting is not None:
                self._waiting.reschedule(asyncio.get_running_loop().time())

    async def while_it_lasts(self, events: AsyncIterator[Event]) -> Event:
        """The next event. Raises what the check raised, whichever comes first."""
        try:
            if self._error is None:
                async with asyncio.timeout(None) as self._waiting:
                    return await anext(events)
        except TimeoutError:
            if self._error is None:
                raise
        finally:
            self._waiting = None
        assert self._error is not None, "Nothing else ends the wait."
        raise self._error

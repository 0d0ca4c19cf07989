"""Streams that end when the right to follow them does."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

Event = TypeVar("Event")
RECHECK_SECONDS = 30.0


async def rechecked(
    events: AsyncIterator[Event],
    check: Callable[[], Awaitable[object]],
    seconds: float = RECHECK_SECONDS,
) -> AsyncGenerator[Event]:
    """Pass `events` on, running `check` every so often; what it raises ends the stream."""
    clock = asyncio.get_running_loop().time
    due = clock() + seconds
    coming = asyncio.ensure_future(anext(events))
    try:
        while True:
            await asyncio.wait({coming}, timeout=max(0.0, due - clock()))
            if clock() >= due:
                await check()
                due = clock() + seconds
            if coming.done():
                try:
                    event = coming.result()
                except StopAsyncIteration:
                    return
                yield event
                coming = asyncio.ensure_future(anext(events))
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError, StopAsyncIteration):
            await coming

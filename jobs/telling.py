"""Telling the outside what changes: turns that are taken by lease, so any number may tell."""

import asyncio
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeAlias

from documents.changes import Change
from documents.watching import changes

# Takes a turn under a name of ours; tells whether there was one to take.
Turn: TypeAlias = Callable[[str], Awaitable[bool]]

logger = logging.getLogger(__name__)
# Without a wake-up we look all the same: tries that are due, leases that ran out, replays.
LOOK_SECONDS = 2.0
NEW = [{"$match": {"operationType": "insert"}}]


async def tell(turns: Sequence[Turn]) -> None:
    """Take turns, each of `turns` beside the others, until cancelled; nothing where there are none.

    What is under way then is done again by whoever comes next.
    """
    if not turns:
        return
    wake = asyncio.Condition()
    name = f"{socket.gethostname()}:{secrets.token_hex(4)}"
    async with asyncio.TaskGroup() as group:
        group.create_task(_wake(wake))
        for place, turn in enumerate(turns):
            group.create_task(_again_and_again(turn, f"{name}:{place}", wake))


async def _again_and_again(turn: Turn, name: str, wake: asyncio.Condition) -> None:
    while True:
        if not await _taken(turn, name):
            await _rest(wake)


async def _taken(turn: Turn, name: str) -> bool:
    try:
        return await turn(name)
    except Exception:
        # The lease runs out, and somebody tries again.
        logger.exception("A turn of telling could not be ended.")
        return False


async def _rest(wake: asyncio.Condition) -> None:
    async with wake:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await wake.wait()


async def _wake(wake: asyncio.Condition) -> None:
    async for _ in changes(Change, NEW):
        async with wake:
            wake.notify_all()

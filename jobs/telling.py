"""Telling the outside what changes: turns that are taken by lease, so any number may tell."""

import asyncio
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from documents.changes import Change
from jobs.waking import Alarm

# Takes a turn under a name of ours; tells whether there was one to take.
Turn: TypeAlias = Callable[[str], Awaitable[bool]]

logger = logging.getLogger(__name__)
NEW = [{"$match": {"operationType": "insert"}}]


async def tell(turns: Sequence[Turn]) -> None:
    """Take turns, each of `turns` beside the others, until cancelled; nothing where there are none.

    What is under way then is done again by whoever comes next.
    """
    if not turns:
        return
    alarm = Alarm(Change, NEW, everybody=True)
    name = f"{socket.gethostname()}:{secrets.token_hex(4)}"
    async with asyncio.TaskGroup() as group:
        group.create_task(alarm.ring())
        for place, turn in enumerate(turns):
            group.create_task(_again_and_again(turn, f"{name}:{place}", alarm))


async def _again_and_again(turn: Turn, name: str, alarm: Alarm) -> None:
    while True:
        if not await _taken(turn, name):
            await alarm.rest()


async def _taken(turn: Turn, name: str) -> bool:
    try:
        return await turn(name)
    except Exception:
        # The lease runs out, and somebody tries again.
        logger.exception("A turn of telling could not be ended.")
        return False

"""Doing a job from the command line, until it has ended or somebody stops the command."""

import asyncio
import os
import secrets
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from beanie import PydanticObjectId

from documents.jobs import Job
from jobs.run import run
from jobs.tools import Tools

Result = TypeVar("Result")
# Who stops it with Ctrl-C does not want a worker to go on at once.
PAUSE = timedelta(days=1)
LOOK_SECONDS = 0.5


class Stopped(Exception):
    """Ctrl-C, or SIGTERM; whoever looks at the terminal knows by now."""


async def unless_stopped(
    doing: Coroutine[Any, Any, Result], job_id: PydanticObjectId, *, said: str = ""
) -> Result:
    """What it gives. Raises Stopped, with the job put off, where the command is stopped first.

    `said` goes before what is said then, as to end the line of a bar.
    """
    task, loop = asyncio.create_task(doing), asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        await Job.put_off(job_id, PAUSE)
        sys.stderr.write(f"{said}ecogram: stopped; the same command goes on from here.\n")
        raise Stopped from None


async def done(
    command: str,
    job_id: PydanticObjectId,
    tools: Tools,
    ended: Callable[[], Awaitable[Result | None]],
) -> Result:
    """Do a job, or wait for whoever does it, until `ended` gives something: that."""
    us = f"{command}:{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    await Job.put_off(job_id, timedelta(0))
    while True:
        if job := await Job.claim(us, job_id):
            await run(job, tools)
        found = await ended()
        if found is not None:
            return found
        await asyncio.sleep(LOOK_SECONDS)

"""A worker without a broker: claims jobs by lease, woken by a change stream."""

import asyncio
import logging
import secrets
import socket

from documents.jobs import Job, JobState
from jobs.counting import keep_counted
from jobs.judging import keep_judged
from jobs.run import run
from jobs.sweeping import sweep
from jobs.telling import tell
from jobs.tools import Tools
from jobs.waking import Alarm

logger = logging.getLogger(__name__)
NEW = [{"$match": {"operationType": "insert", "fullDocument.state": JobState.QUEUED.value}}]


async def work(tools: Tools, parallel: int) -> None:
    """Do jobs, `parallel` at a time, until cancelled; what is in work then is given back."""
    alarm = Alarm(Job, NEW, everybody=False)
    name = f"{socket.gethostname()}:{secrets.token_hex(4)}"
    async with asyncio.TaskGroup() as group:
        group.create_task(alarm.ring())
        group.create_task(sweep(tools.bucket, tools.retention))
        group.create_task(tell(tools.telling))
        group.create_task(keep_judged(tools.channels))
        group.create_task(keep_counted())
        for slot in range(parallel):
            group.create_task(_slot(f"{name}:{slot}", tools, alarm))


async def _slot(name: str, tools: Tools, alarm: Alarm) -> None:
    while True:
        job = await _claimed(name)
        if job is None:
            await alarm.rest()
        else:
            await _safely(job, tools)


async def _claimed(name: str) -> Job | None:
    try:
        return await Job.claim(name)
    except Exception:
        logger.exception("The jobs could not be looked at.")
        return None


async def _safely(job: Job, tools: Tools) -> None:
    try:
        await run(job, tools)
    except Exception:
        # Its lease runs out and somebody tries again.
        logger.exception("Job %s could not be ended.", job.id)

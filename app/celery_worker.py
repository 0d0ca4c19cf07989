"""A worker behind Celery: each of its processes runs jobs whose ids the broker carries."""

import asyncio
import os
import secrets
import socket
from contextlib import AsyncExitStack

from beanie import PydanticObjectId
from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown

from app.broker import RUN, make_celery
from app.connections import opened, tools
from app.settings import Settings
from documents.jobs import Job
from jobs.run import run
from jobs.tools import Tools


class Bench:
    """One event loop and one set of tools for each process, opened after the fork."""

    def __init__(self, settings: Settings) -> None:
        # Celery forks a process for each job in work, so each has one child of the sandbox.
        self.settings = settings.model_copy(update={"parallel_jobs": 1})
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.tools: Tools | None = None
        self.name = ""

    def open(self, **_: object) -> None:
        """Connect, in this process, under a name that no other process has."""
        self.name = f"celery:{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.tools = self.runner.run(self._open())

    def close(self, **_: object) -> None:
        """Disconnect."""
        self.runner.run(self.stack.aclose())
        self.runner.close()

    def run(self, job_id: str) -> None:
        """Do one job, unless somebody else has it or it is not due."""
        self.runner.run(self._run(PydanticObjectId(job_id)))

    async def _open(self) -> Tools:
        # What an attempt that failed has opened.
        await self.stack.aclose()
        connections = await self.stack.enter_async_context(opened(self.settings))
        return await self.stack.enter_async_context(tools(self.settings, connections))

    async def _run(self, job_id: PydanticObjectId) -> None:
        if self.tools is None:
            # Celery goes on without a process that could not be opened, for all of its life.
            self.tools = await self._open()
        job = await Job.claim(self.name, job_id)
        if job is not None:
            await run(job, self.tools)


def make_worker(settings: Settings) -> Celery:
    """The Celery application with the task that runs jobs."""
    assert settings.broker_url is not None, "Without a broker there is no Celery."
    celery = make_celery(settings.broker_url.get_secret_value())
    bench = Bench(settings)
    worker_process_init.connect(bench.open, weak=False)
    worker_process_shutdown.connect(bench.close, weak=False)
    celery.task(name=RUN)(bench.run)
    return celery


def main(settings: Settings) -> None:
    """Work until SIGTERM; jobs in work are finished first."""
    options = ["--quiet", "worker", "--pool=prefork", f"--concurrency={settings.parallel_jobs}"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
    make_worker(settings).worker_main([*options, *quiet])

"""Real workers that die at a place of our choice."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from documents.jobs import Job
from storage.bucket import Bucket
from storage.client import S3Location
from tests.jobs.pictures import expire


@asynccontextmanager
async def killed(told: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker that gets SIGKILL at the end of the block."""
    program = [sys.executable, "-m", "tests.graph.dying_worker", told]
    worker = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    try:
        yield worker
    finally:
        worker.kill()
        await worker.wait()


@dataclass(frozen=True, slots=True)
class Dying:
    """Workers of jobs that are due, with the parts of a test; `sets` are names they set first."""

    mongo_uri: str
    store: S3Location
    bucket: Bucket
    scratch: Path
    sets: dict[str, Any] | None = None

    async def __call__(self, job: Job, where: str, call: int = 1) -> None:
        """Do a job up to behind this call of a function, and be killed there; its lease is over."""
        told = {
            **({"sets": self.sets} if self.sets else {}),
            "where": where,
            "call": call,
            "before": False,
            "job": str(job.id),
            "mongo": self.mongo_uri,
            "database": Job.get_pymongo_collection().database.name,
            "store": asdict(replace(self.store, bucket=self.bucket.name)),
            # Nothing is fetched.
            "port": 9,
            "scratch": str(self.scratch),
        }
        async with killed(json.dumps(told)) as worker:
            assert worker.stdout is not None
            assert await asyncio.wait_for(worker.stdout.readline(), 60) == b"reached\n"
        await expire(job)

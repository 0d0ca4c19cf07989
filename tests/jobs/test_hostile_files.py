"""Files that take over their child, through the real worker: each ends alone, by name, and soon."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from documents.clock import now
from documents.images import Image
from documents.jobs import MAX_ATTEMPTS, Job, JobState
from documents.processing_states import ProcessingState
from jobs import worker
from jobs.tools import Tools
from processing import sandbox as module
from processing.limits import MIB, Limits
from processing.sandbox import Sandbox
from tests import photos
from tests.jobs.pictures import accepted, again

pytestmark = pytest.mark.usefixtures("database")

LIMITS = Limits(wall_seconds=3, cpu_seconds=1, memory_bytes=700 * MIB)
# What a file does to its child: how its picture ends, and after how many tries.
HOSTILE = {
    "please abort": ("CRASHED", MAX_ATTEMPTS),
    "please touch nothing": ("CRASHED", MAX_ATTEMPTS),
    "please exit": ("CRASHED", MAX_ATTEMPTS),
    "please lie": ("CRASHED", MAX_ATTEMPTS),
    "please chatter": ("CRASHED", MAX_ATTEMPTS),
    "please kill": ("CRASHED", MAX_ATTEMPTS),
    "please hang": ("TIMED_OUT", MAX_ATTEMPTS),
    "please spin": ("TIMED_OUT", MAX_ATTEMPTS),
    # Another try would need as much again.
    "please bloat": ("OUT_OF_MEMORY", 1),
}


@pytest.fixture
async def sabotaged(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Tools]:
    """Tools whose children do what a file asks for."""
    true = module._command

    def command(limits: Limits, folder: Path) -> list[str]:
        swapped = {"processing.child": "tests.jobs.saboteur"}
        return [swapped.get(word, word) for word in true(limits, folder)]

    monkeypatch.setattr(module, "_command", command)
    async with Sandbox(LIMITS, size=3, folder=tmp_path) as own:
        yield replace(tools, sandbox=own)


@asynccontextmanager
async def working(tools: Tools) -> AsyncIterator[None]:
    """A real worker with three hands, which is still there at the end of the block."""
    working = asyncio.create_task(worker.work(tools, 3))
    try:
        yield
        assert not working.done()
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def ended(jobs: list[Job]) -> list[Job]:
    """All of them, when they are at their end; pauses between tries are cut short."""
    async with asyncio.timeout(60):
        while True:
            found = [await again(job) for job in jobs]
            if all(job.state in {JobState.SUCCEEDED, JobState.FAILED} for job in found):
                return found
            await Job.get_pymongo_collection().update_many(
                {"state": JobState.QUEUED.value}, {"$set": {"due": now()}}
            )
            await asyncio.sleep(0.1)


async def test_hostile_files_end_alone_and_by_name(sabotaged: Tools) -> None:
    """Crashed, hung, bloated or lied to: FAILED with its code, and every neighbour is READY."""
    files = []
    for number, words in enumerate(HOSTILE):
        files += [photos.jpeg(comment=words), photos.jpeg(64 + number, 48)]
    taken = await accepted(sabotaged.bucket, *files)
    async with working(sabotaged):
        jobs = await ended([one.job for one in taken])
    images = [await Image.present(one.image.id) for one in taken]
    bad, good = images[::2], images[1::2]
    told = [
        (image.problem.code if image.problem else None, job.attempts)
        for image, job in zip(bad, jobs[::2], strict=True)
    ]

    assert dict(zip(HOSTILE, told, strict=True)) == HOSTILE
    assert {image.state for image in bad} == {ProcessingState.FAILED}
    assert {image.state for image in good} == {ProcessingState.READY}
    assert {job.attempts for job in jobs[1::2]} == {1}

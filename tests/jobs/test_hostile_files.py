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

PATIENT = Limits(wall_seconds=30, cpu_seconds=20, memory_bytes=700 * MIB)
HASTY = Limits(wall_seconds=4, cpu_seconds=2, memory_bytes=700 * MIB)
# What a file does to its child: how its picture ends, and after how many tries.
CRASHING = {
    "please abort": ("CRASHED", MAX_ATTEMPTS),
    "please touch nothing": ("CRASHED", MAX_ATTEMPTS),
    "please exit": ("CRASHED", MAX_ATTEMPTS),
    "please lie": ("CRASHED", MAX_ATTEMPTS),
    "please chatter": ("CRASHED", MAX_ATTEMPTS),
    "please kill": ("CRASHED", MAX_ATTEMPTS),
    # Another try would need as much again.
    "please bloat": ("OUT_OF_MEMORY", 1),
}
HANGING = {
    "please hang": ("TIMED_OUT", MAX_ATTEMPTS),
    "please spin": ("TIMED_OUT", MAX_ATTEMPTS),
}


@pytest.fixture
def sabotage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let children do what a file asks for."""
    true = module._command

    def command(limits: Limits, folder: Path) -> list[str]:
        swapped = {"processing.child": "tests.jobs.saboteur"}
        return [swapped.get(word, word) for word in true(limits, folder)]

    monkeypatch.setattr(module, "_command", command)


@asynccontextmanager
async def working(tools: Tools, limits: Limits) -> AsyncIterator[None]:
    """A real worker with three hands, which is still there at the end of the block."""
    async with Sandbox(limits, size=3, folder=tools.scratch) as own:
        working = asyncio.create_task(worker.work(replace(tools, sandbox=own), 3))
        try:
            yield
            assert not working.done()
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working


async def ended(jobs: list[Job]) -> list[Job]:
    """All of them, when they are at their end; pauses between tries are cut short."""
    async with asyncio.timeout(100):
        while True:
            found = [await again(job) for job in jobs]
            if all(job.state in {JobState.SUCCEEDED, JobState.FAILED} for job in found):
                return found
            await Job.get_pymongo_collection().update_many(
                {"state": JobState.QUEUED.value}, {"$set": {"due": now()}}
            )
            await asyncio.sleep(0.1)


@pytest.mark.usefixtures("sabotage")
@pytest.mark.parametrize(
    ("hostile", "limits"), [(CRASHING, PATIENT), (HANGING, HASTY)], ids=["crashing", "hanging"]
)
async def test_hostile_files_end_alone_and_by_name(
    tools: Tools, hostile: dict[str, tuple[str, int]], limits: Limits
) -> None:
    """Crashed, hung, bloated or lied to: FAILED with its code, and every neighbour is READY."""
    files = []
    for number, words in enumerate(hostile):
        files += [photos.jpeg(comment=words), photos.jpeg(64 + number, 48)]
    taken = await accepted(tools.bucket, *files)
    async with working(tools, limits):
        jobs = await ended([one.job for one in taken])
    images = [await Image.present(one.image.id) for one in taken]
    bad, good = images[::2], images[1::2]
    told = [
        (image.problem.code if image.problem else None, job.attempts)
        for image, job in zip(bad, jobs[::2], strict=True)
    ]

    assert dict(zip(hostile, told, strict=True)) == hostile
    assert {image.state for image in bad} == {ProcessingState.FAILED}
    assert {image.state for image in good} == {ProcessingState.READY}

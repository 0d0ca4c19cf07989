"""Each way in which a job can end."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import pytest
from beanie import PydanticObjectId

from documents.images import Image
from documents.jobs import MAX_ATTEMPTS, JobKind, JobState
from documents.processing_states import ProcessingState
from jobs.handlers import HANDLERS
from jobs.run import run
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.sandbox import Sandbox
from storage.bucket import Bucket
from tests import photos
from tests.jobs.gates import Down, Gated, keys
from tests.jobs.pictures import accepted, again, claimed, expire, purged

pytestmark = pytest.mark.usefixtures("database")


async def state(id: PydanticObjectId) -> tuple[ProcessingState, str | None]:
    """State and problem of a picture."""
    image = await Image.present(id)
    return image.state, image.problem.code if image.problem else None


@pytest.fixture
async def gated(bucket: Bucket) -> AsyncIterator[Gated]:
    """The test's bucket, behind a gate."""
    async with Gated(bucket) as ours:
        yield ours


async def test_a_good_picture_ends_ready(tools: Tools) -> None:
    """Job and image end together."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    await run(await claimed(taken.job), tools)

    assert (await again(taken.job)).state is JobState.SUCCEEDED
    assert await state(taken.image.id) == (ProcessingState.READY, None)
    assert [*os.scandir(tools.scratch)] == []


async def test_a_bad_picture_fails_at_once(tools: Tools) -> None:
    """What no other try would mend is not tried again."""
    whole = photos.png(640, 480)
    middle = len(whole) // 2
    broken = bytes(byte ^ 0xFF for byte in whole[middle : middle + 16])
    [taken] = await accepted(tools.bucket, whole[:middle] + broken + whole[middle + 16 :])
    await run(await claimed(taken.job), tools)
    job = await again(taken.job)

    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert await state(taken.image.id) == (ProcessingState.FAILED, "FILE_CORRUPT")


async def test_a_missing_original_is_told(tools: Tools) -> None:
    """A file that is gone from the store ends its picture with a code of its own."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    await tools.bucket.delete([taken.image.original.key])
    await run(await claimed(taken.job), tools)

    assert await state(taken.image.id) == (ProcessingState.FAILED, "ORIGINAL_MISSING")


async def test_a_store_that_is_down_costs_no_try(tools: Tools) -> None:
    """An outage gives the job back as often as it takes; afterwards the picture is READY."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    async with Down(tools.bucket.client, tools.bucket.name, threads=1) as down:
        for _ in range(MAX_ATTEMPTS + 2):
            await run(await claimed(taken.job), replace(tools, bucket=down))
            await expire(taken.job)
    waiting = await again(taken.job)
    assert waiting.problem is not None
    assert "10.0.0.7" not in waiting.problem.message
    await run(await claimed(taken.job), tools)

    assert await state(taken.image.id) == (ProcessingState.READY, None)


async def test_a_crash_is_tried_three_times(tools: Tools, exiftool: ExifTool) -> None:
    """A picture that ends its child is given up after the third, and not before."""
    [taken] = await accepted(tools.bucket, photos.photo(3))
    async with Sandbox(Limits(wall_seconds=0.01), size=1) as hasty:
        for attempt in range(1, MAX_ATTEMPTS + 1):
            await run(await claimed(taken.job), replace(tools, sandbox=hasty))
            job = await again(taken.job)
            assert job.attempts == attempt
            if job.state is JobState.FAILED:
                break
            await expire(taken.job)

    assert job.state is JobState.FAILED
    assert await state(taken.image.id) == (ProcessingState.FAILED, "TIMED_OUT")


async def test_lost_workers_are_counted(tools: Tools) -> None:
    """A job that took three workers with it, however early, ends as CRASHED; nothing is stuck."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    for _ in range(MAX_ATTEMPTS):
        await claimed(taken.job, "dead")
        await expire(taken.job)
    await run(await claimed(taken.job), tools)

    assert (await again(taken.job)).state is JobState.FAILED
    assert await state(taken.image.id) == (ProcessingState.FAILED, "CRASHED")


async def test_our_own_mistakes_are_not_told(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug ends as INTERNAL after its tries, and its text stays in the log."""

    async def broken(*_: object) -> None:
        raise RuntimeError("the secret is a blue door")

    [taken] = await accepted(tools.bucket, photos.jpeg())
    monkeypatch.setitem(HANDLERS, JobKind.PROCESS, broken)
    for _ in range(MAX_ATTEMPTS):
        await run(await claimed(taken.job), tools)
        await expire(taken.job)
    job = await again(taken.job)

    assert await state(taken.image.id) == (ProcessingState.FAILED, "INTERNAL")
    assert job.problem is not None
    assert "blue door" not in job.problem.message


async def test_a_worker_that_stops_gives_back(tools: Tools, gated: Gated) -> None:
    """Told to stop in mid job, a worker leaves it to the next at once, and costs it no try."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    working = asyncio.create_task(run(await claimed(taken.job), replace(tools, bucket=gated)))
    await gated.reached.wait()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    job = await again(taken.job)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    await run(await claimed(taken.job), tools)

    assert await state(taken.image.id) == (ProcessingState.READY, None)


async def test_a_lost_job_is_left_alone(
    tools: Tools, gated: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was too slow to renew writes nothing more; the next one ends the job."""
    monkeypatch.setattr("jobs.run.RENEW_SECONDS", 0.05)
    [taken] = await accepted(tools.bucket, photos.jpeg())
    slow = asyncio.create_task(run(await claimed(taken.job, "slow"), replace(tools, bucket=gated)))
    await gated.reached.wait()
    await expire(taken.job)
    fast = await claimed(taken.job, "fast")
    await slow
    assert (await again(taken.job)).by == "fast"
    await run(fast, tools)

    assert await state(taken.image.id) == (ProcessingState.READY, None)


async def test_nothing_is_left_of_a_removed_picture(tools: Tools, gated: Gated) -> None:
    """Removed for good while it is rendered, a picture leaves no object behind."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    working = asyncio.create_task(run(await claimed(taken.job), replace(tools, bucket=gated)))
    await gated.reached.wait()
    await purged(taken.image.id, tools.bucket)
    gated.gate.set()
    await working

    assert (await again(taken.job)).state is JobState.CANCELLED
    assert await keys(tools.bucket) == []

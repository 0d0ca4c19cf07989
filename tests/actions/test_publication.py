"""What is approved is public; whatever happens in between, nothing else is."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import replace

import pytest

from actions.access import OPERATOR
from actions.deleting import deletion
from actions.publishing.publication import CACHE_CONTROL
from documents.images import Image
from documents.jobs import MAX_ATTEMPTS, Job, JobKind, JobState
from documents.reviews import ReviewState
from jobs.run import run
from jobs.tools import Tools
from processing.presets import PUBLISHED
from storage.bucket import Bucket
from storage.errors import StoreUnavailable
from storage.keys import PUBLISHED as PUBLIC
from tests.jobs.gates import STEPS, Down, Forbidding, Gated, keys
from tests.jobs.pictures import (
    again,
    approved,
    claimed,
    expire,
    purged,
    ready,
    resubmitted,
    withdrawn,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(params=STEPS)
async def gated(request: pytest.FixtureRequest, bucket: Bucket) -> AsyncIterator[Gated]:
    """The test's bucket, behind a gate at each step of publishing in turn."""
    async with Gated(bucket, request.param) as ours:
        yield ours


async def public(bucket: Bucket) -> list[str]:
    """The keys that anybody may fetch."""
    return await keys(bucket, PUBLIC)


def promised(job: Job) -> list[str]:
    """The keys that a job publishes under."""
    told: Iterable[str] = job.payload["keys"].values()
    return sorted(told)


async def begun(job: Job, tools: Tools, gated: Gated) -> "asyncio.Task[None]":
    """The job in work, standing at the gate."""
    working = asyncio.create_task(run(await claimed(job), replace(tools, bucket=gated)))
    await gated.reached.wait()
    return working


async def test_what_is_approved_is_public(tools: Tools) -> None:
    """Each public rendition is there, told right, and may be cached for ever."""
    image = await ready(tools)
    job = await approved(image)
    await run(await claimed(job), tools)
    publication = (await Image.present(image.id)).publication

    assert publication is not None
    assert [one.preset for one in publication.renditions] == [one.name for one in PUBLISHED]
    assert await public(tools.bucket) == promised(job)
    for one in publication.renditions:
        async with await tools.bucket.open(one.key) as stored:
            assert stored.cache_control == CACHE_CONTROL
            assert (stored.content_type, stored.length) == (one.content_type, one.bytes)
    assert (await again(job)).state is JobState.SUCCEEDED


async def test_withdrawn_while_it_is_published(tools: Tools, gated: Gated) -> None:
    """Wherever its job stands, a picture that is taken back leaves no public object."""
    image = await ready(tools)
    job = await approved(image)
    working = await begun(job, tools, gated)
    await withdrawn(image, tools.bucket)
    gated.gate.set()
    await working

    assert await public(tools.bucket) == []
    assert (await Image.present(image.id)).publication is None
    assert (await again(job)).state is JobState.CANCELLED


async def test_deleted_while_it_is_published(tools: Tools, gated: Gated) -> None:
    """Wherever its job stands, a picture that is deleted leaves no public object."""
    image = await ready(tools)
    job = await approved(image)
    working = await begun(job, tools, gated)
    await deletion.delete(OPERATOR, [image.id], bucket=tools.bucket)
    gated.gate.set()
    await working

    assert await public(tools.bucket) == []
    assert (await again(job)).state is JobState.CANCELLED


async def test_purged_while_it_is_published(tools: Tools, gated: Gated) -> None:
    """Wherever its job stands, a picture that is removed for good leaves nothing at all."""
    image = await ready(tools)
    job = await approved(image)
    working = await begun(job, tools, gated)
    await purged(image.id, tools.bucket)
    gated.gate.set()
    await working

    assert await keys(tools.bucket) == []
    assert (await again(job)).state in {JobState.CANCELLED, JobState.FAILED}


async def test_approved_again_before_the_first_is_done(tools: Tools, gated: Gated) -> None:
    """Of two approvals exactly the second one's objects stay, whatever the first is doing."""
    image = await ready(tools)
    first = await approved(image)
    working = await begun(first, tools, gated)
    await withdrawn(image, tools.bucket)
    await resubmitted(image)
    second = await approved(image)
    await run(await claimed(second), tools)
    gated.gate.set()
    await working
    publication = (await Image.present(image.id)).publication

    assert await public(tools.bucket) == promised(second)
    assert publication is not None
    assert sorted(one.key for one in publication.renditions) == promised(second)


async def test_a_job_that_stands_still_is_done_by_the_next(tools: Tools, gated: Gated) -> None:
    """What a worker left halfway, the next one records; the first changes nothing by coming back.

    Taken back in between, nothing stays, though the first one's last object came last.
    """
    image = await ready(tools)
    job = await approved(image)
    stalled = await begun(job, tools, gated)
    await expire(job)
    await run(await claimed(job, "next"), tools)
    assert await public(tools.bucket) == promised(job)
    await withdrawn(image, tools.bucket)
    gated.gate.set()
    await stalled

    assert await public(tools.bucket) == []
    assert (await again(job)).state is JobState.SUCCEEDED


async def test_told_to_stop_it_leaves_no_secret_public(tools: Tools, gated: Gated) -> None:
    """A worker that stops after a withdrawal clears what it has put there since."""
    image = await ready(tools)
    job = await approved(image)
    working = await begun(job, tools, gated)
    await withdrawn(image, tools.bucket)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working

    assert await public(tools.bucket) == []
    assert (await again(job)).state is JobState.QUEUED


async def test_a_late_cleaning_spares_the_next_approval(tools: Tools) -> None:
    """A withdrawal that is ended late, for its caller died, removes what was public then only."""
    image = await ready(tools)
    await run(await claimed(await approved(image)), tools)
    async with Down(tools.bucket.client, tools.bucket.name, threads=1) as down:
        with pytest.raises(StoreUnavailable):
            await withdrawn(image, down)
    assert (await Image.present(image.id)).publication is None
    await resubmitted(image)
    second = await approved(image)
    await run(await claimed(second), tools)
    [late] = await Job.find({"kind": JobKind.UNPUBLISH}).to_list()
    await expire(late)
    await run(await claimed(late), tools)

    assert await public(tools.bucket) == promised(second)
    assert (await Image.present(image.id)).review.state is ReviewState.APPROVED


async def test_a_withdrawal_is_never_given_up(tools: Tools) -> None:
    """However often it fails, cleaning goes on, with pauses that grow, until all is gone."""
    image = await ready(tools)
    await run(await claimed(await approved(image)), tools)
    async with Forbidding(tools.bucket.client, tools.bucket.name, threads=1) as forbidding:
        with pytest.raises(PermissionError):
            await withdrawn(image, forbidding)
        [job] = await Job.find({"kind": JobKind.UNPUBLISH}).to_list()
        for _ in range(MAX_ATTEMPTS + 2):
            await expire(job)
            await run(await claimed(job), replace(tools, bucket=forbidding))
    assert (await again(job)).state is JobState.QUEUED
    assert await public(tools.bucket) != []
    await expire(job)
    await run(await claimed(job), tools)

    assert await public(tools.bucket) == []
    assert (await again(job)).state is JobState.SUCCEEDED


async def test_what_lost_workers_published_is_cleared(tools: Tools, bucket: Bucket) -> None:
    """A job that is given up after a withdrawal removes what its dead workers may have put."""
    image = await ready(tools)
    job = await approved(image)
    async with Gated(bucket, "after put") as gated:
        doomed = await begun(job, tools, gated)
        await withdrawn(image, bucket)
        await bucket.copy(image.original.key, promised(job)[0])
        for _ in range(MAX_ATTEMPTS - 1):
            await expire(job)
            await claimed(job, "dead")
        await expire(job)
        await run(await claimed(job), tools)
        left = await public(bucket)
        gated.gate.set()
        await doomed

    assert left == []
    assert (await again(job)).state is JobState.FAILED

"""People say what a picture is about while it is on its way in."""

import asyncio
from dataclasses import replace

import pytest

from actions.access import OPERATOR
from actions.delivery import by_change_stream
from actions.rendering.focal_points import set_focal_point
from app.presets import presets
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.processing_states import ProcessingState
from jobs.run import run
from jobs.tools import Tools
from tests import photos
from tests.jobs.gates import STEPS, Gated
from tests.jobs.pictures import accepted, again, claimed

pytestmark = pytest.mark.usefixtures("database")
OURS = presets('{"TILE": {"longest_side": 20, "fit": "COVER"}}')


async def said(image: Image, x: float) -> Image:
    """The picture, with a point that somebody set."""
    now = await Image.present(image.id)
    return await set_focal_point(
        OPERATOR, image.id, (x, 0.5), now.version, presets=OURS, deliver=by_change_stream
    )


async def test_what_is_said_before_it_is_heeded(tools: Tools) -> None:
    """No second job is needed."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    await said(taken.image, 0.1)
    await run(await claimed(taken.job), replace(tools, presets=OURS))
    image = await Image.present(taken.image.id)

    assert image.state is ProcessingState.READY
    assert image.focal_point is not None
    assert (image.focal_point.x, image.focal_point.pixel_hash) == (0.1, image.facts["pixel_hash"])
    assert await Job.find({"kind": JobKind.RENDER}).count() == 0


async def test_what_is_said_meanwhile_is_heeded_afterwards(tools: Tools) -> None:
    """What was cropped around another point is made again, and the later word stands."""
    ours = replace(tools, presets=OURS)
    [taken] = await accepted(tools.bucket, photos.jpeg())
    async with Gated(tools.bucket, STEPS[-1]) as gated:
        working = asyncio.create_task(run(await claimed(taken.job), replace(ours, bucket=gated)))
        await gated.reached.wait()
        await said(taken.image, 0.9)
        gated.gate.set()
        await working
    before = await Image.present(taken.image.id)
    [job] = await Job.find({"kind": JobKind.RENDER}).to_list()
    await run(await claimed(job), ours)
    after = await Image.present(taken.image.id)
    changed = {
        new.preset
        for old, new in zip(before.renditions, after.renditions, strict=True)
        if old.recipe != new.recipe
    }

    assert (await again(job)).state is JobState.SUCCEEDED
    assert after.focal_point is not None
    assert after.focal_point.x == 0.9
    assert changed == {"TILE"}


async def test_of_a_picture_that_is_gone_nothing_is_made(tools: Tools) -> None:
    """A job that comes too late ends, and leaves no object."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    job = Job(kind=JobKind.RENDER, image_id=taken.image.id)
    await job.insert()
    await run(await claimed(job), tools)

    assert (await again(job)).state is JobState.CANCELLED

"""What is deleted is gone, and takes nothing of anybody else with it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from actions.access import OPERATOR
from actions.arranging import groups
from actions.arriving.incoming import Incoming
from actions.arriving.said import Batch
from actions.batches import ErrorPolicy
from actions.deleting import deletion, trash
from actions.deleting.deletion import ABANDONED_AFTER
from actions.delivery import by_change_stream
from actions.uploading.results import Accepted
from documents.audit import AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.groups import ImageGroup
from documents.images import Image
from documents.jobs import MAX_ATTEMPTS, Job, JobKind, JobState
from documents.processing_states import ProcessingState
from jobs.run import run
from jobs.tools import Tools
from processing.presets import GALLERY
from storage import keys as places
from storage.bucket import Bucket
from storage.errors import StoreUnavailable
from tests import photos
from tests.jobs.gates import STEPS, Down, Forbidding, Gated, keys
from tests.jobs.pictures import accepted, again, approved, claimed, expire, purged, ready, sent

pytestmark = pytest.mark.usefixtures("database")


async def cat(bucket: Bucket, group: ImageGroup, content: bytes) -> Accepted:
    """A picture called cat.jpg in the group."""
    file = Incoming(BytesIO(content), "cat.jpg")
    [taken] = await sent(bucket, [file], Batch(group_id=group.id))
    assert isinstance(taken, Accepted)
    return taken


async def content(bucket: Bucket, key: str) -> bytes:
    """The bytes of an object."""
    async with await bucket.open(key) as stored:
        return b"".join([piece async for piece in stored.chunks()])


async def test_nothing_is_left(tools: Tools) -> None:
    """Objects, public ones too, and record are gone; who did it stays known; again is no error."""
    image = await ready(tools)
    await run(await claimed(await approved(image)), tools)
    for _ in range(2):
        await purged(image.id, tools.bucket)

    assert await keys(tools.bucket) == []
    assert await Image.get(image.id) is None
    assert await AuditEntry.find({"action": "image.purged"}).count() == 1
    assert (await Job.find({"kind": JobKind.ERASE}).to_list())[0].state is JobState.SUCCEEDED


@pytest.mark.parametrize("broken", [Down, Forbidding])
async def test_a_removal_is_never_given_up(tools: Tools, broken: type[Bucket]) -> None:
    """Begun while the store refuses, it is ended when the store lets us, however late."""
    image = await ready(tools)
    await deletion.delete(OPERATOR, [image.id], bucket=tools.bucket)
    async with broken(tools.bucket.client, tools.bucket.name, threads=1) as refusing:
        with pytest.raises((StoreUnavailable, PermissionError)):
            await trash.purge(OPERATOR, [image.id], policy=ErrorPolicy.ABORT, bucket=refusing)
        [job] = await Job.find({"kind": JobKind.ERASE}).to_list()
        for _ in range(MAX_ATTEMPTS + 1):
            await expire(job)
            await run(await claimed(job), replace(tools, bucket=refusing))
    await expire(job)
    await run(await claimed(job), tools)

    assert await keys(tools.bucket) == []
    assert await Image.get(image.id) is None


@pytest.mark.parametrize("step", STEPS)
async def test_a_namesake_is_not_harmed(tools: Tools, step: str) -> None:
    """A file sent anew under a removed one's name is safe from the worker of the removed one."""
    group = await groups.create_group(OPERATOR, "Cats")
    old = await cat(tools.bucket, group, photos.jpeg(64, 48))
    async with Gated(tools.bucket, step) as gated:
        slow = asyncio.create_task(run(await claimed(old.job), replace(tools, bucket=gated)))
        await gated.reached.wait()
        await purged(old.image.id, tools.bucket)
        new = await cat(tools.bucket, group, photos.jpeg(48, 64))
        await run(await claimed(new.job), tools)
        gated.gate.set()
        await slow
    image = await Image.present(new.image.id)

    assert await content(tools.bucket, image.original.key) == photos.jpeg(48, 64)
    assert sorted(await keys(tools.bucket)) == sorted(
        [image.original.key, *(one.key for one in image.renditions)]
    )
    for one in image.renditions:
        assert (await tools.bucket.head(one.key)).length == one.bytes


async def test_what_comes_late_is_cleared_by_the_next_try(tools: Tools) -> None:
    """An object of a lost worker that arrives after the removal goes when the job is ended."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    async with Gated(tools.bucket, "before download") as gated:
        lost = asyncio.create_task(run(await claimed(taken.job), replace(tools, bucket=gated)))
        await gated.reached.wait()
        await purged(taken.image.id, tools.bucket)
        prefix, _, name = taken.image.original.key.split("/")
        late = places.rendition(prefix, GALLERY[0].name, name, "jpg")
        await tools.bucket.put(late, BytesIO(b"late"), content_type="image/jpeg")
        await expire(taken.job)
        await run(await claimed(taken.job), tools)
        left = await keys(tools.bucket)
        gated.gate.set()
        await lost

    assert left == []
    assert (await again(taken.job)).state is JobState.CANCELLED


async def test_from_the_trash_it_comes_back_whole(tools: Tools) -> None:
    """Deleted in mid work, a picture keeps its original; brought back it is processed anew."""
    [taken] = await accepted(tools.bucket, photos.jpeg())
    id = taken.image.id
    async with Gated(tools.bucket, "after put") as gated:
        slow = asyncio.create_task(run(await claimed(taken.job), replace(tools, bucket=gated)))
        await gated.reached.wait()
        await deletion.delete(OPERATOR, [id], bucket=tools.bucket)
        with pytest.raises(NoSuchDocument):
            await Image.present(id)
        await trash.restore(OPERATOR, [id], policy=ErrorPolicy.ABORT, deliver=by_change_stream)
        gated.gate.set()
        await slow
    job_id = (await Image.present(id)).job_id
    assert job_id != taken.job.id
    job = await Job.claim("next", job_id)
    assert job is not None
    await run(job, tools)
    image = await Image.present(id)

    assert image.state is ProcessingState.READY
    assert (await again(taken.job)).state is JobState.CANCELLED
    assert set(await keys(tools.bucket)) == {
        image.original.key,
        *(one.key for one in image.renditions),
    }


async def test_uploads_that_broke_off_are_swept(bucket: Bucket) -> None:
    """A reservation without its acknowledgement goes after an hour, with what was stored of it."""
    [kept] = await accepted(bucket, photos.jpeg())
    [lost] = await accepted(bucket, photos.jpeg())
    images = Image.get_pymongo_collection()
    for age, count in ((timedelta(0), 0), (ABANDONED_AFTER * 2, 1)):
        reserved = {"state": "AWAITING_UPLOAD", "updated_at": now() - age}
        await images.update_one({"_id": lost.image.id}, {"$set": reserved})
        assert await deletion.sweep_abandoned(bucket) == count

    assert await keys(bucket) == [kept.image.original.key]
    assert await images.distinct("_id") == [kept.image.id]

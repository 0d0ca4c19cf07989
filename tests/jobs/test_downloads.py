"""Making files to take along while the picture changes, and rewriting originals."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.batches import ErrorPolicy
from actions.deleting import deletion
from actions.delivery import by_change_stream
from actions.downloading import downloads
from actions.metadata import editing, locations
from actions.metadata.editing import Edit
from documents.downloads import DownloadMetadata
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from jobs.run import run
from jobs.tools import Tools
from processing import exiftool as module
from processing.errors import MetadataUnwritable
from processing.exiftool import ExifTool
from storage import keys
from storage.bucket import Bucket
from tests import photos
from tests.jobs.gates import Gated
from tests.jobs.pictures import accepted, again, claimed, expire
from tests.processing.test_embedding import moving

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def gated(bucket: Bucket) -> AsyncIterator[Gated]:
    """The test's bucket, behind a gate."""
    async with Gated(bucket) as ours:
        yield ours


async def ready(tools: Tools, data: bytes | None = None) -> Image:
    """A picture that is READY."""
    [taken] = await accepted(tools.bucket, data or photos.jpeg(gps=photos.SYDNEY))
    await run(await claimed(taken.job), tools)
    return await Image.present(taken.image.id)


async def wished(id: PydanticObjectId) -> Job:
    """The job that makes a merged file of a picture."""
    merged, policy = DownloadMetadata.MERGED, ErrorPolicy.CONTINUE
    await downloads.prepare(OPERATOR, [id], merged, policy=policy, deliver=by_change_stream)
    return await newest(JobKind.DOWNLOAD)


async def newest(kind: JobKind) -> Job:
    """The last job of a kind."""
    found = await Job.find({"kind": kind}).sort("-_id").first_or_none()
    assert found is not None
    return found


async def forgotten(id: PydanticObjectId) -> Job:
    """The job that rewrites a picture's original without its place."""
    await locations.remove(
        OPERATOR,
        [id],
        also_from_original=True,
        policy=ErrorPolicy.ABORT,
        deliver=by_change_stream,
    )
    return await newest(JobKind.REMOVE_LOCATION)


async def retitled(id: PydanticObjectId) -> None:
    """Somebody edits the picture."""
    await editing.update(OPERATOR, [Edit(id, {"title": "new"})], policy=ErrorPolicy.ABORT)


async def stored(tools: Tools) -> list[str]:
    return [info.key async for info in tools.bucket.list(keys.DOWNLOADS)]


async def test_an_edit_before_it_is_made_cancels_it(tools: Tools) -> None:
    """What nobody would be given is not made."""
    image = await ready(tools)
    job = await wished(image.id)
    await retitled(image.id)
    await run(await claimed(job), tools)

    assert ((await again(job)).state, await stored(tools)) == (JobState.CANCELLED, [])


async def test_a_place_removed_while_it_is_made_is_in_no_file(
    tools: Tools, gated: Gated, tmp_path: Path
) -> None:
    """The file that was on its way into the store goes again."""
    image = await ready(tools)
    job = await wished(image.id)
    slow = Tools(gated, tools.sandbox, tools.exiftool, tmp_path)
    working = asyncio.create_task(run(await claimed(job), slow))
    await gated.reached.wait()
    await locations.remove(
        OPERATOR,
        [image.id],
        also_from_original=False,
        policy=ErrorPolicy.ABORT,
        deliver=by_change_stream,
    )
    gated.gate.set()
    await working

    assert ((await again(job)).state, await stored(tools)) == (JobState.CANCELLED, [])


async def test_a_picture_deleted_meanwhile_has_no_file(tools: Tools) -> None:
    """Neither one to take along nor another original."""
    image = await ready(tools)
    job, rewriting = await forgotten(image.id), await wished(image.id)
    await deletion.delete(OPERATOR, [image.id], bucket=tools.bucket)
    await run(await claimed(job), tools)
    await run(await claimed(rewriting), tools)

    assert (await again(job)).state is JobState.CANCELLED
    assert (await again(rewriting)).state is JobState.CANCELLED


async def test_a_worker_lost_in_mid_rewriting_is_followed_by_the_next(
    tools: Tools, gated: Gated, tmp_path: Path
) -> None:
    """Done again, it comes to the same file and checksum."""
    image = await ready(tools)
    job = await forgotten(image.id)
    slow = Tools(gated, tools.sandbox, tools.exiftool, tmp_path)
    working = asyncio.create_task(run(await claimed(job), slow))
    await gated.reached.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await expire(job)
    await run(await claimed(job, "next"), tools)
    after = await Image.present(image.id)

    assert (await again(job)).state is JobState.SUCCEEDED
    assert after.original.sha256 == after.facts["sha256"] != image.original.sha256
    assert after.facts["pixel_hash"] == image.facts["pixel_hash"]
    assert after.facts["perceptual_hash"] == image.facts["perceptual_hash"]
    assert after.facts["measures"] == image.facts["measures"]


async def test_a_hanging_exiftool_ends_the_writing(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time is limited, and the next file has a new one."""
    image = await ready(tools)
    await retitled(image.id)
    monkeypatch.setattr(module, "WRITE_SECONDS", 0.0)
    async with ExifTool() as own:
        job = await wished(image.id)
        await run(await claimed(job), Tools(tools.bucket, tools.sandbox, own, tools.scratch))
        failed = await again(job)
        monkeypatch.undo()
        job = await wished(image.id)
        await run(await claimed(job), Tools(tools.bucket, tools.sandbox, own, tools.scratch))

    assert failed.problem is not None
    assert (failed.state, failed.problem.code) == (JobState.FAILED, MetadataUnwritable.code)
    assert (await again(job)).state is JobState.SUCCEEDED


async def test_an_original_that_cannot_be_rewritten_says_so(tools: Tools) -> None:
    """The job fails with a reason, and the original is as it was."""
    image = await ready(tools, moving(photos.SYDNEY))
    job = await forgotten(image.id)
    await run(await claimed(job), tools)
    failed, after = await again(job), await Image.present(image.id)

    assert failed.problem is not None
    assert (failed.state, failed.problem.code) == (JobState.FAILED, "METADATA_UNWRITABLE")
    assert after.original == image.original


async def test_a_place_is_not_removed_while_it_is_read(tools: Tools) -> None:
    """Whoever reads the file would write it again; one refusal aborts all where that is asked."""
    image = await ready(tools)
    [taken] = await accepted(tools.bucket, photos.jpeg(80, 60))
    ids, none = [image.id, taken.image.id], by_change_stream
    made = [
        await locations.remove(OPERATOR, ids, also_from_original=False, policy=policy, deliver=none)
        for policy in (ErrorPolicy.ABORT, ErrorPolicy.CONTINUE)
    ]

    assert [[one.id for one in each.images.done] for each in made] == [[], [image.id]]
    assert [str(why).split(":")[0] for each in made for _, why in each.images.refused] == [
        "The image is QUEUED"
    ] * 2

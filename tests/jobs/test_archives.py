"""Packing archives while workers die and pictures change."""

import asyncio
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.batches import ErrorPolicy
from actions.deleting import deletion
from actions.delivery import by_change_stream
from actions.downloading import archives, packing
from actions.downloading.archives import sweep_archives
from actions.metadata import locations
from documents.archives import Archive
from documents.downloads import DownloadMetadata
from documents.images import Image
from documents.jobs import MAX_ATTEMPTS, Job, JobState
from jobs.run import run
from jobs.tools import Tools
from processing.errors import ProcessingError
from storage import keys, writer
from storage.bucket import Bucket
from storage.objects import StoredPart, Unfinished
from tests import photos
from tests.graph.trashing import Killed, Mortal
from tests.jobs.pictures import again, claimed, expire, ready

# The least that a store takes as a part.
SMALLEST = 5 * 1024**2

pytestmark = pytest.mark.usefixtures("database")


class Stopping(Bucket):
    """A bucket that holds its worker before it sends a part, until the gate is open."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__(bucket.client, bucket.name, threads=4)
        self.reached, self.gate = asyncio.Event(), asyncio.Event()

    async def send_part(self, begun: Unfinished, number: int, data: bytes) -> StoredPart:
        """Send it once the gate is open."""
        self.reached.set()
        await self.gate.wait()
        return await super().send_part(begun, number, data)


async def wished(*ids: PydanticObjectId) -> tuple[Archive, Job]:
    """An archive that is asked for, and the job that is to pack it."""
    begun = await archives.begin(
        OPERATOR, ids, DownloadMetadata.ORIGINAL, None, deliver=by_change_stream
    )
    assert begun.archive is not None
    job = await Job.get(begun.archive.job_id)
    assert job is not None
    return begun.archive, job


async def three(tools: Tools) -> list[Image]:
    """Pictures that are READY."""
    return [await ready(tools, photos.jpeg(64 + n, 48)) for n in range(3)]


async def names(tools: Tools, archive: Archive) -> list[str]:
    """The files of an archive that was packed."""
    found = await Archive.get(archive.id)
    assert found is not None
    assert found.packed is not None
    stored = await tools.bucket.open(found.packed.key)
    data = b"".join([piece async for piece in stored.chunks()])
    assert len(data) == found.packed.bytes
    with zipfile.ZipFile(BytesIO(data)) as opened:
        assert opened.testzip() is None
        return opened.namelist()


async def nothing_left(bucket: Bucket, folder: Path) -> bool:
    """Whether neither the store nor the disk holds anything of an archive."""
    stored = [info.key async for info in bucket.list(keys.DOWNLOADS)]
    return (stored, await bucket.unfinished(), list(folder.iterdir())) == ([], [], [])


async def test_a_worker_may_die_at_any_call_to_the_store(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one packs it whole, and nothing of the dead one's is left."""
    monkeypatch.setattr(writer, "PART", SMALLEST)
    images = await three(tools)
    for image in images:
        large = BytesIO(bytes(SMALLEST // 2))
        await tools.bucket.put(image.original.key, large, content_type="image/jpeg")
    last, deaths = 0, 0
    while True:
        archive, job = await wished(*(image.id for image in images))
        async with Mortal(tools.bucket, last) as mortal:
            folder = tools.scratch / f"{last}"
            folder.mkdir()
            try:
                await packing.make(
                    await claimed(job), folder, bucket=mortal, exiftool=tools.exiftool
                )
            except Killed:
                deaths += 1
        if mortal.left > 0:
            break
        await expire(job)
        await run(await claimed(job, "next"), tools)

        assert len(await names(tools, archive)) == 4, last
        assert await tools.bucket.unfinished() == [], last
        last += 1
    assert deaths > 5


async def test_a_stopped_worker_leaves_nothing(tools: Tools, tmp_path: Path) -> None:
    """Neither parts in the store nor files on disk; the job waits for another."""
    images = await three(tools)
    archive, job = await wished(*(image.id for image in images))
    async with Stopping(tools.bucket) as slow:
        ours = Tools(slow, tools.sandbox, tools.exiftool, tmp_path)
        working = asyncio.create_task(run(await claimed(job), ours))
        await slow.reached.wait()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    left = await nothing_left(tools.bucket, tmp_path)
    await run(await claimed(job, "next"), tools)

    assert left
    assert len(await names(tools, archive)) == 4


async def test_a_place_removed_meanwhile_ends_it(tools: Tools, tmp_path: Path) -> None:
    """What was on its way into the store goes again."""
    images = await three(tools)
    _, job = await wished(*(image.id for image in images))
    async with Stopping(tools.bucket) as slow:
        ours = Tools(slow, tools.sandbox, tools.exiftool, tmp_path)
        working = asyncio.create_task(run(await claimed(job), ours))
        await slow.reached.wait()
        await locations.remove(
            OPERATOR,
            [images[1].id],
            also_from_original=False,
            policy=ErrorPolicy.ABORT,
            deliver=by_change_stream,
        )
        slow.gate.set()
        await working

    assert (await again(job)).state is JobState.CANCELLED
    assert await nothing_left(tools.bucket, tmp_path)


async def test_an_archive_that_is_gone_is_not_packed(tools: Tools, tmp_path: Path) -> None:
    """Nobody would be given it."""
    image = await ready(tools)
    _, job = await wished(image.id)
    await Archive.drop([image.id])
    await run(await claimed(job), tools)

    assert (await again(job)).state is JobState.CANCELLED
    assert await nothing_left(tools.bucket, tmp_path)


async def test_a_picture_deleted_meanwhile_is_told(tools: Tools) -> None:
    """The others are packed."""
    images = await three(tools)
    archive, job = await wished(*(image.id for image in images))
    await deletion.delete(OPERATOR, [images[1].id], bucket=tools.bucket)
    await run(await claimed(job), tools)
    found = await Archive.get(archive.id)

    assert found is not None
    assert found.packed is not None
    assert await names(tools, archive) == ["0.jpg", "0-2.jpg", "manifest.csv"]
    assert [(one.code, one.image_id) for one in found.packed.problems] == [
        ("IMAGE_GONE", images[1].id)
    ]


@pytest.mark.parametrize("passing", [False, True])
async def test_what_may_pass_is_tried_again_and_what_may_not_is_told(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, *, passing: bool
) -> None:
    """A picture that cannot be made costs nobody the others; after three tries it is over."""

    class Broken(ProcessingError):
        code = "METADATA_UNWRITABLE"

    Broken.passing = passing

    async def broken(*_: object) -> None:
        raise Broken("It does not work.")

    monkeypatch.setattr("actions.downloading.packing.written", broken)
    image = await ready(tools)
    archive, job = await wished(image.id)
    for _ in range(MAX_ATTEMPTS if passing else 1):
        await expire(job)
        await run(await claimed(job), tools)
    ended = await again(job)

    if passing:
        assert ended.problem is not None
        assert (ended.state, ended.problem.code) == (JobState.FAILED, Broken.code)
        assert await nothing_left(tools.bucket, tools.scratch)
    else:
        assert ended.state is JobState.SUCCEEDED
        assert await names(tools, archive) == ["manifest.csv"]


async def test_a_half_sent_archive_is_swept(tools: Tools, tmp_path: Path) -> None:
    """Should no worker come after the one that died."""
    image = await ready(tools)
    archive, _ = await wished(image.id)
    await tools.bucket.begin_parts(keys.archive(str(archive.id)), content_type="application/zip")
    await Archive.drop([image.id])
    swept = await sweep_archives(tools.bucket)

    assert swept == 1
    assert await nothing_left(tools.bucket, tmp_path)


async def test_one_picture_at_a_time_is_on_disk(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are packed."""
    seen: list[int] = []
    real = Bucket.download

    async def counting(self: Bucket, key: str, path: Path) -> None:
        await real(self, key, path)
        seen.append(sum(1 for one in tools.scratch.rglob("*") if one.is_file()))

    images = await three(tools)
    monkeypatch.setattr(Bucket, "download", counting)
    _, job = await wished(*(image.id for image in images))
    await run(await claimed(job), tools)

    assert seen == [1, 1, 1]

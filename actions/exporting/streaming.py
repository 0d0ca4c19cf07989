"""Writing a format that is sent as it is written, and going on with it."""

from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.exporting.asking import key_of
from actions.exporting.formats import FILES, STREAMED
from actions.exporting.progress import Progress
from actions.exporting.walking import Step, steps
from documents.catalog_walk import Place, how_many
from documents.export_skips import ExportSkip
from documents.exports import Checkpoint, Export, SentPart, Tally
from documents.jobs import Job
from feeds.items import Format
from storage.bucket import Bucket
from storage.continuing import ContinuedWriter, Point
from storage.objects import StoredPart


@dataclass
class Stream:
    """One try: what is written to, and from where it goes on."""

    writer: ContinuedWriter
    format: Format
    progress: Progress
    after: Place | None = None
    before: int = 0

    async def take(self, step: Step) -> None:
        """Write a product; what fills a part is kept for whoever comes after."""
        written = self.format.one(step.product)
        self.after, self.before = step.place, step.before
        point = await self.writer.write(written.data)
        await self.progress.take(step.product, written, step.rows, step.refused)
        if point is not None:
            await self.keep(point)

    async def keep(self, point: Point) -> None:
        """Keep the place up to which all is sent, or is in the `tail`."""
        progress = self.progress
        await progress.keep_skips()
        checkpoint = _checkpoint(point, self.after, self.before, progress)
        await progress.export.note({"checkpoint": checkpoint.model_dump()})
        # Only what nobody has to do again counts as getting on.
        await progress.job.advance(progress.share)


async def stream(export: Export, job: Job, bucket: Bucket) -> tuple[int, Tally]:
    """Write the file, from where whoever was at it before has stopped; its bytes, and its tally.

    Raises StorageError, ExportStopped, LeaseLost.
    """
    ours = await _gone_on(export, job, bucket) or await _begun(export, job, bucket)
    async for step in steps(export, ours.after, ours.before):
        await ours.take(step)
    await ours.progress.keep_skips()
    await ours.progress.tell()
    await ours.writer.write(ours.format.end())
    return await ours.writer.end(), ours.progress.tally


async def _gone_on(export: Export, job: Job, bucket: Bucket) -> Stream | None:
    """None where there is nothing to go on with."""
    kind, point = STREAMED[export.format], export.checkpoint
    if point is None or not kind.continues or point.after is None:
        return None
    writer = _writer(export, bucket)
    if not await writer.go_on(_point(point)):
        return None
    await ExportSkip.forget_after(export.id, point.tally.left_out)
    expected = await how_many(export.where.codes)
    after = Place(point.after[0], point.after[1], PydanticObjectId(point.after[2]))
    progress = Progress(export, job, expected, point.tally, point.read, after.code)
    return Stream(writer, kind.make(export.base_url), progress, after, point.before)


async def _begun(export: Export, job: Job, bucket: Bucket) -> Stream:
    await ExportSkip.forget_after(export.id, 0)
    writer = _writer(export, bucket)
    await writer.begin()
    progress = Progress(export, job, await how_many(export.where.codes), Tally())
    begun = Stream(writer, STREAMED[export.format].make(export.base_url), progress)
    await writer.write(begun.format.begin())
    return begun


def _writer(export: Export, bucket: Bucket) -> ContinuedWriter:
    return ContinuedWriter(bucket, key_of(export), content_type=FILES[export.format].content_type)


def _point(checkpoint: Checkpoint) -> Point:
    parts = [StoredPart(one.number, one.length, one.etag) for one in checkpoint.parts]
    return Point(checkpoint.multipart_id, parts, checkpoint.tail)


def _checkpoint(point: Point, after: Place | None, before: int, progress: Progress) -> Checkpoint:
    return Checkpoint(
        multipart_id=point.multipart_id,
        parts=[
            SentPart(number=one.number, length=one.length, etag=one.etag) for one in point.parts
        ],
        tail=point.tail,
        after=None if after is None else tuple(after),
        before=before,
        read=progress.read,
        tally=progress.tally,
    )

"""The way of a picture from its stored original to READY, stage by stage."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from actions.storing import stored
from documents.errors import CannotMove, NoSuchDocument
from documents.images import Image, Problem, ProcessingState
from documents.jobs import Job, JobState, LeaseLost
from documents.transactions import Session, together
from processing.exiftool import ExifTool
from processing.facts import Developed, Facts, Rendered
from processing.metadata import canonical
from processing.presets import GALLERY
from processing.sandbox import Sandbox
from storage import keys
from storage.bucket import Bucket

Checked = Callable[[Facts], Awaitable[None]]


async def process(
    job: Job, folder: Path, *, bucket: Bucket, sandbox: Sandbox, exiftool: ExifTool
) -> None:
    """Check, read and render a picture, and end `job` with it.

    Raises ProcessingError for what is wrong with the file, StorageError for the store,
    LeaseLost when the job is somebody else's meanwhile. May be run again at any point.
    """
    if not await _begun(job):
        await _cancel(job, bucket)
        return
    try:
        await _ended(job, await _done(job, folder, bucket, sandbox, exiftool), bucket)
    except (LeaseLost, asyncio.CancelledError):
        # Whoever has the job now may have cleared before our last object was there.
        await _clear(job, bucket)
        raise


async def give_up(job: Job, problem: Problem, bucket: Bucket) -> None:
    """End `job` as failed, and its image with it, in one transaction. Raises StorageError."""

    async def write(session: Session) -> None:
        await job.finish(JobState.FAILED, "FAILED", problem, session)
        image = await Image.present(job.image_id, session)
        if image.state is ProcessingState.QUEUED:
            # Its workers were lost before they could say that they had begun.
            await Image.move(job.image_id, ProcessingState.PROCESSING, session=session)
        failed = {"problem": problem.model_dump()}
        await Image.move(job.image_id, ProcessingState.FAILED, failed, session)

    try:
        await together(write)
    except (NoSuchDocument, CannotMove):
        await _cancel(job, bucket)


async def _begun(job: Job) -> bool:
    """Whether the image is PROCESSING for this job now; if not, there is nothing to do."""
    try:
        await Image.move(job.image_id, ProcessingState.PROCESSING)
    except NoSuchDocument:
        return False
    except CannotMove:
        # A worker died in mid work: this is its job, at a later try.
        mine = {"state": ProcessingState.PROCESSING, "job_id": job.id}
        return await Image.change(job.image_id, mine, {}) is not None
    return True


async def _cancel(job: Job, bucket: Bucket) -> None:
    """End a job for which there is nothing to do."""
    await _clear(job, bucket)
    await job.finish(JobState.CANCELLED, "CANCELLED")


async def _clear(job: Job, bucket: Bucket) -> None:
    """Leave no object of the picture if it was deleted meanwhile."""
    if not await Image.among([job.image_id]):
        await bucket.delete(possible_keys(job.payload["key"]))


async def _done(
    job: Job, folder: Path, bucket: Bucket, sandbox: Sandbox, exiftool: ExifTool
) -> dict[str, object]:
    """What is known of the picture once its renditions are stored."""
    source, key = folder / "original", job.payload["key"]
    await bucket.download(key, source)
    developed, read = await _developed(job, source, folder, sandbox, exiftool)
    made = await stored({_key(key, one): one for one in developed.renditions}, bucket)
    await job.reach("RENDITIONS", 0.9)
    return {
        "facts": asdict(developed.facts),
        "renditions": [rendition.model_dump() for rendition in made],
        "problem": None,
        **read,
    }


async def _developed(
    job: Job, source: Path, folder: Path, sandbox: Sandbox, exiftool: ExifTool
) -> tuple[Developed, dict[str, object]]:
    """Renditions and metadata at the same time; ExifTool sees only what the sandbox has proven."""
    proven: asyncio.Future[Facts] = asyncio.get_running_loop().create_future()
    reading = asyncio.create_task(_read(job, source, proven, exiftool))

    async def checked(facts: Facts) -> None:
        await job.reach("CHECKED", 0.3)
        proven.set_result(facts)

    try:
        developed = await sandbox.develop(source, folder, GALLERY, checked=checked)
        return developed, await reading
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read(
    job: Job, source: Path, proven: asyncio.Future[Facts], exiftool: ExifTool
) -> dict[str, object]:
    facts = await proven
    metadata, sources = canonical(await exiftool.read(source), facts)
    await job.reach("METADATA", 0.6)
    return {"metadata": asdict(metadata), "metadata_sources": dict(sources)}


async def _ended(job: Job, facts: dict[str, object], bucket: Bucket) -> None:
    async def write(session: Session) -> None:
        await job.finish(JobState.SUCCEEDED, "READY", session=session)
        await Image.move(job.image_id, ProcessingState.READY, facts, session)

    try:
        await together(write)
    except NoSuchDocument:
        await _cancel(job, bucket)


def _key(original: str, made: Rendered) -> str:
    prefix, _, name = original.split("/")
    return keys.rendition(prefix, made.preset.name, name, made.extension)


def possible_keys(original: str) -> list[str]:
    """Every private object that a picture has or that a lost worker may have made of it."""
    prefix, _, name = original.split("/")
    made = [
        keys.rendition(prefix, preset.name, name, preset.format_for(has_alpha=has_alpha).extension)
        for preset in GALLERY
        for has_alpha in (False, True)
    ]
    return [original, *dict.fromkeys(made)]

"""The way of a picture from its stored original to READY, stage by stage."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from actions.places import placed
from documents.errors import CannotMove, NoSuchDocument
from documents.images import Image, Problem, ProcessingState, StoredRendition
from documents.jobs import Job, JobState
from documents.transactions import Session, together
from documents.trash import is_kept
from processing.errors import ChecksumMismatch
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
    image = await _begun(job)
    if image is None:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    source = folder / "original"
    await bucket.download(image.original.key, source)
    developed, read = await _developed(job, source, folder, sandbox, exiftool)
    _verify(image, developed.facts)
    stored = await asyncio.gather(*(_stored(image, made, bucket) for made in developed.renditions))
    await job.reach("RENDITIONS", 0.9)
    facts = {
        "facts": asdict(developed.facts),
        "renditions": [rendition.model_dump() for rendition in stored],
        "problem": None,
        # A direct upload was only announced until now.
        "original.content_type": developed.facts.content_type,
        "original.sha256": developed.facts.sha256,
        **placed(read, image.edits),
    }
    await _ended(job, image, facts, bucket)


async def give_up(job: Job, problem: Problem) -> None:
    """End `job` as failed, and its image with it, in one transaction."""

    async def write(session: Session) -> None:
        await job.finish(JobState.FAILED, "FAILED", problem, session)
        image = await Image.present(job.image_id, session)
        if image.state is ProcessingState.QUEUED:
            # Its workers were lost before they could say that they had begun.
            await Image.move(job.image_id, ProcessingState.PROCESSING, session=session)
        failed = {"problem": problem.model_dump()}
        await Image.move(job.image_id, ProcessingState.FAILED, failed, session, job_id=job.id)

    try:
        await together(write)
    except (NoSuchDocument, CannotMove):
        await job.finish(JobState.CANCELLED, "CANCELLED", problem)


async def _begun(job: Job) -> Image | None:
    """The image, now PROCESSING; None where there is nothing to do for this job any more."""
    try:
        return await Image.move(job.image_id, ProcessingState.PROCESSING, job_id=job.id)
    except NoSuchDocument:
        return None
    except CannotMove:
        # A worker died in mid work: this is its job, at a later try.
        image = await Image.present(job.image_id)
        mine = image.state is ProcessingState.PROCESSING and image.job_id == job.id
        return image if mine else None


def _verify(image: Image, facts: Facts) -> None:
    """Raise ChecksumMismatch where another file was announced than has come."""
    promised = image.original.promised_sha256
    if promised is not None and promised != facts.sha256:
        raise ChecksumMismatch(expected=promised, actual=facts.sha256)


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


async def _read(
    job: Job, source: Path, proven: asyncio.Future[Facts], exiftool: ExifTool
) -> dict[str, object]:
    facts = await proven
    metadata, sources = canonical(await exiftool.read(source), facts)
    await job.reach("METADATA", 0.6)
    return {"metadata": asdict(metadata), "metadata_sources": dict(sources)}


async def _stored(image: Image, made: Rendered, bucket: Bucket) -> StoredRendition:
    prefix, _, name = image.original.key.split("/")
    key = keys.rendition(prefix, made.preset.name, name, made.extension)
    with made.path.open("rb") as file:
        await bucket.put(key, file, content_type=made.content_type)
    return StoredRendition(
        preset=made.preset.name,
        key=key,
        content_type=made.content_type,
        width=made.width,
        height=made.height,
        bytes=made.bytes,
    )


async def _ended(job: Job, image: Image, facts: dict[str, object], bucket: Bucket) -> None:
    async def write(session: Session) -> None:
        await job.finish(JobState.SUCCEEDED, "READY", session=session)
        await Image.move(image.id, ProcessingState.READY, facts, session, job_id=job.id)

    try:
        await together(write)
    except NoSuchDocument:
        # Deleted while we worked. From the trash it may come back; else this is nobody's.
        if not await is_kept(image.id):
            await bucket.delete(possible_keys(image))
        await job.finish(JobState.CANCELLED, "CANCELLED")


def possible_keys(image: Image) -> list[str]:
    """Every private object that the picture has or that a lost worker may have made of it."""
    return keys_of(image.original.key)


def keys_of(original_key: str) -> list[str]:
    """An original, and every rendition that may have been made of it."""
    prefix, _, name = original_key.split("/")
    made = [
        keys.rendition(prefix, preset.name, name, preset.format_for(has_alpha=has_alpha).extension)
        for preset in GALLERY
        for has_alpha in (False, True)
    ]
    return [original_key, *dict.fromkeys(made)]

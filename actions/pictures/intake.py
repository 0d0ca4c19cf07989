"""The way of a picture from its stored original to READY, stage by stage."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from actions.analysing.jobs import wished_jobs
from actions.judging.verdicts import verdict
from actions.metadata.removed_places import place_cleared, placed
from actions.pictures import twins
from actions.pictures.storing import stored
from actions.readiness.judging import judge_new
from actions.readiness.rules import ChannelRules
from documents.errors import CannotMove, NoSuchDocument
from documents.file_versions import FileVersion
from documents.fingerprints import Fingerprint
from documents.images import Image
from documents.jobs import Job, JobState, LeaseLost
from documents.problems import Problem
from documents.processing_states import ProcessingState
from documents.raw_metadata import RawMetadata
from documents.transactions import Session, together
from documents.trash import is_kept
from processing.errors import ChecksumMismatch
from processing.exiftool import ExifTool
from processing.facts import Developed, Facts, Rendered
from processing.metadata import canonical, raw
from processing.presets import GALLERY
from processing.quality.thresholds import Thresholds
from processing.sandbox import Sandbox
from storage import keys
from storage.bucket import Bucket

Checked = Callable[[Facts], Awaitable[None]]


class Read(NamedTuple):
    """What a file says: as we understand it, and all of its tags."""

    told: dict[str, object]
    tags: dict[str, object]


async def process(
    job: Job,
    folder: Path,
    *,
    bucket: Bucket,
    sandbox: Sandbox,
    exiftool: ExifTool,
    channels: ChannelRules,
    thresholds: Thresholds,
) -> None:
    """Check, read, render and judge a picture, and end `job` with it.

    Raises ProcessingError for what is wrong with the file, StorageError for the store,
    LeaseLost when the job is somebody else's meanwhile. May be run again at any point.
    """
    image = await _begun(job)
    if image is None:
        await _cancel(job, bucket)
        return
    await job.note({"key": image.original.key})
    source = folder / "original"
    try:
        await bucket.download(image.original.key, source)
        developed, read = await _developed(job, source, folder, sandbox, exiftool)
        _verify(image, developed.facts)
        known = {**await _kept(job, image, developed, bucket), **placed(read.told, image.edits)}
        known["quality"] = verdict(asdict(developed.facts), thresholds).model_dump()
        await _ended(job, image, known, read.tags, bucket=bucket, channels=channels)
    except (LeaseLost, asyncio.CancelledError):
        # Whoever has the job now may have cleared before our last object was there.
        await _clear(job, bucket)
        raise


async def give_up(job: Job, problem: Problem, bucket: Bucket) -> None:
    """End `job` as failed, and its image with it, in one transaction. Raises StorageError."""

    async def write(session: Session) -> None:
        await job.finish(JobState.FAILED, "FAILED", problem, session)
        image = await Image.present(job.picture, session)
        if image.state is ProcessingState.QUEUED:
            # Its workers were lost before they could say that they had begun.
            await Image.move(job.picture, ProcessingState.PROCESSING, session=session)
        failed = {"problem": problem.model_dump()}
        await Image.move(job.picture, ProcessingState.FAILED, failed, session, job_id=job.id)

    try:
        await together(write)
    except (NoSuchDocument, CannotMove):
        await _cancel(job, bucket)


async def _begun(job: Job) -> Image | None:
    """The image, now PROCESSING; None where there is nothing to do for this job any more."""
    try:
        return await Image.move(job.picture, ProcessingState.PROCESSING, job_id=job.id)
    except NoSuchDocument:
        return None
    except CannotMove:
        # A worker died in mid work: this is its job, at a later try.
        mine = {"state": ProcessingState.PROCESSING, "job_id": job.id}
        return await Image.change(job.picture, mine, {})


async def _cancel(job: Job, bucket: Bucket) -> None:
    """End a job for which there is nothing to do."""
    await _clear(job, bucket)
    await job.finish(JobState.CANCELLED, "CANCELLED")


async def _clear(job: Job, bucket: Bucket) -> None:
    """Leave no object of a picture that is gone for good. From the trash it may come back."""
    key = job.payload.get("key")
    if key is not None and not await is_kept(job.picture):
        await bucket.delete(keys_of(key))


async def _kept(job: Job, image: Image, developed: Developed, bucket: Bucket) -> dict[str, object]:
    """What is known of the picture once its renditions are stored."""
    made = {_key(image.original.key, one): one for one in developed.renditions}
    renditions = await stored(made, bucket)
    await job.reach("RENDITIONS", 0.9)
    return {
        "facts": asdict(developed.facts),
        "renditions": [rendition.model_dump() for rendition in renditions],
        "problem": None,
        # A direct upload was only announced until now.
        "original.content_type": developed.facts.content_type,
        "original.sha256": developed.facts.sha256,
        "duplicate_wish": None,
    }


def _verify(image: Image, facts: Facts) -> None:
    """Raise ChecksumMismatch where another file was announced than has come."""
    promised = image.original.promised_sha256
    if promised is not None and promised != facts.sha256:
        raise ChecksumMismatch(expected=promised, actual=facts.sha256)


async def _developed(
    job: Job, source: Path, folder: Path, sandbox: Sandbox, exiftool: ExifTool
) -> tuple[Developed, Read]:
    """Renditions and metadata at the same time; ExifTool sees only what the sandbox has proven."""
    proven: asyncio.Future[Facts] = asyncio.get_running_loop().create_future()
    reading = asyncio.create_task(_read(job, source, proven, exiftool))

    async def checked(facts: Facts) -> None:
        await job.reach("CHECKED", 0.3)
        proven.set_result(facts)

    try:
        developed = await sandbox.develop(source, folder, GALLERY, checked=checked, measured=True)
        return developed, await reading
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read(job: Job, source: Path, proven: asyncio.Future[Facts], exiftool: ExifTool) -> Read:
    facts = await proven
    tags = await exiftool.read(source)
    metadata, sources = canonical(tags, facts)
    await job.reach("METADATA", 0.6)
    return Read({"metadata": asdict(metadata), "metadata_sources": dict(sources)}, raw(tags))


async def _ended(
    job: Job,
    image: Image,
    facts: dict[str, Any],
    tags: dict[str, object],
    *,
    bucket: Bucket,
    channels: ChannelRules,
) -> None:
    places = await twins.places_for(image)

    async def write(session: Session) -> None:
        if twin := await twins.twin_of(image, facts["facts"], session):
            await twins.set_aside(job, image, facts, twin, session, places=places)
            return
        if image.original.sha256 is None and image.original.number > 1:
            told = (facts["original.sha256"], facts["original.content_type"])
            await FileVersion.checked(image, *told, session)
        await Fingerprint.keep(facts["facts"]["perceptual_hash"], session)
        if not place_cleared(image.edits):
            await RawMetadata.keep(image.id, tags, session)
        await job.finish(JobState.SUCCEEDED, "READY", session=session)
        known = {**facts, "analyses_wished": []}
        ready = await Image.move(job.picture, ProcessingState.READY, known, session, job_id=job.id)
        await judge_new(ready, channels, session)
        await Job.add(wished_jobs(ready.id, image.analyses_wished), session)

    try:
        await together(write)
    except (NoSuchDocument, CannotMove):
        # Deleted while we worked, or brought back from the trash with another job since.
        await _cancel(job, bucket)


def _key(original: str, made: Rendered) -> str:
    prefix, _, name = original.split("/")
    return keys.rendition(prefix, made.preset.name, name, made.extension)


def keys_of(original_key: str) -> list[str]:
    """An original, and every rendition that may have been made of it."""
    prefix, _, name = original_key.split("/")
    made = [
        keys.rendition(prefix, preset.name, name, preset.format_for(has_alpha=has_alpha).extension)
        for preset in GALLERY
        for has_alpha in (False, True)
    ]
    return [original_key, *dict.fromkeys(made)]

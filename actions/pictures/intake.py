"""The way of a picture from its stored original to READY, stage by stage."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from actions.analysing.jobs import wished_jobs
from actions.judging.verdicts import verdict
from actions.metadata.removed_places import place_cleared, placed
from actions.pictures import twins
from actions.pictures.storing import stored
from actions.publishing.following import follow
from actions.readiness.judging import judge_new
from actions.readiness.rules import ChannelRules
from actions.rendering.places import key_of, keys_of
from actions.rendering.studio import Studio, finished, point_of, said_point
from actions.reviewing.approval import ApprovalRules
from actions.reviewing.automatic import ByItself, decide_new
from documents.errors import CannotMove, NoSuchDocument
from documents.file_versions import FileVersion
from documents.fingerprints import Fingerprint
from documents.focal_points import FocalPoint
from documents.images import Image
from documents.jobs import Job, JobKind, JobState, LeaseLost
from documents.problems import Problem
from documents.processing_states import ProcessingState
from documents.raw_metadata import RawMetadata
from documents.transactions import Session, together
from documents.trash import is_kept
from processing.errors import ChecksumMismatch
from processing.exiftool import ExifTool
from processing.facts import Developed, Facts, Rendered
from processing.metadata import canonical, raw
from processing.quality.thresholds import Thresholds
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
    studio: Studio,
    channels: ChannelRules,
    thresholds: Thresholds,
    approval: ApprovalRules,
) -> None:
    """Check, read, render and judge a picture, and end `job` with it.

    Raises ProcessingError for what is wrong with the file, StorageError for the store,
    LeaseLost when the job is somebody else's meanwhile. May be run again at any point.
    """
    image = await _begun(job)
    if image is None:
        await _cancel(job, bucket)
        return
    planned = keys_of(image.original.key, studio.presets.gallery)[1:]
    await job.note({"key": image.original.key, "keys": planned})
    source = folder / "original"
    try:
        await bucket.download(image.original.key, source)
        developed, read = await _developed(job, image, source, folder, studio)
        _verify(image, developed.facts)
        focal = _focal(image, developed.facts)
        told = placed(read.told, image.edits)
        said = {**told.get("metadata", {}), **image.edits}
        point = point_of(focal, asdict(developed.facts))
        done = await finished(studio, developed, point, said, folder)
        known = {**await _kept(job, image, developed.facts, done, bucket), **told}
        known |= {"focal_point": focal.model_dump()} if focal else {"focal_point": None}
        known["quality"] = verdict(asdict(developed.facts), thresholds).model_dump()
        rules = ByItself(approval=approval, channels=channels, presets=studio.presets)
        await _ended(job, image, known, read.tags, bucket=bucket, rules=rules)
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
        await bucket.delete([*keys_of(key), *job.payload.get("keys", ())])


async def _kept(
    job: Job, image: Image, facts: Facts, done: Sequence[Rendered], bucket: Bucket
) -> dict[str, object]:
    """What is known of the picture once its renditions are stored."""
    made = {key_of(image.original.key, one.preset, one.extension): one for one in done}
    renditions = await stored(made, bucket)
    await job.reach("RENDITIONS", 0.9)
    return {
        "facts": asdict(facts),
        "renditions": [rendition.model_dump() for rendition in renditions],
        "problem": None,
        # A direct upload was only announced until now.
        "original.content_type": facts.content_type,
        "original.sha256": facts.sha256,
        "duplicate_wish": None,
    }


def _verify(image: Image, facts: Facts) -> None:
    """Raise ChecksumMismatch where another file was announced than has come."""
    promised = image.original.promised_sha256
    if promised is not None and promised != facts.sha256:
        raise ChecksumMismatch(expected=promised, actual=facts.sha256)


async def _developed(
    job: Job, image: Image, source: Path, folder: Path, studio: Studio
) -> tuple[Developed, Read]:
    """Renditions and metadata at the same time; ExifTool sees only what the sandbox has proven."""
    proven: asyncio.Future[Facts] = asyncio.get_running_loop().create_future()
    reading = asyncio.create_task(_read(job, source, proven, studio.exiftool))

    async def checked(facts: Facts) -> None:
        await job.reach("CHECKED", 0.3)
        proven.set_result(facts)

    try:
        gallery, focal = studio.presets.gallery, said_point(image.focal_point)
        develop = partial(studio.sandbox.develop, source, folder, gallery, measured=True)
        developed = await develop(checked=checked, focal=focal)
        if focal is not None and _focal(image, developed.facts) is None:
            # Nobody has said what these pixels are about.
            developed = await develop()
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
    rules: ByItself,
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
        now_said = (await Image.present(job.picture, session)).focal_point
        if now_said != image.focal_point:
            # Said while we rendered: what is cropped is made again.
            del known["focal_point"]
            again = Job(kind=JobKind.RENDER, image_id=job.picture)
            await Job.add([again], session)
        ready = await Image.move(job.picture, ProcessingState.READY, known, session, job_id=job.id)
        await judge_new(ready, rules.channels, session)
        await Job.add(wished_jobs(ready.id, image.analyses_wished), session)
        if ready.publication is not None:
            await follow([ready.id], session)
        await decide_new(ready, rules, session)

    try:
        await together(write)
    except (NoSuchDocument, CannotMove):
        # Deleted while we worked, or brought back from the trash with another job since.
        await _cancel(job, bucket)


def _focal(image: Image, facts: Facts) -> FocalPoint | None:
    """The point that people have set, if it is of this picture and not of one before it."""
    focal = image.focal_point
    if focal is None or not focal.is_of(asdict(facts)):
        return None
    return focal.model_copy(update={"pixel_hash": facts.pixel_hash})

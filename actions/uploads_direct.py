"""Taking over what clients have sent to the store, once, whoever says that it is there."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from typing import TypeAlias

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.delivery import Deliver
from actions.upload_plans import incoming, part_sizes, upload_id
from actions.upload_refusals import (
    PartsMissing,
    SizeMismatch,
    TypeMismatch,
    UploadBusy,
    UploadChanged,
    UploadExpired,
    UploadMissing,
)
from actions.upload_results import Accepted
from actions.upload_tickets import whole_parts
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.images import Image, ProcessingState
from documents.jobs import Job, JobKind
from documents.transactions import Session, together
from documents.uploads import Upload, UploadMethod, UploadState
from storage.bucket import Bucket
from storage.errors import ObjectChanged, ObjectMissing, StorageError

logger = logging.getLogger(__name__)
Ids: TypeAlias = Sequence[PydanticObjectId]
Refusals: TypeAlias = dict[PydanticObjectId, Exception]
# Few enough to be copied well within the lease of `documents.uploads`.
AT_ONCE = 25
PARALLEL = 8
# How long a caller waits for another one that is at the same upload.
PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.1


async def complete(
    viewer: Viewer | None, ids: Ids, *, bucket: Bucket, deliver: Deliver
) -> list[Accepted | Exception]:
    """Take over uploads whose bytes were sent: one outcome for each, in the order of `ids`.

    What is completed already is answered as it is now. A refused upload stays open, so the
    call can be repeated. Refusals: NoSuchDocument (also for uploads of others), StorageError,
    and those of `actions.upload_refusals`.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    within("ids", ids)
    mine = await Upload.among(ids, viewer.actor())
    refused = await _settled(list(mine), bucket, deliver)
    images = await Image.among([upload.image_id for upload in mine.values()])
    jobs = await Job.among([image.job_id for image in images.values() if image.job_id])

    def outcome(id: PydanticObjectId) -> Accepted | Exception:
        if id not in mine:
            return NoSuchDocument("upload", str(id))
        if id in refused:
            return refused[id]
        image = images.get(mine[id].image_id)
        job = jobs.get(image.job_id) if image and image.job_id else None
        if image is None or job is None:
            return NoSuchDocument("image", str(mine[id].image_id))
        return Accepted(image, job)

    return [outcome(id) for id in ids]


async def arrived(keys: Sequence[str], *, bucket: Bucket, deliver: Deliver) -> None:
    """Take over what the store says is there; keys that are no upload's are ignored.

    Told twice, late or in any order, it changes nothing. Raises StorageError or UploadBusy
    when it is to be told again; what is wrong with an upload its sender learns from `complete`.
    """
    ids = [id for id in map(upload_id, keys) if id is not None]
    known = await Upload.among(ids)
    refused = await _settled(list(known), bucket, deliver)
    for id, error in refused.items():
        logger.info("Upload %s has arrived, but: %s", id, error)
    for error in refused.values():
        if isinstance(error, StorageError | UploadBusy):
            raise error


async def _settled(ids: Ids, bucket: Bucket, deliver: Deliver) -> Refusals:
    refused: Refusals = {}
    for start in range(0, len(ids), AT_ONCE):
        refused |= await _few_settled(ids[start : start + AT_ONCE], bucket, deliver)
    return refused


async def _few_settled(ids: Ids, bucket: Bucket, deliver: Deliver) -> Refusals:
    """Take over what is free, and wait for those who are at the others."""
    refused: Refusals = {}
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        left = [id for id in ids if id not in refused]
        refused |= await _tried(left, bucket, deliver)
        uploads = await Upload.among([id for id in left if id not in refused])
        refused |= {id: UploadExpired() for id, upload in uploads.items() if upload.over}
        busy = [id for id, one in uploads.items() if one.state is not UploadState.COMPLETED]
        busy = [id for id in busy if id not in refused]
        if not busy:
            return refused
        await asyncio.sleep(LOOK_SECONDS)
    return refused | {id: UploadBusy() for id in busy}


async def _tried(ids: Ids, bucket: Bucket, deliver: Deliver) -> Refusals:
    us = secrets.token_hex(8)
    claimed = await Upload.claim(ids, us)
    if not claimed:
        return {}
    try:
        return await _taken_over(claimed, us, bucket, deliver)
    finally:
        await Upload.release([upload.id for upload in claimed], us)


async def _taken_over(
    claimed: Sequence[Upload], us: str, bucket: Bucket, deliver: Deliver
) -> Refusals:
    images = await Image.among([upload.image_id for upload in claimed])
    gate = asyncio.Semaphore(PARALLEL)

    async def one(upload: Upload) -> Exception | None:
        image = images.get(upload.image_id)
        try:
            async with gate:
                await _copied(upload, image, bucket)
        except (StorageError, NoSuchDocument, *REFUSALS) as error:
            return error
        return None

    errors = await asyncio.gather(*map(one, claimed))
    outcomes = dict(zip([upload.id for upload in claimed], errors, strict=True))
    copied = [id for id, error in outcomes.items() if error is None]
    jobs = await _queued(copied, us)
    await deliver(jobs)
    await _tidied([upload for upload in claimed if upload.id in copied], bucket)
    return {id: error for id, error in outcomes.items() if error is not None}


REFUSALS = (PartsMissing, SizeMismatch, TypeMismatch, UploadChanged, UploadMissing)


async def _copied(upload: Upload, image: Image | None, bucket: Bucket) -> None:
    """Copy what has come, if it is what was announced, to where no client could ever write."""
    if image is None or image.state is not ProcessingState.AWAITING_UPLOAD:
        raise NoSuchDocument("image", str(upload.image_id))
    if upload.method is UploadMethod.MULTIPART:
        await _joined(upload, bucket)
    try:
        info = await bucket.head(incoming(upload))
        if info.length != upload.bytes:
            raise SizeMismatch(upload.bytes, info.length)
        if info.content_type != upload.content_type:
            raise TypeMismatch(upload.content_type, info.content_type or "nothing")
        await bucket.adopt(
            incoming(upload),
            image.original.key,
            etag=info.etag,
            content_type=upload.content_type,
        )
    except ObjectMissing as error:
        raise UploadMissing from error
    except ObjectChanged as error:
        raise UploadChanged from error


async def _joined(upload: Upload, bucket: Bucket) -> None:
    """Make the object of its parts, unless a caller who died since has done so."""
    assert upload.multipart_id is not None, "It is set before anybody learns of the upload."
    try:
        await bucket.head(incoming(upload))
    except ObjectMissing:
        sizes = part_sizes(upload)
        there = await whole_parts(upload, sizes, bucket)
        missing = sorted(set(range(1, len(sizes) + 1)) - {part.number for part in there})
        if missing:
            raise PartsMissing(missing, len(sizes)) from None
        await bucket.end_parts(incoming(upload), upload.multipart_id, there)


async def _queued(ids: Ids, us: str) -> list[PydanticObjectId]:
    """The moment from which the uploads are never lost: records, jobs and audit at once."""
    if not ids:
        return []

    async def write(session: Session) -> list[PydanticObjectId]:
        held = await Upload.held(ids, us, session)
        images = await Image.among([upload.image_id for upload in held], session)
        ready = [upload for upload in held if _waits(images.get(upload.image_id))]
        jobs = {upload.image_id: _job(upload) for upload in ready}
        await Upload.complete([upload.id for upload in ready], session)
        await Image.queue({image_id: job.id for image_id, job in jobs.items()}, session)
        await Job.add(list(jobs.values()), session)
        await AuditEntry.add([_entry(one, images[one.image_id]) for one in ready], session)
        return [job.id for job in jobs.values()]

    return await together(write)


def _waits(image: Image | None) -> bool:
    return image is not None and image.state is ProcessingState.AWAITING_UPLOAD


def _job(upload: Upload) -> Job:
    payload = {"sha256": upload.sha256} if upload.sha256 else {}
    return Job(kind=JobKind.PROCESS, image_id=upload.image_id, payload=payload)


def _entry(upload: Upload, image: Image) -> AuditEntry:
    return AuditEntry(
        actor=upload.actor,
        action="image.uploaded",
        subject_kind="image",
        subject_id=image.id,
        after={"key": image.original.key, "sha256": upload.sha256},
    )


async def _tidied(uploads: Sequence[Upload], bucket: Bucket) -> None:
    """Remove what was sent; should that fail, it goes when the upload expires."""
    try:
        await bucket.delete([incoming(upload) for upload in uploads])
    except StorageError as error:
        logger.warning("What was sent of %d uploads stays for now: %s", len(uploads), error)

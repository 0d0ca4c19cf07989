"""Taking over what clients have sent to the store, once, whoever says that it is there."""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from beanie import PydanticObjectId

from actions import arrival
from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.delivery import Deliver
from actions.upload_copies import copied, tidied
from actions.upload_plans import upload_id
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
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.images import Image, ProcessingState
from documents.jobs import Job, JobKind
from documents.transactions import Session, together
from documents.uploads import Upload, UploadPurpose, UploadState
from storage.bucket import Bucket
from storage.errors import StorageError

logger = logging.getLogger(__name__)
Ids: TypeAlias = Sequence[PydanticObjectId]
Refusals: TypeAlias = dict[PydanticObjectId, Exception]
# None for an upload that is completed.
Outcomes: TypeAlias = dict[PydanticObjectId, Exception | None]
EXPECTED = (
    NoSuchDocument,
    PartsMissing,
    SizeMismatch,
    StorageError,
    TypeMismatch,
    UploadChanged,
    UploadMissing,
)
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
    mine = _images(await Upload.among(ids, viewer.actor()))
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


def _images(
    uploads: Mapping[PydanticObjectId, Upload],
) -> dict[PydanticObjectId, Upload]:
    """Those of uploads that are to become images; archives are imported instead."""
    return {id: one for id, one in uploads.items() if one.purpose is UploadPurpose.IMAGE}


async def arrived(keys: Sequence[str], *, bucket: Bucket, deliver: Deliver) -> None:
    """Take over what the store says is there; keys that are no upload's are ignored.

    Told twice, late or in any order, it changes nothing. Raises StorageError or UploadBusy
    when it is to be told again; what is wrong with an upload its sender learns from `complete`.
    """
    ids = [id for id in map(upload_id, keys) if id is not None]
    known = _images(await Upload.among(ids))
    refused = await _settled(list(known), bucket, deliver)
    for id, error in refused.items():
        logger.info("Upload %s has arrived, but: %s", id, error)
    for error in refused.values():
        if isinstance(error, StorageError | UploadBusy):
            raise error


async def _settled(ids: Ids, bucket: Bucket, deliver: Deliver) -> Refusals:
    outcomes: Outcomes = {}
    for start in range(0, len(ids), AT_ONCE):
        outcomes |= await _few_settled(ids[start : start + AT_ONCE], bucket, deliver)
    return {id: error for id, error in outcomes.items() if error is not None}


async def _few_settled(ids: Ids, bucket: Bucket, deliver: Deliver) -> Outcomes:
    """Take over what is free, and wait for those who are at the others."""
    outcomes: Outcomes = {}
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        outcomes |= await _tried(_without(ids, outcomes), bucket, deliver)
        outcomes |= await _ended(_without(ids, outcomes))
        if not _without(ids, outcomes):
            return outcomes
        await asyncio.sleep(LOOK_SECONDS)
    return outcomes | {id: UploadBusy() for id in _without(ids, outcomes)}


def _without(ids: Ids, outcomes: Mapping[PydanticObjectId, object]) -> list[PydanticObjectId]:
    return [id for id in ids if id not in outcomes]


async def _ended(ids: Ids) -> Outcomes:
    """Those that others have completed, that have expired, or that are gone."""
    uploads = await Upload.among(ids) if ids else {}
    outcomes: Outcomes = {id: NoSuchDocument("upload", str(id)) for id in _without(ids, uploads)}
    for id, upload in uploads.items():
        if upload.state is UploadState.COMPLETED:
            outcomes[id] = None
        elif upload.over:
            outcomes[id] = UploadExpired()
    return outcomes


async def _tried(ids: Ids, bucket: Bucket, deliver: Deliver) -> Outcomes:
    us = secrets.token_hex(8)
    claimed = await Upload.claim(ids, us)
    if not claimed:
        return {}
    outcomes: Outcomes = {}
    try:
        outcomes = await _taken_over(claimed, us, bucket, deliver)
    finally:
        kept = [upload.id for upload in claimed if outcomes.get(upload.id, us) is not None]
        await Upload.release(kept, us)
    return outcomes


async def _taken_over(
    claimed: Sequence[Upload], us: str, bucket: Bucket, deliver: Deliver
) -> Outcomes:
    images = await Image.among([upload.image_id for upload in claimed])
    gate = asyncio.Semaphore(PARALLEL)

    async def one(upload: Upload) -> None:
        async with gate:
            await copied(upload, images.get(upload.image_id), bucket)

    # All have ended before the claim does, whatever became of one of them.
    ends = await asyncio.gather(*map(one, claimed), return_exceptions=True)
    errors = {upload.id: end for upload, end in zip(claimed, ends, strict=True) if end is not None}
    refused = {id: error for id, error in errors.items() if isinstance(error, EXPECTED)}
    for id in errors.keys() - refused.keys():
        raise errors[id]
    jobs = await _queued([upload.id for upload in claimed if upload.id not in refused], us)
    await deliver(list(jobs.values()))
    await tidied([upload for upload in claimed if upload.id in jobs], bucket)
    return {**refused, **dict.fromkeys(jobs)}


async def _queued(ids: Ids, us: str) -> dict[PydanticObjectId, PydanticObjectId]:
    """The moment from which the uploads are never lost: records, jobs and audit at once.

    Gives the job of each; an upload whose image was deleted meanwhile has none.
    """
    if not ids:
        return {}
    numbers = await _places(ids)

    async def write(session: Session) -> dict[PydanticObjectId, PydanticObjectId]:
        held = await Upload.held(ids, us, session)
        images = await Image.among([upload.image_id for upload in held], session)
        ready = [upload for upload in held if _waits(images.get(upload.image_id))]
        jobs = {one.id: Job(kind=JobKind.PROCESS, image_id=one.image_id) for one in ready}
        await Upload.complete(list(jobs), session)
        await Image.queue({one.image_id: jobs[one.id].id for one in ready}, session)
        await Job.add(list(jobs.values()), session)
        await AuditEntry.add([_entry(one, images[one.image_id]) for one in ready], session)
        for place, one in enumerate(ready):
            mine = {id: first + place for id, first in numbers.items()}
            await arrival.belong(images[one.image_id], mine, session)
        return {id: job.id for id, job in jobs.items()}

    return await together(write)


async def _places(ids: Ids) -> dict[PydanticObjectId, int]:
    """The first of as many places as uploads, in each collection that one of them is for."""
    uploads = await Upload.find({"_id": {"$in": list(ids)}}).to_list()
    images = await Image.among([upload.image_id for upload in uploads])
    wanted = {id for image in images.values() for id in image.collection_ids}
    return await arrival.places(sorted(wanted), len(ids))


def _waits(image: Image | None) -> bool:
    return image is not None and image.state is ProcessingState.AWAITING_UPLOAD


def _entry(upload: Upload, image: Image) -> AuditEntry:
    return AuditEntry(
        actor=upload.actor,
        action="image.uploaded",
        subject_kind="image",
        subject_id=image.id,
        after={"key": image.original.key, "sha256": image.original.promised_sha256},
    )

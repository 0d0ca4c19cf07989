"""Taking over what clients have sent to the store, once, whoever says that it is there."""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.pictures.replacement_refusals import StillProcessing, StoringTookTooLong
from actions.uploading.copies import copied, tidied
from actions.uploading.names import Door, Names, heeds_names
from actions.uploading.plans import upload_id
from actions.uploading.queueing import queued
from actions.uploading.refusals import (
    PartsMissing,
    SizeMismatch,
    TypeMismatch,
    UploadBusy,
    UploadChanged,
    UploadExpired,
    UploadMissing,
)
from actions.uploading.results import REFUSALS, Accepted
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job
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
    *REFUSALS,
)
# What passes by itself.
PASSING = (StillProcessing, StorageError, StoringTookTooLong, UploadBusy)
# Few enough to be copied well within the lease of `documents.uploads`.
AT_ONCE = 25
PARALLEL = 8
# How long a caller waits for another one that is at the same upload.
PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.1


async def complete(
    viewer: Viewer | None,
    ids: Ids,
    *,
    bucket: Bucket,
    deliver: Deliver,
    retention: Retention | None = None,
) -> list[Accepted | Exception]:
    """Take over uploads whose bytes were sent: one outcome for each, in the order of `ids`.

    What is completed already is answered as it is now. A refused upload stays open, so the
    call can be repeated. Refusals: NoSuchDocument (also for uploads of others), StorageError,
    NameTaken, StillProcessing, StoringTookTooLong, and those of `actions.uploading.refusals`.
    One that replaces a file leaves as many earlier ones as `retention` says.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    within("ids", ids)
    mine = _images(await Upload.among(ids, viewer.actor()))
    refused = await _settled(list(mine), Door(bucket, deliver, retention or Retention()))
    # What replaced a file points to its image now.
    mine |= await Upload.among(list(mine))
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


async def arrived(
    keys: Sequence[str],
    *,
    bucket: Bucket,
    deliver: Deliver,
    retention: Retention | None = None,
) -> None:
    """Take over what the store says is there; keys that are no upload's are ignored.

    Told twice, late or in any order, it changes nothing. Raises one of PASSING when it is to be
    told again; what is wrong with an upload its sender learns from `complete`.
    """
    ids = [id for id in map(upload_id, keys) if id is not None]
    known = _images(await Upload.among(ids))
    refused = await _settled(list(known), Door(bucket, deliver, retention or Retention()))
    for id, error in refused.items():
        logger.info("Upload %s has arrived, but: %s", id, error)
    for error in refused.values():
        if isinstance(error, PASSING):
            raise error


async def _settled(ids: Ids, door: Door) -> Refusals:
    outcomes: Outcomes = {}
    for start in range(0, len(ids), AT_ONCE):
        outcomes |= await _few_settled(ids[start : start + AT_ONCE], door)
    return {id: error for id, error in outcomes.items() if error is not None}


async def _few_settled(ids: Ids, door: Door) -> Outcomes:
    """Take over what is free, and wait for those who are at the others."""
    outcomes: Outcomes = {}
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        outcomes |= await _tried(_without(ids, outcomes), door)
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


async def _tried(ids: Ids, door: Door) -> Outcomes:
    us = secrets.token_hex(8)
    claimed = await Upload.claim(ids, us)
    if not claimed:
        return {}
    outcomes: Outcomes = {}
    try:
        outcomes = await _taken_over(claimed, us, door)
    finally:
        kept = [upload.id for upload in claimed if outcomes.get(upload.id, us) is not None]
        await Upload.release(kept, us)
    return outcomes


async def _taken_over(claimed: Sequence[Upload], us: str, door: Door) -> Outcomes:
    images = await Image.among([upload.image_id for upload in claimed])
    gate = asyncio.Semaphore(PARALLEL)
    names = Names(us, door)
    jobs: dict[PydanticObjectId, PydanticObjectId] = {}

    plain: list[PydanticObjectId] = []

    async def one(upload: Upload) -> None:
        image = images.get(upload.image_id)
        async with gate:
            if image is not None and heeds_names(upload, image):
                if job_id := await names.taken_over(upload, image):
                    jobs[upload.id] = job_id
            else:
                await copied(upload, image, door.bucket)
                plain.append(upload.id)

    # All have ended before the claim does, whatever became of one of them.
    ends = await asyncio.gather(*map(one, claimed), return_exceptions=True)
    errors = {upload.id: end for upload, end in zip(claimed, ends, strict=True) if end is not None}
    refused = {id: error for id, error in errors.items() if isinstance(error, EXPECTED)}
    for id in errors.keys() - refused.keys():
        raise errors[id]
    jobs |= await queued(plain, us)
    await door.deliver(list(jobs.values()))
    await tidied([upload for upload in claimed if upload.id in jobs], door.bucket)
    return {**refused, **dict.fromkeys(jobs)}

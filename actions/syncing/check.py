"""Looking a second time at what a scan suspects: much of it was only on its way."""

import asyncio
from collections.abc import Sequence

from actions.syncing.owners import kept_by_records
from actions.syncing.scan import checksum
from documents.jobs import Job
from documents.named import Holder, Named, of_records
from documents.syncs import Finding, FindingState, SyncClass, Synchronization
from documents.uploads import Upload
from storage.bucket import Bucket
from storage.errors import ObjectMissing
from storage.objects import ObjectInfo

AT_ONCE = 200
HEADS_AT_ONCE = 8


async def check(sync: Synchronization, job: Job, bucket: Bucket) -> None:
    """Confirm each suspicion by a look at its record and its object, or forget it.

    Raises NoSync, LeaseLost, StorageError.
    """
    while batch := await Finding.batch(sync.id, FindingState.SUSPECTED, AT_ONCE):
        stand = await standing(sync, batch, bucket)
        await Finding.settle(stand, FindingState.CONFIRMED)
        stood = {one.id for one in stand}
        await Finding.clear([one for one in batch if one.id not in stood])
        await sync.note({})
        await job.renew()
    counted = await Finding.counted(sync.id)
    counts = {kind.value: _of_class(counted, kind) for kind in SyncClass}
    await sync.note({"checked": True, "counts": counts})


async def standing(
    sync: Synchronization, findings: Sequence[Finding], bucket: Bucket
) -> list[Finding]:
    """Those that are so now, too; six queries, and one look at each object."""
    unnamed = [one for one in findings if one.kind is SyncClass.OBJECT_WITHOUT_RECORD]
    parts = [one for one in findings if one.kind is SyncClass.UNFINISHED_PARTS]
    named = [one for one in findings if one.record_id is not None]
    return [
        *(await _unnamed(sync, unnamed, bucket) if unnamed else ()),
        *(await _parts(parts, bucket) if parts else ()),
        *(await _named(sync, named, bucket) if named else ()),
    ]


async def heads(bucket: Bucket, keys: Sequence[str]) -> dict[str, ObjectInfo]:
    """What the store knows of some objects; nothing of those that are gone."""
    gate = asyncio.Semaphore(HEADS_AT_ONCE)

    async def one(key: str) -> ObjectInfo | None:
        async with gate:
            try:
                return await bucket.head(key)
            except ObjectMissing:
                return None

    # Asked once for each, and all have answered before one that failed is raised.
    asked = list(dict.fromkeys(keys))
    answers = await asyncio.gather(*map(one, asked), return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    found = zip(asked, answers, strict=True)
    return {key: info for key, info in found if isinstance(info, ObjectInfo)}


async def _unnamed(
    sync: Synchronization, findings: Sequence[Finding], bucket: Bucket
) -> list[Finding]:
    there = await heads(bucket, [one.key for one in findings])
    # The records last: who keeps one now has stored its object before, or is going to.
    kept = await kept_by_records([one.key for one in findings])
    return [
        one
        for one in findings
        if one.key not in kept and _same(one, there.get(one.key)) and _rested(sync, there[one.key])
    ]


def _same(finding: Finding, info: ObjectInfo | None) -> bool:
    return info is not None and (info.length, info.etag) == (finding.object_bytes, finding.etag)


def _rested(sync: Synchronization, info: ObjectInfo) -> bool:
    return info.last_modified <= sync.before


async def _parts(findings: Sequence[Finding], bucket: Bucket) -> list[Finding]:
    begun = {one.multipart_id for one in await bucket.unfinished()}
    ids = [one.multipart_id for one in findings if one.multipart_id in begun]
    alive = await Upload.in_parts([id for id in ids if id is not None])
    return [one for one in findings if one.multipart_id in begun - alive]


async def _named(
    sync: Synchronization, findings: Sequence[Finding], bucket: Bucket
) -> list[Finding]:
    image_ids = list({one.image_id for one in findings if one.image_id is not None})
    there = await heads(bucket, [one.key for one in findings])
    busy = await Job.busy(image_ids)
    version_ids = [
        one.record_id for one in findings if one.holder == Holder.VERSION and one.record_id
    ]
    named = {
        (one.key, one.record_id): one
        for one in await of_records(image_ids, version_ids, sync.before)
        if one.required and one.image_id not in busy
    }
    return [
        one
        for one in findings
        if one.record_id is not None
        and (said := named.get((one.key, one.record_id))) is not None
        and await _differs(one, said, there.get(one.key), bucket)
    ]


async def _differs(finding: Finding, said: Named, info: ObjectInfo | None, bucket: Bucket) -> bool:
    match finding.kind:
        case SyncClass.SIZE_DIFFERS:
            return info is not None and info.length != said.bytes
        case SyncClass.CHECKSUM_DIFFERS:
            return await checksum(bucket, said.key) not in {None, said.sha256}
    return info is None


def _of_class(counted: dict[tuple[SyncClass, FindingState], int], kind: SyncClass) -> int:
    return sum(count for (of, _), count in counted.items() if of is kind)

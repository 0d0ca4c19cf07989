"""Walking through all objects and all records side by side, and noting where they differ."""

import asyncio
import hashlib
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from actions.errors import ActionError
from actions.syncing.listing import Stretch, stretches
from actions.syncing.owners import kept_by_records
from documents.jobs import Job
from documents.named import PICTURES, PUBLIC, Holder, Named, within
from documents.syncs import Checkpoint, Finding, SyncClass, Synchronization
from documents.uploads import Upload
from storage.bucket import Bucket
from storage.errors import ObjectMissing
from storage.keys import INCOMING, PUBLISHED
from storage.objects import ObjectInfo
from storage.regions import LAST, REGIONS, is_ours

PAGE = 1000
MOST_NAMED = 2000
# Findings that one report keeps; whoever repairs these finds the others the next time.
MOST_FINDINGS = 100_000
READ_AT_ONCE = 4
MISSING = {
    Holder.ORIGINAL: SyncClass.ORIGINAL_MISSING,
    Holder.RENDITION: SyncClass.RENDITION_MISSING,
    Holder.PUBLISHED: SyncClass.PUBLISHED_MISSING,
    Holder.VERSION: SyncClass.VERSION_MISSING,
}


class ListingOutOfOrder(ActionError):
    """The store does not list keys in the order of their bytes, so nothing can be compared."""

    def __init__(self, before: str, key: str) -> None:
        super().__init__(f"The store lists {key!r} after {before!r}: that is not their order.")


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of keys, with all objects and all names in it, up to `reached`."""

    objects: Sequence[ObjectInfo]
    named: dict[str, Named]
    reached: str


async def scan(sync: Synchronization, job: Job, bucket: Bucket) -> None:
    """Note every suspicion, region by region, and remember after each step how far it is.

    Raises ListingOutOfOrder, NoSync, LeaseLost, StorageError.
    """
    if sync.scanned:
        return
    while sync.checkpoint.region < len(REGIONS):
        await _region(sync, job, bucket, REGIONS[sync.checkpoint.region])
        sync.checkpoint.region, sync.checkpoint.after = sync.checkpoint.region + 1, ""
        await sync.note({"checkpoint": sync.checkpoint.model_dump()})
        await job.advance(0.8 * sync.checkpoint.region / len(REGIONS))
    await _unfinished(sync, bucket)
    await sync.note({"scanned": True})
    sync.scanned = True


async def _region(sync: Synchronization, job: Job, bucket: Bucket, region: str) -> None:
    """Compare stretch by stretch; the next ones are on their way meanwhile."""
    last = sync.checkpoint.after
    async with aclosing(stretches(bucket, region, last, page=PAGE)) as coming:
        async for stretch in coming:
            last = _in_order(last, stretch.objects)
            await _listed(sync, bucket, region, stretch)
            await job.advance(_progress(sync.checkpoint, region))


def _in_order(last: str, objects: Sequence[ObjectInfo]) -> str:
    for info in objects:
        if is_ours(info.key):
            if info.key <= last:
                raise ListingOutOfOrder(last, info.key)
            last = info.key
    return last


async def _listed(sync: Synchronization, bucket: Bucket, region: str, stretch: Stretch) -> None:
    """Compare a stretch with all that is named in it; that may take more than one step."""
    left = [info for info in stretch.objects if is_ours(info.key)]
    sync.checkpoint.foreign += len(stretch.objects) - len(left)
    # Strangers may come in another order than ours.
    foreign_end = stretch.end != region + LAST and not is_ours(stretch.end)
    end = (left[-1].key if left else sync.checkpoint.after) if foreign_end else stretch.end
    while sync.checkpoint.after < end:
        step = await _step(sync, region, left, end)
        left = left[len(step.objects) :]
        await _compared(sync, bucket, step)
        sync.checkpoint.after = step.reached
        await sync.note({"checkpoint": sync.checkpoint.model_dump()})


async def _step(sync: Synchronization, region: str, left: Sequence[ObjectInfo], end: str) -> Step:
    after = sync.checkpoint.after or region
    if region == INCOMING:
        return Step(left, {}, end)
    sources = PUBLIC if region == PUBLISHED else PICTURES
    found = await within(sources, after, end, before=sync.before, most=MOST_NAMED)
    inside = [info for info in left if info.key <= found.reached]
    return Step(inside, found.named, found.reached)


async def _compared(sync: Synchronization, bucket: Bucket, step: Step) -> None:
    objects = {info.key: info for info in step.objects}
    _count(sync, step)
    suspicions = [
        *await _unnamed(sync, objects, step.named),
        *_missing(sync, objects, step.named),
        *_other_sizes(sync, objects, step.named),
    ]
    if sync.deep:
        suspicions += await _other_bytes(sync, objects, step.named, bucket)
    await _suspect(sync, suspicions)


def _count(sync: Synchronization, step: Step) -> None:
    count = sync.checkpoint
    count.objects += len(step.objects)
    count.records += len(step.named)
    count.bytes += sum(info.length for info in step.objects)
    count.recent += sum(info.last_modified > sync.before for info in step.objects)


async def _unnamed(
    sync: Synchronization, objects: dict[str, ObjectInfo], named: dict[str, Named]
) -> list[Finding]:
    """Objects that have rested and that nothing claims."""
    # A public file is only kept by an approval that stands; all others by any record.
    claimed = {key for key, one in named.items() if one.holder is not Holder.PUBLISHED}
    claimed |= {key for key, one in named.items() if one.required}
    rested = [
        info
        for key, info in objects.items()
        if key not in claimed and info.last_modified <= sync.before
    ]
    kept = await kept_by_records([info.key for info in rested]) if rested else set()
    return [
        Finding(
            sync_id=sync.id,
            kind=SyncClass.OBJECT_WITHOUT_RECORD,
            key=info.key,
            object_bytes=info.length,
            modified_at=info.last_modified,
            etag=info.etag,
        )
        for info in rested
        if info.key not in kept
    ]


def _missing(
    sync: Synchronization, objects: dict[str, ObjectInfo], named: dict[str, Named]
) -> list[Finding]:
    return [
        _of(sync, MISSING[one.holder], one)
        for key, one in named.items()
        if one.required and key not in objects
    ]


def _other_sizes(
    sync: Synchronization, objects: dict[str, ObjectInfo], named: dict[str, Named]
) -> list[Finding]:
    return [
        _of(sync, SyncClass.SIZE_DIFFERS, one, objects[key])
        for key, one in named.items()
        if one.required and key in objects and objects[key].length != one.bytes
    ]


async def _other_bytes(
    sync: Synchronization, objects: dict[str, ObjectInfo], named: dict[str, Named], bucket: Bucket
) -> list[Finding]:
    """Files of the right size that are not what was taken in; reads all of them."""
    gate = asyncio.Semaphore(READ_AT_ONCE)
    whole = [
        one
        for key, one in named.items()
        if one.required and one.sha256 and key in objects and objects[key].length == one.bytes
    ]

    async def differs(one: Named) -> bool:
        async with gate:
            return await checksum(bucket, one.key) not in {None, one.sha256}

    differ = await asyncio.gather(*map(differs, whole))
    return [
        _of(sync, SyncClass.CHECKSUM_DIFFERS, one, objects[one.key])
        for one, does in zip(whole, differ, strict=True)
        if does
    ]


async def checksum(bucket: Bucket, key: str) -> str | None:
    """The SHA-256 of an object; None where it is gone."""
    digest = hashlib.sha256()
    try:
        async with await bucket.open(key) as stored:
            async for piece in stored.chunks():
                digest.update(piece)
    except ObjectMissing:
        return None
    return digest.hexdigest()


def _of(
    sync: Synchronization, kind: SyncClass, one: Named, info: ObjectInfo | None = None
) -> Finding:
    return Finding(
        sync_id=sync.id,
        kind=kind,
        key=one.key,
        holder=one.holder,
        image_id=one.image_id,
        record_id=one.record_id,
        record_bytes=one.bytes,
        object_bytes=info.length if info else None,
        modified_at=info.last_modified if info else None,
        etag=info.etag if info else None,
    )


async def _unfinished(sync: Synchronization, bucket: Bucket) -> None:
    """Parts that have rested and that belong to no upload that may still be completed."""
    begun = [
        one for one in await bucket.unfinished() if is_ours(one.key) and one.begun_at <= sync.before
    ]
    open_ones = await Upload.in_parts([one.multipart_id for one in begun])
    await _suspect(
        sync,
        [
            Finding(
                sync_id=sync.id,
                kind=SyncClass.UNFINISHED_PARTS,
                key=one.key,
                multipart_id=one.multipart_id,
                modified_at=one.begun_at,
            )
            for one in begun
            if one.multipart_id not in open_ones
        ],
    )


async def _suspect(sync: Synchronization, suspicions: Sequence[Finding]) -> None:
    if not suspicions:
        return
    room = max(0, MOST_FINDINGS - await Finding.find({"sync_id": sync.id}).count())
    await Finding.suspect(suspicions[:room])
    if len(suspicions) > room:
        sync.truncated = True
        await sync.note({"truncated": True})


def _progress(checkpoint: Checkpoint, region: str) -> float:
    """Ids are spread evenly neither over time nor over regions; this tells that it goes on."""
    tail = checkpoint.after.removeprefix(region)[:2]
    try:
        within_region = int(f"{tail:0<2}", 16) / 256
    except ValueError:
        within_region = 0.0 if not tail or tail != LAST else 1.0
    return 0.8 * (checkpoint.region + within_region) / len(REGIONS)

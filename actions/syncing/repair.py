"""Putting right what a comparison has confirmed, class by class, as far as its caller chose."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.batches import ErrorPolicy
from actions.delivery import Deliver
from actions.pictures.reprocessing import reprocess
from actions.publishing.publication import planned
from actions.syncing.check import heads, standing
from actions.syncing.orphans import remove
from documents.audit import AuditEntry
from documents.file_versions import FileVersion
from documents.images import Image
from documents.jobs import Job
from documents.named import Holder
from documents.problems import Problem
from documents.syncs import Finding, FindingState, SyncClass, Synchronization
from documents.transactions import Session, together
from documents.users import Role
from processing.presets import Presets
from storage.bucket import Bucket
from storage.errors import ObjectMissing
from storage.objects import Unfinished

AT_ONCE = 100
# Where most of a large store is nobody's, this is the wrong database, or the wrong store.
FEW, MOST_SHARE = 1000, 0.5
GONE = Problem(
    code="ORIGINAL_MISSING",
    message="The original is gone from the store: replace the file, or bring it back there.",
)
OTHER = Problem(
    code="ORIGINAL_DIFFERS",
    message="The original in the store is not what was taken in: replace the file.",
)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a repair works with."""

    sync: Synchronization
    bucket: Bucket
    deliver: Deliver
    presets: Presets

    @property
    def viewer(self) -> Viewer:
        """Whoever asked for it, who was ADMIN then."""
        return Viewer.behind(self.sync.actor, Role.ADMIN)


Findings = Sequence[Finding]
# What was done to each finding; those that are not in it are left.
Done = dict[PydanticObjectId, str]
Repair = Callable[[Bench, Findings], Awaitable[Done]]


async def repair(
    sync: Synchronization, job: Job, bucket: Bucket, deliver: Deliver, presets: Presets
) -> None:
    """Repair the classes that were chosen; each batch is looked at once more before.

    Raises NoSync, LeaseLost, StorageError.
    """
    bench, orphans = Bench(sync, bucket, deliver, presets), SyncClass.OBJECT_WITHOUT_RECORD
    if orphans in sync.repair and await _implausible(sync):
        await Finding.leave(sync.id, orphans, "TOO_MANY")
    while batch := await Finding.batch(sync.id, FindingState.CONFIRMED, AT_ONCE, sync.repair):
        await sync.note({})
        await _few(bench, batch)
        await job.renew()
    counted = await Finding.counted(sync.id)
    repaired = {kind.value: counted.get((kind, FindingState.REPAIRED), 0) for kind in SyncClass}
    await sync.note({"repaired": repaired})


async def _few(bench: Bench, batch: Findings) -> None:
    """All of them are looked at before the first is repaired, for a repair changes its image."""
    stand = await standing(bench.sync, batch, bench.bucket)
    stood = {one.id for one in stand}
    changed = [one for one in batch if one.id not in stood]
    await Finding.settle(changed, FindingState.LEFT, "CHANGED")
    for mend, meant in REPAIRS.items():
        if mine := [one for one in stand if (one.kind, one.holder) in meant]:
            await _settled(mine, await mend(bench, mine))
            stand = [one for one in stand if one not in mine]
    await Finding.settle(stand, FindingState.LEFT)


async def _settled(findings: Findings, done: Done) -> None:
    for what in set(done.values()):
        repaired = [one for one in findings if done.get(one.id) == what]
        await Finding.settle(repaired, FindingState.REPAIRED, what)
    left = [one for one in findings if one.id not in done]
    await Finding.settle(left, FindingState.LEFT)


async def _implausible(sync: Synchronization) -> bool:
    counted = await Finding.counted(sync.id)
    orphans = counted.get((SyncClass.OBJECT_WITHOUT_RECORD, FindingState.CONFIRMED), 0)
    return orphans > max(FEW, MOST_SHARE * sync.checkpoint.objects)


async def _removed(bench: Bench, findings: Findings) -> Done:
    removed = await remove(bench.sync, findings, bench.bucket)
    return dict.fromkeys(removed, "DELETED")


async def _aborted(bench: Bench, findings: Findings) -> Done:
    for one in findings:
        assert one.multipart_id is not None, "Findings of this class have one."
        begun = Unfinished(one.key, one.multipart_id, one.modified_at or one.found_at)
        await bench.bucket.abort_unfinished(begun)
    return {one.id: "ABORTED" for one in findings}


async def _reprocessed(bench: Bench, findings: Findings) -> Done:
    """Render again what was lost, where there is an original to render."""
    images = await Image.among(_image_ids(findings))
    there = await heads(bench.bucket, [image.original.key for image in images.values()])
    ids = [id for id, image in images.items() if image.original.key in there]
    outcome = await reprocess(bench.viewer, ids, policy=ErrorPolicy.CONTINUE, deliver=bench.deliver)
    queued = {image.id for image in outcome.done}
    return {one.id: "REPROCESSED" for one in findings if one.image_id in queued}


async def _republished(bench: Bench, findings: Findings) -> Done:
    """Make the public files again; the job makes sure that the approval stands."""
    found = await Image.among(_image_ids(findings))
    jobs = [
        planned(image, image.review.at, bench.presets.published)
        for image in found.values()
        if image.review.at is not None
    ]

    async def write(session: Session) -> None:
        await Job.add(jobs, session)
        await AuditEntry.add(
            [_entry(bench, job.picture, "image.republished") for job in jobs], session
        )

    await together(write)
    await bench.deliver([job.id for job in jobs])
    queued = {job.picture for job in jobs}
    return {one.id: "REPUBLISHED" for one in findings if one.image_id in queued}


async def _brought_back(bench: Bench, findings: Findings) -> Done:
    """An original again, of an earlier file with the same bytes; else its image is marked."""
    ids = _image_ids(findings)
    images = await Image.among(ids)
    versions = await FileVersion.of_images(ids)
    done: Done = {}
    for one in findings:
        image = images.get(one.image_id) if one.image_id else None
        if image is None:
            continue
        twins = [
            version.original.key
            for version in versions
            if version.image_id == image.id
            and version.dropped_at is None
            and version.original.key != one.key
            and version.original.sha256 == image.original.sha256 is not None
        ]
        if await _copied(bench.bucket, twins, one.key):
            done[one.id] = "COPIED"
        elif await _marked(bench, one, GONE):
            done[one.id] = "MARKED"
    return done


async def _version_given_up(bench: Bench, findings: Findings) -> Done:
    """An earlier file again, where the image has the same bytes now; else it is forgotten."""
    images = await Image.among(_image_ids(findings))
    versions = {one.id: one for one in await FileVersion.of_images(_image_ids(findings))}
    done: Done = {}
    for one in findings:
        version = versions.get(one.record_id) if one.record_id else None
        image = images.get(one.image_id) if one.image_id else None
        if version is None or image is None:
            continue
        same = image.original.sha256 == version.original.sha256 is not None
        if same and await _copied(bench.bucket, [image.original.key], one.key):
            done[one.id] = "COPIED"
        else:
            await FileVersion.drop([version.id])
            await _entry(bench, image.id, "image.file_version_lost").insert()
            done[one.id] = "FORGOTTEN"
    return done


async def _doubted(bench: Bench, findings: Findings) -> Done:
    return {one.id: "MARKED" for one in findings if await _marked(bench, one, OTHER)}


async def _marked(bench: Bench, finding: Finding, problem: Problem) -> bool:
    """Tell on the image what is wrong with its file; nothing is deleted."""
    assert finding.image_id is not None, "What a record names has an image."
    there = {"original.key": finding.key}
    sets = {"$set": {"problem": problem.model_dump()}}
    marked = await Image.change(finding.image_id, there, sets)
    if marked is not None:
        await _entry(bench, marked.id, "image.marked").insert()
    return marked is not None


async def _copied(bucket: Bucket, sources: Sequence[str], target: str) -> bool:
    for source in sources:
        try:
            await bucket.copy(source, target)
        except ObjectMissing:
            continue
        return True
    return False


def _image_ids(findings: Findings) -> list[PydanticObjectId]:
    return list(dict.fromkeys(one.image_id for one in findings if one.image_id is not None))


def _entry(bench: Bench, image_id: PydanticObjectId, action: str) -> AuditEntry:
    return AuditEntry(
        actor=bench.sync.actor,
        action=action,
        subject_kind="image",
        subject_id=image_id,
        after={"sync_id": bench.sync.id},
    )


# What each repair is for: a class, and what the object is to the record that names it.
REPAIRS: dict[Repair, set[tuple[SyncClass, str | None]]] = {
    _removed: {(SyncClass.OBJECT_WITHOUT_RECORD, None)},
    _aborted: {(SyncClass.UNFINISHED_PARTS, None)},
    _brought_back: {(SyncClass.ORIGINAL_MISSING, Holder.ORIGINAL)},
    _version_given_up: {(SyncClass.VERSION_MISSING, Holder.VERSION)},
    _doubted: {
        (SyncClass.SIZE_DIFFERS, Holder.ORIGINAL),
        (SyncClass.CHECKSUM_DIFFERS, Holder.ORIGINAL),
    },
    _republished: {
        (SyncClass.PUBLISHED_MISSING, Holder.PUBLISHED),
        (SyncClass.SIZE_DIFFERS, Holder.PUBLISHED),
    },
    # Last, for it puts its images to work.
    _reprocessed: {
        (SyncClass.RENDITION_MISSING, Holder.RENDITION),
        (SyncClass.SIZE_DIFFERS, Holder.RENDITION),
    },
}

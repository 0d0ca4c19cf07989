"""Another file for a picture: a new one, or one that it had before."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import SEEK_END

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arriving.checking import Checked, check
from actions.arriving.incoming import Incoming, UploadRules
from actions.deleting.deletion import may_be_public
from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.idempotency import Rows, once
from actions.images import EditConflict
from actions.pictures.replacement_refusals import (
    AlreadyCurrent,
    FileVersionGone,
    StillProcessing,
    StoringTookTooLong,
)
from actions.publishing.following import follow
from actions.publishing.publication import unpublish_at_once
from documents.audit import AuditEntry
from documents.clock import now
from documents.downloads import Download
from documents.errors import VersionConflict
from documents.file_versions import FileVersion
from documents.image_files import OriginalFile
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import PROCESSING_ARROWS, ProcessingState
from documents.raw_metadata import RawMetadata
from documents.reviews import Review, ReviewState
from documents.transactions import Session, together
from storage import keys
from storage.bucket import Bucket
from storage.errors import ObjectMissing

# Puts a file under the key that it is given.
Store = Callable[[str], Awaitable[None]]
Also = Callable[[Session], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Successor:
    """A file that is to take another one's place; one that nobody has read has no `sha256`."""

    name: str
    content_type: str
    bytes: int
    sha256: str | None = None
    promised_sha256: str | None = None

    @classmethod
    def of(cls, name: str, checked: Checked) -> "Successor":
        """A file that was looked at."""
        return cls(name, checked.content_type, checked.bytes, checked.sha256)


@dataclass(frozen=True, slots=True)
class Change:
    """Who gives which image another file; `us` holds the job that takes it out of the shop.

    What is written by `also` is part of the change; it comes last, for others may wait for it.
    """

    viewer: Viewer
    image_id: PydanticObjectId
    expected_version: int
    retention: Retention
    also: Also | None = None
    us: str = field(default_factory=lambda: f"replace:{secrets.token_hex(8)}")


async def replace(
    viewer: Viewer | None,
    id: PydanticObjectId,
    incoming: Incoming,
    expected_version: int,
    *,
    bucket: Bucket,
    rules: UploadRules,
    retention: Retention,
    deliver: Deliver,
    key: str | None = None,
) -> Image:
    """Give an image another file: it keeps its id and edits, and is processed and decided anew.

    When this returns the old file's public renditions are gone. Sent again with the same
    idempotency key, it is done once. Raises EditConflict, NoSuchDocument, StillProcessing,
    ProcessingError and what `once` refuses; nothing has changed then.
    """
    change = Change(require(viewer, Permission.IMPORT_IMAGES), id, expected_version, retention)

    async def do() -> Rows:
        image = await _replaceable(id, expected_version)
        checked = await asyncio.to_thread(check, incoming.file, rules.max_bytes)
        file = reserved(change.viewer, image, Successor.of(incoming.name, checked))
        await deliver([await taken_over(change, file, sent(incoming, checked, bucket))])
        return [{"image": id}]

    asked = repr((id, expected_version, incoming.name, incoming.file.seek(0, SEEK_END)))
    await once(change.viewer, "replaceImageFile", key, asked, do)
    return await out_of_the_shop(change, bucket)


async def bring_back(
    viewer: Viewer | None,
    id: PydanticObjectId,
    number: int,
    expected_version: int,
    *,
    bucket: Bucket,
    retention: Retention,
    deliver: Deliver,
    key: str | None = None,
) -> Image:
    """Give an image a file again that it had before, as a new version; else as `replace`.

    Raises EditConflict, NoSuchDocument, StillProcessing, FileVersionGone, AlreadyCurrent and what
    `once` refuses.
    """
    change = Change(require(viewer, Permission.IMPORT_IMAGES), id, expected_version, retention)

    async def do() -> Rows:
        image = await _replaceable(id, expected_version)
        earlier = await _earlier(image, number)
        file = reserved(change.viewer, image, _again(earlier))
        await deliver([await taken_over(change, file, _copied(earlier, bucket))])
        return [{"image": id}]

    asked = repr((id, number, expected_version))
    await once(change.viewer, "restoreImageVersion", key, asked, do)
    return await out_of_the_shop(change, bucket)


async def _earlier(image: Image, number: int) -> FileVersion:
    """A file that the image had before. Raises AlreadyCurrent, FileVersionGone."""
    if number == image.original.number:
        raise AlreadyCurrent(number)
    earlier = await FileVersion.numbered(image.id, number)
    if earlier is None:
        raise FileVersionGone(number)
    return earlier


def _again(earlier: FileVersion) -> Successor:
    file = earlier.original
    return Successor(earlier.file_name, file.content_type, file.bytes, file.sha256)


def sent(incoming: Incoming, checked: Checked, bucket: Bucket) -> Store:
    """Stores a file that is on our disk."""

    async def store(key: str) -> None:
        incoming.file.seek(0)
        await bucket.put(key, incoming.file, content_type=checked.content_type)

    return store


def _copied(earlier: FileVersion, bucket: Bucket) -> Store:
    async def store(key: str) -> None:
        try:
            await bucket.copy(earlier.original.key, key)
        except ObjectMissing as error:
            raise FileVersionGone(earlier.number or 0) from error

    return store


async def _replaceable(id: PydanticObjectId, expected_version: int) -> Image:
    """The image, which looks as if it could be given a file; the transaction makes sure."""
    image = await Image.present(id)
    if image.version != expected_version:
        raise EditConflict(VersionConflict(expected_version, image.version), image)
    processed(image)
    return image


def processed(image: Image) -> None:
    """Raise StillProcessing while its file is on its way in."""
    awaited = image.state is ProcessingState.AWAITING_UPLOAD
    if awaited or ProcessingState.QUEUED not in PROCESSING_ARROWS[image.state]:
        raise StillProcessing(image.state)


def reserved(viewer: Viewer, image: Image, file: Successor) -> FileVersion:
    """A place for the file that nobody else has, beside the image's other files."""
    id, prefix = PydanticObjectId(), image.original.key.split("/")[0]
    safe = keys.safe_file_name(file.name)
    original = OriginalFile(
        key=keys.replacing(prefix, safe, str(id)),
        clash_key=image.original.clash_key,
        content_type=file.content_type,
        bytes=file.bytes,
        sha256=file.sha256,
        promised_sha256=file.promised_sha256,
        name=file.name,
        folded_name=keys.clash_form(safe),
    )
    return FileVersion(
        id=id, image_id=image.id, original=original, file_name=file.name, created_by=viewer.user_id
    )


async def taken_over(change: Change, file: FileVersion, store: Store) -> PydanticObjectId:
    """Store the file and make it the image's; gives the job that processes it.

    If that fails we let go of the file, for the sweeper to remove; so it does if we die.
    """
    await file.insert()
    try:
        await store(file.original.key)
        return await _committed(change, file)
    except VersionConflict as conflict:
        await file.give_up()
        raise EditConflict(conflict, await Image.present(change.image_id)) from conflict
    except BaseException:
        await file.give_up()
        raise


async def _committed(change: Change, file: FileVersion) -> PydanticObjectId:
    """The moment from which the image has the file, with all that follows from it."""

    async def write(session: Session) -> PydanticObjectId:
        before = await Image.present(change.image_id, session)
        job = Job(kind=JobKind.PROCESS, image_id=before.id)
        number = before.original.number + 1
        sets = _begun_anew(change, file, number, job)
        # First of all: a stale version is told as that, whatever else has changed with it.
        await Image.edit(before.id, sets, change.expected_version, session)
        processed(before)
        if not await file.number_it(number, session):
            raise StoringTookTooLong
        await FileVersion.supersede(before, session)
        await Download.drop([before.id], session)
        await RawMetadata.forget([before.id], session)
        oldest = number - change.retention.earlier_versions
        await FileVersion.drop_below(before.id, oldest, session)
        held = [Job.held(JobKind.UNPUBLISH, before.id, change.us)] * may_be_public(before)
        await Job.add([job, *held], session)
        await _entry(change, before, file, number).insert(session=session)
        if change.also is not None:
            await change.also(session)
        await follow([before.id], session)
        return job.id

    return await together(write)


def _begun_anew(change: Change, file: FileVersion, number: int, job: Job) -> dict[str, object]:
    """What becomes of an image with another file; what was known of the old one goes."""
    return {
        "original": {**file.original.model_dump(), "number": number},
        "state": ProcessingState.QUEUED,
        "job_id": job.id,
        "problem": None,
        "duplicate_wish": None,
        "facts": {},
        "quality": None,
        "metadata": {},
        "metadata_sources": {},
        "renditions": [],
        "publication": None,
        "review": Review(
            state=ReviewState.PENDING, by=change.viewer.user_id, at=now()
        ).model_dump(),
    }


async def out_of_the_shop(change: Change, bucket: Bucket) -> Image:
    """The image as it is now; no file of its that is not approved is public any more."""
    await unpublish_at_once([change.image_id], change.us, bucket)
    return await Image.present(change.image_id)


def _entry(change: Change, before: Image, file: FileVersion, number: int) -> AuditEntry:
    return AuditEntry(
        actor=change.viewer.actor(),
        action="image.file_replaced",
        subject_kind="image",
        subject_id=before.id,
        before={
            "number": before.original.number,
            "sha256": before.original.sha256,
            "review": before.review.model_dump(),
        },
        after={"number": number, "sha256": file.original.sha256, "key": file.original.key},
    )

"""Files in: checked for what they are, stored, kept as images with a job each."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from io import SEEK_END
from typing import BinaryIO

from beanie import PydanticObjectId

from actions import arrival
from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.checking import Checked, check
from actions.clashes import AlreadyThere, Arriving, Belonging, Wishes, make_sure
from actions.delivery import Deliver
from actions.errors import Refused
from actions.groups import create_group, must_exist
from actions.idempotency import Rows, once
from actions.retention import Retention
from actions.reusing import reuse
from actions.texts import cleaned
from actions.unless_there import unless_there
from actions.upload_results import REFUSALS, Accepted, Result, remembered, told
from documents.audit import AuditEntry
from documents.collections import Collection
from documents.errors import NoSuchDocument
from documents.groups import ImageGroup
from documents.images import Image, ImportRecord, ImportSource, OriginalFile, ProcessingState
from documents.jobs import Job, JobKind
from documents.products import Product
from documents.transactions import Session, together
from processing.errors import ProcessingError
from storage import keys
from storage.bucket import Bucket
from storage.errors import StorageError

# How many numbered names are tried before a random one: "cat.jpg", "cat-2.jpg", "cat-3.jpg" ...
NUMBERED = 20


class NothingToUpload(Refused):
    """A call without files."""

    code = "NO_FILES"
    path = ("files",)

    def __init__(self) -> None:
        super().__init__("There are no files in the call: attach one or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRules:
    """The limits of an upload. `parallel` files of a call are stored at the same time."""

    max_bytes: int
    max_files: int = 250
    parallel: int = 4
    # Direct uploads: larger files may be sent in parts of this size, a smaller last one aside.
    parts_above: int = 32 * 1024**2
    part_bytes: int = 8 * 1024**2


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on this machine's disk, and what its sender calls it."""

    file: BinaryIO
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is said of all files of a call. A `group_name` makes a new group."""

    product_code: str | None = None
    product_name: str | None = None
    group_id: PydanticObjectId | None = None
    group_name: str | None = None
    collection_ids: Sequence[PydanticObjectId] = field(default_factory=list)
    # Numbers at the end of each collection: of the first file, then of this one.
    places: Mapping[PydanticObjectId, int] = field(default_factory=dict)
    # What becomes of files that meet something that is there already.
    wishes: Wishes = field(default_factory=Wishes)

    def belonging(self) -> Belonging:
        """What a file of the batch belongs to."""
        return Belonging(self.product_code, self.product_name, self.group_id, self.places)

    def of_file(self, number: int) -> "Batch":
        """What is said of one file, so that a collection keeps the order of the files."""
        return replace(self, places={id: first + number for id, first in self.places.items()})


# Gives an image another file.
Over = Callable[[Viewer, PydanticObjectId, Incoming], Awaitable[Accepted]]


async def upload(
    viewer: Viewer | None,
    files: Sequence[Incoming],
    batch: Batch,
    *,
    bucket: Bucket,
    rules: UploadRules,
    deliver: Deliver,
    retention: Retention | None = None,
    key: str | None = None,
) -> list[Result]:
    """Take in files: one result for each, in their order; a bad one does not disturb the others.

    A file that meets something that is there already is dealt with as the batch wishes; one that
    replaces another keeps its earlier versions as `retention` says. Sent again with the same
    idempotency key, nothing is taken in twice. What is wrong with the call as a whole is raised
    before anything is stored: Forbidden, NothingToUpload, TooMany, NoSuchDocument, TextTooLong,
    and what `once` refuses.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    if not files:
        raise NothingToUpload
    within("files", files, rules.max_files)
    fresh: list[Result] = []

    async def take_in() -> Rows:
        said = await settled(viewer, batch, len(files))
        # It knows what an upload is.
        from actions.replacing import replaced_by  # noqa: PLC0415

        over = partial(
            replaced_by, bucket=bucket, rules=rules, retention=retention, deliver=deliver
        )
        fresh.extend(await _all_taken_in(viewer, files, said, bucket, rules, over=over))
        await deliver([one.job.id for one in fresh if isinstance(one, Accepted)])
        return told(fresh)

    asked = repr((batch, [(one.name, one.file.seek(0, SEEK_END)) for one in files]))
    rows = await once(viewer, "uploadImages", key, asked, take_in)
    return fresh or await remembered(rows)


async def _all_taken_in(
    viewer: Viewer,
    files: Sequence[Incoming],
    batch: Batch,
    bucket: Bucket,
    rules: UploadRules,
    *,
    over: Over,
) -> list[Result]:
    gate = asyncio.Semaphore(rules.parallel)
    # One file may stand at several places of a call, and has one position to read from.
    turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def one(number: int, incoming: Incoming) -> Result:
        async with turns[id(incoming.file)], gate:
            try:
                said = batch.of_file(number)
                return await unless_there(
                    said.wishes,
                    lambda: _take_in(viewer, incoming, said, bucket, rules),
                    reuse=lambda there: reuse(viewer.actor(), there, said.belonging()),
                    replace=lambda there: over(viewer, there, incoming),
                )
            except (ProcessingError, StorageError, NoSuchDocument, *REFUSALS) as error:
                return error

    return await asyncio.gather(*(one(*numbered) for numbered in enumerate(files)))


async def settled(viewer: Viewer, batch: Batch, count: int = 0) -> Batch:
    """The batch with clean texts, after its group, collections and product were found or made.

    With a `count` of files, so many places in each collection are taken for them.
    """
    code = cleaned("product_code", batch.product_code)
    name = cleaned("product_name", batch.product_name)
    await must_exist("collection", Collection, batch.collection_ids)
    group_id = batch.group_id
    if group_id is not None:
        await must_exist("group", ImageGroup, [group_id])
    elif batch.group_name is not None:
        group_id = (await create_group(viewer, batch.group_name)).id
    if code is not None:
        await Product.ensure(code, name)
    collection_ids = list(dict.fromkeys(batch.collection_ids))
    return Batch(
        product_code=code,
        product_name=name,
        group_id=group_id,
        collection_ids=collection_ids,
        places=await arrival.places(collection_ids, count) if count else {},
        wishes=batch.wishes,
    )


async def _take_in(
    viewer: Viewer, incoming: Incoming, batch: Batch, bucket: Bucket, rules: UploadRules
) -> Accepted:
    checked = await asyncio.to_thread(check, incoming.file, rules.max_bytes)
    folded = keys.clash_form(keys.safe_file_name(incoming.name))
    arriving = Arriving(checked.sha256, folded, batch.group_id)
    await make_sure(batch.wishes, arriving)
    image = await _reserved(viewer, incoming.name, checked, batch)
    try:
        incoming.file.seek(0)
        await bucket.put(image.original.key, incoming.file, content_type=checked.content_type)
    except BaseException:
        # The sweep removes it, with what may be in the store by then.
        await Image.hide_awaiting([image.id])
        raise
    try:
        return await _queued(viewer, image, batch.places, batch.wishes)
    except (NoSuchDocument, AlreadyThere):
        # Somebody deleted it before it was whole, or another one was first.
        await Image.hide_awaiting([image.id])
        await bucket.delete([image.original.key])
        raise


async def _reserved(viewer: Viewer, name: str, checked: Checked, batch: Batch) -> Image:
    """A kept image whose key is nobody else's; it is acknowledged only once it is queued."""
    image_id = PydanticObjectId()
    prefix = str(batch.group_id or image_id)
    imported = ImportRecord(
        product_code=batch.product_code,
        product_name=batch.product_name,
        file_name=name,
        file_size=checked.bytes,
        importer_id=viewer.user_id,
        source=ImportSource.UPLOAD,
    )
    for stored_name in names(keys.safe_file_name(name)):
        original = _original(prefix, stored_name, checked)
        original.folded_name = keys.clash_form(keys.safe_file_name(name))
        image = _new(image_id, original, imported, batch)
        if await image.reserve():
            return image
    raise RuntimeError("Unreachable: the last name is random.")


def names(safe: str) -> Iterator[str]:
    """The name, then numbered ones, then random ones for ever."""
    yield safe
    yield from (keys.numbered(safe, number) for number in range(2, NUMBERED))
    while True:
        yield keys.numbered(safe, secrets.randbelow(10**12))


def _new(
    image_id: PydanticObjectId, original: OriginalFile, imported: ImportRecord, batch: Batch
) -> Image:
    return Image(
        id=image_id,
        group_id=batch.group_id,
        collection_ids=list(batch.collection_ids),
        product_code=batch.product_code,
        duplicate_wish=batch.wishes.once_accepted(),
        imported=imported,
        original=original,
    )


def _original(prefix: str, name: str, checked: Checked) -> OriginalFile:
    return OriginalFile(
        key=keys.original(prefix, name),
        clash_key=keys.original(prefix, keys.clash_form(name)),
        content_type=checked.content_type,
        bytes=checked.bytes,
        sha256=checked.sha256,
    )


async def _queued(
    viewer: Viewer, image: Image, places: Mapping[PydanticObjectId, int], wishes: Wishes
) -> Accepted:
    """The moment from which the upload is never lost: image, job and audit entry at once.

    Raises AlreadyThere where another one has come first.
    """
    numbers = places or await arrival.places(image.collection_ids, 1)
    job = Job(kind=JobKind.PROCESS, image_id=image.id)
    entry = AuditEntry(
        actor=viewer.actor(),
        action="image.uploaded",
        subject_kind="image",
        subject_id=image.id,
        after={"key": image.original.key, "sha256": image.original.sha256},
    )

    arriving = Arriving(
        image.original.sha256 or "", image.original.folded_name or "", image.group_id
    )

    async def write(session: Session) -> Image:
        await make_sure(wishes, arriving, session)
        moved = await Image.move(image.id, ProcessingState.QUEUED, {"job_id": job.id}, session)
        await Job.add([job], session)
        await entry.insert(session=session)
        return await arrival.belong(moved, numbers, session)

    return Accepted(await together(write), job)

"""Files in: checked for what they are, stored, kept as images with a job each."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from io import SEEK_END

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arriving.checking import check
from actions.arriving.clashes import AlreadyThere, make_sure
from actions.arriving.incoming import Incoming, UploadRules
from actions.arriving.overwriting import replaced_by
from actions.arriving.reusing import reuse
from actions.arriving.said import Batch, settled
from actions.arriving.taking import Coming, queued, reserved
from actions.arriving.unless_there import unless_there
from actions.batches import within
from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.errors import Refused
from actions.idempotency import Rows, once
from actions.uploading.results import REFUSALS, Accepted, Result, remembered, told
from documents.errors import NoSuchDocument
from documents.image_files import ImportSource
from documents.images import Image
from processing.errors import ProcessingError
from storage.bucket import Bucket
from storage.errors import StorageError


class NothingToUpload(Refused):
    """A call without files."""

    code = "NO_FILES"
    path = ("files",)

    def __init__(self) -> None:
        super().__init__("There are no files in the call: attach one or more.")


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


async def _take_in(
    viewer: Viewer, incoming: Incoming, batch: Batch, bucket: Bucket, rules: UploadRules
) -> Accepted:
    checked = await asyncio.to_thread(check, incoming.file, rules.max_bytes)
    coming = Coming(viewer=viewer, name=incoming.name, batch=batch, source=ImportSource.UPLOAD)
    await make_sure(batch.wishes, coming.arriving(checked.sha256))
    image = await reserved(coming, checked)
    try:
        incoming.file.seek(0)
        await bucket.put(image.original.key, incoming.file, content_type=checked.content_type)
    except BaseException:
        # The sweep removes it, with what may be in the store by then.
        await Image.hide_awaiting([image.id])
        raise
    try:
        return await queued(coming, image)
    except (NoSuchDocument, AlreadyThere):
        # Somebody deleted it before it was whole, or another one was first.
        await Image.hide_awaiting([image.id])
        await bucket.delete([image.original.key])
        raise

"""Files in: checked for what they are, stored, kept as images with a job each."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.checking import check
from actions.delivery import Deliver
from actions.errors import Refused
from actions.idempotency import Rows, once
from actions.said import Batch, settled
from actions.taking import Coming, names, queued, reserved
from actions.upload_results import Accepted, Result, remembered, told
from documents.images import ImportSource
from processing.errors import ProcessingError
from storage.bucket import Bucket
from storage.errors import StorageError

__all__ = ["Batch", "Incoming", "NothingToUpload", "UploadRules", "names", "settled", "upload"]


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


async def upload(
    viewer: Viewer | None,
    files: Sequence[Incoming],
    batch: Batch,
    *,
    bucket: Bucket,
    rules: UploadRules,
    deliver: Deliver,
    key: str | None = None,
) -> list[Result]:
    """Take in files: one result for each, in their order; a bad one does not disturb the others.

    Sent again with the same idempotency key, nothing is taken in twice. What is wrong with the
    call as a whole is raised before anything is stored: Forbidden, NothingToUpload, TooMany,
    NoSuchDocument, TextTooLong, and what `once` refuses.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    if not files:
        raise NothingToUpload
    within("files", files, rules.max_files)
    fresh: list[Result] = []

    async def take_in() -> Rows:
        said = await settled(viewer, batch, len(files))
        fresh.extend(await _all_taken_in(viewer, files, said, bucket, rules))
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
) -> list[Result]:
    gate = asyncio.Semaphore(rules.parallel)
    # One file may stand at several places of a call, and has one position to read from.
    turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def one(number: int, incoming: Incoming) -> Result:
        async with turns[id(incoming.file)], gate:
            try:
                return await _take_in(viewer, incoming, batch.of_file(number), bucket, rules)
            except (ProcessingError, StorageError) as error:
                return error

    return await asyncio.gather(*(one(*numbered) for numbered in enumerate(files)))


async def _take_in(
    viewer: Viewer, incoming: Incoming, batch: Batch, bucket: Bucket, rules: UploadRules
) -> Accepted:
    checked = await asyncio.to_thread(check, incoming.file, rules.max_bytes)
    coming = Coming(viewer=viewer, name=incoming.name, batch=batch, source=ImportSource.UPLOAD)
    image = await reserved(coming, checked)
    try:
        incoming.file.seek(0)
        await bucket.put(image.original.key, incoming.file, content_type=checked.content_type)
    except BaseException:
        await image.delete()
        raise
    return await queued(coming, image)

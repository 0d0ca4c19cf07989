"""Announcing files, and signed leave to send each of them to the store."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arriving.clashes import AlreadyThere, DuplicateImage, NameTaken
from actions.arriving.incoming import UploadRules
from actions.arriving.said import Batch, settled
from actions.batches import within
from actions.idempotency import Rows, once
from actions.uploading.meetings import met
from actions.uploading.plans import Announced, incoming, part_sizes, planned, reserve, seconds_left
from actions.uploading.refusals import (
    InvalidChecksum,
    NotInParts,
    PartOutOfRange,
    UploadCompleted,
    UploadExpired,
)
from actions.uploading.results import Reused, StoreWasUnavailable
from actions.uploading.uploads import NothingToUpload
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.uploads import Upload, UploadMethod, UploadState
from processing.errors import ProcessingError
from storage.bucket import Bucket
from storage.errors import ObjectMissing, StorageError
from storage.objects import StoredPart
from storage.upload_links import Ticket, UploadPresigner

PARALLEL = 4
MOST_PARTS_AT_ONCE = 250
# Parts can be signed again and again, so leave for one need not last.
PART_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Created:
    """An upload with its image. No ticket: its parts are signed one by one, or it is completed."""

    upload: Upload
    image: Image
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class SignedPart:
    """Leave to send one part; `bytes` is its exact size."""

    number: int
    bytes: int
    ticket: Ticket
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Parts:
    """An upload in parts, and those that are there whole."""

    upload: Upload
    sizes: list[int]
    there: list[StoredPart]

    @property
    def missing(self) -> list[int]:
        """The numbers of parts that are not there, or not whole."""
        there = {part.number for part in self.there}
        return [number for number in range(1, len(self.sizes) + 1) if number not in there]


Result: TypeAlias = (
    Created
    | Reused
    | AlreadyThere
    | ProcessingError
    | StorageError
    | InvalidChecksum
    | UploadExpired
    | NoSuchDocument
)


async def create(
    viewer: Viewer | None,
    files: Sequence[Announced],
    batch: Batch,
    *,
    method: UploadMethod,
    bucket: Bucket,
    links: UploadPresigner,
    rules: UploadRules,
    key: str | None = None,
) -> list[Result]:
    """Announce files: one result for each, in their order; a bad one does not disturb the others.

    Sent again with the same idempotency key, the same uploads are signed anew. What is wrong
    with the call as a whole is raised before anything is kept, as `uploads.upload` does.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    if not files:
        raise NothingToUpload
    within("files", files, rules.max_files)
    refused = [_refusal(file, rules) for file in files]

    async def announce() -> Rows:
        said = await settled(viewer, batch)
        good = [file for file, wrong in zip(files, refused, strict=True) if wrong is None]
        there = await met(viewer, good, said)
        pairs = [
            planned(viewer, file, said.of_file(number), method, rules)
            for number, (file, row) in enumerate(zip(good, there, strict=True))
            if not row
        ]
        fresh = iter(await _kept(pairs, bucket))
        rows = iter([row or next(fresh) for row in there])
        return [{} if wrong else next(rows) for wrong in refused]

    rows = await once(viewer, "createUploads", key, repr((batch, method, files)), announce)
    return await _results(rows, refused, links)


async def sign_parts(
    viewer: Viewer | None,
    id: PydanticObjectId,
    numbers: Sequence[int],
    *,
    links: UploadPresigner,
) -> list[SignedPart]:
    """Leave to send parts, in the order of `numbers`; as often as it is asked for.

    Refused: NoSuchDocument, NotInParts, PartOutOfRange, UploadExpired, UploadCompleted, TooMany.
    """
    upload = await _mine(require(viewer, Permission.IMPORT_IMAGES), id)
    within("partNumbers", numbers, MOST_PARTS_AT_ONCE)
    if upload.multipart_id is None:
        raise NotInParts
    if upload.state is UploadState.COMPLETED:
        raise UploadCompleted
    if upload.over:
        raise UploadExpired
    sizes = part_sizes(upload)
    for place, number in enumerate(numbers):
        if not 1 <= number <= len(sizes):
            raise PartOutOfRange(number, len(sizes), place)
    return [_part(upload, upload.multipart_id, n, sizes[n - 1], links) for n in numbers]


async def parts(viewer: Viewer | None, id: PydanticObjectId, *, bucket: Bucket) -> Parts | None:
    """Which parts are there; None for what is not an upload in parts of the viewer's."""
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    upload = (await Upload.among([id], viewer.actor())).get(id)
    if upload is None or upload.multipart_id is None:
        return None
    sizes = part_sizes(upload)
    if upload.state is UploadState.COMPLETED:
        whole = [StoredPart(number, size, "") for number, size in enumerate(sizes, 1)]
        return Parts(upload, sizes, whole)
    return Parts(upload, sizes, await whole_parts(upload, sizes, bucket))


async def whole_parts(upload: Upload, sizes: Sequence[int], bucket: Bucket) -> list[StoredPart]:
    """The parts that are there in their full size; none once the store has joined them."""
    assert upload.multipart_id is not None, "The caller has made sure."
    try:
        there = await bucket.parts(incoming(upload), upload.multipart_id)
    except ObjectMissing:
        return []
    return [
        part
        for part in there
        if part.number <= len(sizes) and part.length == sizes[part.number - 1]
    ]


async def _mine(viewer: Viewer, id: PydanticObjectId) -> Upload:
    upload = (await Upload.among([id], viewer.actor())).get(id)
    if upload is None:
        raise NoSuchDocument("upload", str(id))
    return upload


def _refusal(file: Announced, rules: UploadRules) -> ProcessingError | InvalidChecksum | None:
    try:
        file.check(rules)
    except (ProcessingError, InvalidChecksum) as error:
        return error
    return None


async def _kept(pairs: Sequence[tuple[Upload, Image]], bucket: Bucket) -> Rows:
    """Uploads come first: an image that nobody waits for would stay for ever."""
    if not pairs:
        return []
    await Upload.insert_many([upload for upload, _ in pairs])
    await reserve([image for _, image in pairs])
    gate = asyncio.Semaphore(PARALLEL)
    return await asyncio.gather(*(_begun(upload, bucket, gate) for upload, _ in pairs))


async def _begun(upload: Upload, bucket: Bucket, gate: asyncio.Semaphore) -> dict[str, object]:
    if upload.method is UploadMethod.MULTIPART:
        try:
            async with gate:
                key = incoming(upload)
                id = await bucket.begin_parts(key, content_type=upload.content_type)
        except StorageError as error:
            # What is kept of it waits for its expiry.
            return {"unavailable": str(error)}
        await Upload.begun(upload.id, id)
    return {"upload": upload.id, "image": upload.image_id}


async def _results(
    rows: Rows, refused: Sequence[ProcessingError | InvalidChecksum | None], links: UploadPresigner
) -> list[Result]:
    uploads = await Upload.among([row["upload"] for row in rows if "upload" in row])
    # What has replaced the file of another image, or proved to be one, is that one's by now.
    images = await Image.among(
        [
            *(upload.image_id for upload in uploads.values()),
            *(row["reused"] for row in rows if "reused" in row),
        ]
    )

    def one(row: dict[str, PydanticObjectId]) -> Result:
        if "unavailable" in row:
            return StoreWasUnavailable(str(row["unavailable"]))
        if "duplicate" in row:
            return DuplicateImage(row["duplicate"])
        if "taken" in row:
            return NameTaken(row["taken"])
        if "reused" in row:
            there = images.get(row["reused"])
            return Reused(there) if there else NoSuchDocument("image", str(row["reused"]))
        upload = uploads.get(row["upload"])
        image = images.get(upload.image_id) if upload else None
        if upload is None or image is None:
            return NoSuchDocument("upload", str(row["upload"]))
        return _created(upload, image, links)

    return [wrong or one(row) for row, wrong in zip(rows, refused, strict=True)]


def _created(upload: Upload, image: Image, links: UploadPresigner) -> Created | UploadExpired:
    if upload.over:
        return UploadExpired()
    if upload.state is UploadState.COMPLETED or upload.method is UploadMethod.MULTIPART:
        return Created(upload, image, None)
    sign = links.post if upload.method is UploadMethod.POST else links.put
    seconds = seconds_left(upload.expires_at)
    ticket = sign(
        incoming(upload), content_type=upload.content_type, size=upload.bytes, seconds=seconds
    )
    return Created(upload, image, ticket)


def _part(
    upload: Upload, multipart_id: str, number: int, size: int, links: UploadPresigner
) -> SignedPart:
    until = min(upload.expires_at, now() + PART_LIFE)
    key, seconds = incoming(upload), seconds_left(until)
    ticket = links.part(key, multipart_id, number, size=size, seconds=seconds)
    return SignedPart(number, size, ticket, until)

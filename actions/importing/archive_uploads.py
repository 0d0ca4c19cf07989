"""Archives and manifests that clients send: straight to the store, or through us."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arriving.incoming import UploadRules
from actions.arriving.said import Batch
from actions.delivery import Deliver
from actions.idempotency import IdempotencyKeyReused, Rows, once
from actions.importing.beginning import Request, begin
from actions.importing.sources import ImportRules
from actions.uploading.copies import joined
from actions.uploading.plans import AnnouncedArchive, incoming, planned_archive, seconds_left
from actions.uploading.refusals import (
    PartsMissing,
    SizeMismatch,
    UploadCompleted,
    UploadExpired,
    UploadMissing,
)
from archives import manifest
from archives.directory import ArchiveLimits, check
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.image_files import ImportSource
from documents.imports import Import
from documents.uploads import Upload, UploadMethod, UploadPurpose, UploadState
from processing.errors import EmptyFile, FileTooLarge
from storage.bucket import Bucket
from storage.errors import ObjectMissing
from storage.objects import ObjectInfo
from storage.upload_links import Ticket, UploadPresigner

ZIP = "application/zip"
CSV = "text/csv"
# Long enough for an import that waits for its worker, or that is tried again.
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CreatedArchive:
    """An upload of an archive. No ticket: its parts are signed one by one, or it is completed."""

    upload: Upload
    ticket: Ticket | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRequest:
    """What is to be imported: an archive that was sent to the store, or one on our disk.

    A `manifest` on our disk goes before the one that the archive has.
    """

    upload_id: PydanticObjectId | None = None
    file: BinaryIO | None = None
    manifest: BinaryIO | None = None
    batch: Batch


async def create_archive_upload(
    viewer: Viewer | None,
    file: AnnouncedArchive,
    *,
    bucket: Bucket,
    links: UploadPresigner,
    uploads: UploadRules,
    rules: ImportRules,
    key: str | None = None,
) -> CreatedArchive:
    """Announce an archive; larger ones are sent in parts, as large files are.

    Sent again with the same idempotency key, the same upload is signed anew. Raises EmptyFile,
    FileTooLarge, InvalidChecksum, StorageError.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    file.check(rules.max_archive_bytes)

    async def make() -> Rows:
        upload = planned_archive(viewer, file, uploads)
        if upload.method is UploadMethod.MULTIPART:
            upload.multipart_id = await bucket.begin_parts(incoming(upload), content_type=ZIP)
        await upload.insert()
        return [{"upload": upload.id}]

    [row] = await once(viewer, "createArchiveUpload", key, repr(file), make)
    upload = await _mine(viewer, row["upload"])
    if upload.over:
        raise UploadExpired
    return CreatedArchive(upload, _ticket(upload, links))


async def import_archive(
    viewer: Viewer | None,
    request: ArchiveRequest,
    *,
    bucket: Bucket,
    uploads: UploadRules,
    deliver: Deliver,
    key: str | None = None,
) -> Import:
    """Import an archive; one that was sent to the store is imported once however often it is said.

    Raises the leaves of ArchiveError for what can be seen at once, EmptyFile, FileTooLarge,
    those of `actions.uploading.refusals`, and what `begin` raises.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    asked = [repr((request.upload_id, request.batch))]
    if request.manifest is not None:
        asked.append(await asyncio.to_thread(_checked, request.manifest, None, _whole_manifest))
    if request.upload_id is not None:
        where = await _sent(viewer, request.upload_id, bucket)
        key = f"upload {request.upload_id}"
    else:
        assert request.file is not None, "One of the two is there."
        where = {}
        asked.append(
            await asyncio.to_thread(_checked, request.file, uploads.max_bytes, _whole_archive)
        )

    async def make() -> Rows:
        if request.upload_id is not None and "etag" not in where:
            raise UploadCompleted
        found = dict(where)
        if request.file is not None:
            found |= await _kept(viewer, "archive", request.file, ZIP, bucket)
        if request.manifest is not None:
            found |= await _kept(viewer, "manifest", request.manifest, CSV, bucket)
        made = await begin(viewer, _request(found, request), deliver=deliver)
        if request.upload_id is not None:
            await Upload.keep(request.upload_id, now() + KEPT)
        return [{"import": made.id}]

    try:
        [row] = await once(viewer, "importArchive", key, repr(asked), make)
    except IdempotencyKeyReused:
        if request.upload_id is None:
            raise
        raise UploadCompleted from None
    return await Import.present(row["import"])


def _request(where: dict[str, Any], request: ArchiveRequest) -> Request:
    return Request(
        source=ImportSource.ARCHIVE,
        where=where,
        batch=request.batch,
    )


async def _mine(viewer: Viewer, id: PydanticObjectId) -> Upload:
    upload = (await Upload.among([id], viewer.actor())).get(id)
    if upload is None or upload.purpose is not UploadPurpose.ARCHIVE:
        raise NoSuchDocument("upload", str(id))
    return upload


def _ticket(upload: Upload, links: UploadPresigner) -> Ticket | None:
    if upload.method is UploadMethod.MULTIPART or upload.state is UploadState.COMPLETED:
        return None
    seconds = seconds_left(upload.expires_at)
    return links.put(incoming(upload), content_type=ZIP, size=upload.bytes, seconds=seconds)


async def _sent(viewer: Viewer, id: PydanticObjectId, bucket: Bucket) -> dict[str, Any]:
    """What an import has to know of an archive in the store, whole and of the promised size."""
    upload = await _mine(viewer, id)
    where = {"archive": str(upload.id), "sha256": upload.promised_sha256}
    if upload.state is UploadState.COMPLETED:
        # Its import has begun, and may have removed it since.
        return where
    if upload.over:
        raise UploadExpired
    info = await _whole(upload, bucket)
    if info.length != upload.bytes:
        raise SizeMismatch(upload.bytes, info.length)
    return {**where, "etag": info.etag}


async def _whole(upload: Upload, bucket: Bucket) -> ObjectInfo:
    try:
        if upload.method is UploadMethod.MULTIPART:
            await _joined(upload, bucket)
        return await bucket.head(incoming(upload))
    except ObjectMissing as error:
        raise UploadMissing from error


async def _joined(upload: Upload, bucket: Bucket) -> None:
    try:
        await joined(upload, bucket)
    except (PartsMissing, ObjectMissing) as error:
        # Another caller may have joined them meanwhile.
        try:
            await bucket.head(incoming(upload))
        except ObjectMissing:
            raise error from None


def _checked(file: BinaryIO, max_bytes: int | None, look: Callable[[BinaryIO], None]) -> str:
    """The checksum of a file that is what it should be, as far as that can be seen at once."""
    size = file.seek(0, 2)
    if size == 0:
        raise EmptyFile
    if max_bytes is not None and size > max_bytes:
        raise FileTooLarge(limit=max_bytes, actual=size)
    look(file)
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _whole_archive(file: BinaryIO) -> None:
    check(file, ArchiveLimits())


def _whole_manifest(file: BinaryIO) -> None:
    for _ in manifest.rows(file):
        pass


async def _kept(
    viewer: Viewer, part: str, file: BinaryIO, content_type: str, bucket: Bucket
) -> dict[str, Any]:
    """Put a file of ours into the store; whatever happens, it goes when its upload expires."""
    size = file.seek(0, 2)
    file.seek(0)
    upload = Upload(
        image_id=PydanticObjectId(),
        actor=viewer.actor(),
        method=UploadMethod.PUT,
        purpose=UploadPurpose.ARCHIVE,
        content_type=content_type,
        bytes=size,
        state=UploadState.COMPLETED,
        expires_at=now() + KEPT,
    )
    await upload.insert()
    await bucket.put(incoming(upload), file, content_type=content_type)
    etag = (await bucket.head(incoming(upload))).etag
    label = "etag" if part == "archive" else f"{part}_etag"
    return {part: str(upload.id), label: etag}

"""Making a file to take along: a worker's part."""

import asyncio
from pathlib import Path

from actions.downloading.downloads import as_raw
from documents.downloads import Download, DownloadMetadata, wanted
from documents.images import Image
from documents.jobs import Job, JobState
from documents.transactions import Session, together
from processing.embedding import Embedded, embed, strip
from processing.exiftool import ExifTool
from storage import keys
from storage.bucket import Bucket

XMP = "application/rdf+xml"


class Unwanted(Exception):
    """Nobody wants the file any more."""


async def make(job: Job, folder: Path, *, bucket: Bucket, exiftool: ExifTool) -> None:
    """Make the file that `job` was asked for, and end the job with it; may be repeated.

    It ends CANCELLED where the picture was edited, replaced or deleted meanwhile. Raises
    ProcessingError, StorageError, LeaseLost.
    """
    try:
        download, image = await _asked(job)
        source = folder / "original"
        await bucket.download(image.original.key, source)
        made = await written(image, download.metadata, source, folder, exiftool)
        await job.reach("METADATA", 0.6)
        await _store(job, image, made, bucket)
        await _end(job, download, made)
    except Unwanted:
        await bucket.delete(keys.downloaded(str(job.id)))
        await job.finish(JobState.CANCELLED, "CANCELLED")


async def _asked(job: Job) -> tuple[Download, Image]:
    download = await Download.of_job(job.id, job.picture)
    image = (await Image.among([job.picture])).get(job.picture)
    if download is None or image is None:
        raise Unwanted
    if wanted(as_raw(image), download.metadata).fingerprint != download.fingerprint:
        raise Unwanted
    return download, image


async def written(
    image: Image, metadata: DownloadMetadata, source: Path, folder: Path, exiftool: ExifTool
) -> Embedded:
    """What somebody takes along of the original `source`, in the folder. Raises ProcessingError."""
    if metadata is DownloadMetadata.ORIGINAL:
        return Embedded(source)
    if metadata is DownloadMetadata.NONE:
        return Embedded(await strip(exiftool, source, folder))
    return await embed(exiftool, source, folder, image.edits)


async def _store(job: Job, image: Image, made: Embedded, bucket: Bucket) -> None:
    with await asyncio.to_thread(made.path.open, "rb") as file:
        key = keys.download(str(job.id))
        await bucket.put(key, file, content_type=image.original.content_type)
    if made.sidecar is not None:
        with await asyncio.to_thread(made.sidecar.open, "rb") as file:
            await bucket.put(keys.sidecar(str(job.id)), file, content_type=XMP)


async def _end(job: Job, download: Download, made: Embedded) -> None:
    size = await asyncio.to_thread(made.path.stat)
    beside = await asyncio.to_thread(made.sidecar.stat) if made.sidecar else None
    told = {
        "key": keys.download(str(job.id)),
        "sidecar_key": keys.sidecar(str(job.id)) if made.sidecar else None,
        "bytes": size.st_size,
        "sidecar_bytes": beside.st_size if beside else None,
    }

    async def write(session: Session) -> None:
        if not await download.ready(told, session):
            raise Unwanted
        await job.finish(JobState.SUCCEEDED, "READY", session=session)

    await together(write)

"""Packing pictures into one ZIP: a worker's part."""

import asyncio
import csv
import io
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from beanie import PydanticObjectId

from actions.downloading.downloads import as_raw, why_not_ready
from actions.downloading.work import written
from actions.downloading.zipped import Zipped
from actions.handing_over import hand_over
from actions.metadata.cells import guarded
from actions.metadata.table import image_name
from documents.archives import Archive, Packed
from documents.downloads import Download, DownloadMetadata, wanted
from documents.images import Image
from documents.jobs import Job, JobState
from documents.problems import Problem
from processing.embedding import Embedded
from processing.errors import ProcessingError
from processing.exiftool import ExifTool
from storage import keys
from storage.bucket import Bucket
from storage.errors import ObjectMissing
from storage.writer import Writer

ZIP, MANIFEST = "application/zip", "manifest.csv"
COLUMNS = ("imageId", "fileName", "sidecarName", "productCode", "sha256", "problem")


@dataclass
class Packing:
    """One packing: what goes where, and what is said of each picture."""

    archive: Archive
    zipped: Zipped
    bucket: Bucket
    exiftool: ExifTool
    rows: list[tuple[str, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


async def make(job: Job, folder: Path, *, bucket: Bucket, exiftool: ExifTool) -> None:
    """Pack an archive and end its job; may be repeated, and begins anew then.

    Each picture goes in as it is when its turn comes; what cannot be made, or is gone by then,
    is told, and the rest goes on. On disk is one picture at a time, in memory a few parts.
    Raises StorageError, LeaseLost, and ProcessingError where trying again may help.
    """
    archive = await Archive.of_job(job.id)
    if archive is None:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    key = keys.archive(str(archive.id))
    await bucket.abort_parts(key)
    async with Writer(bucket, key, content_type=ZIP) as writer:
        packing = Packing(archive, Zipped(writer, [MANIFEST]), bucket, exiftool)
        for place, id in enumerate(archive.ids):
            await _pack(packing, id, folder / "one")
            await job.show(0.95 * (place + 1) / len(archive.ids))
        await _manifest(packing, folder / MANIFEST)
        await packing.zipped.end()
    await _end(job, packing, bucket)


async def give_up(job: Job, problem: Problem, bucket: Bucket) -> None:
    """End a job that cannot be done, and leave nothing of it in the store. Raises LeaseLost."""
    archive = await Archive.find_one({"job_id": job.id})
    if archive is not None:
        key = keys.archive(str(archive.id))
        await bucket.abort_parts(key)
        await bucket.delete([key])
    await job.finish(JobState.FAILED, "FAILED", problem)


async def _pack(packing: Packing, id: PydanticObjectId, folder: Path) -> None:
    image = (await Image.among([id])).get(id)
    code = (image.product_code or "") if image else ""
    await asyncio.to_thread(folder.mkdir)
    try:
        if problem := await _packed(packing, id, image, folder):
            packing.problems.append(problem)
            packing.rows.append((image_name(id), "", "", code, "", problem.code))
    finally:
        await asyncio.to_thread(shutil.rmtree, folder)


async def _packed(
    packing: Packing, id: PydanticObjectId, image: Image | None, folder: Path
) -> Problem | None:
    """Put a picture into the archive, or tell why it is not in it."""
    if image is None or why_not_ready(id, image):
        said = "The image was deleted, or its file replaced, before it could be packed."
        return Problem(code="IMAGE_GONE", message=said, image_id=id)
    try:
        made = await file_of(
            image, packing.archive.metadata, folder, packing.bucket, packing.exiftool
        )
    except ObjectMissing:
        said = "The stored file is gone from the store: upload it again."
        return Problem(code="ORIGINAL_MISSING", message=said, image_id=id)
    except ProcessingError as error:
        if error.passing:
            raise
        return Problem(code=error.code, message=str(error), image_id=id)
    await _take_in(packing, image, made)
    return None


async def file_of(
    image: Image, metadata: DownloadMetadata, folder: Path, bucket: Bucket, exiftool: ExifTool
) -> Embedded:
    """The file that was made before, or one that is made now in the same way, in the folder.

    Raises ObjectMissing, ProcessingError.
    """
    if metadata is not DownloadMetadata.ORIGINAL:
        want = wanted(as_raw(image), metadata)
        row = (await Download.found([want])).get(want)
        # Unless it is swept at this moment.
        with suppress(ObjectMissing):
            if row and row["key"]:
                return await _fetched(row["key"], row["sidecar_key"], folder, bucket)
    source = folder / "original"
    await bucket.download(image.original.key, source)
    return await written(image, metadata, source, folder, exiftool)


async def _fetched(key: str, beside: str | None, folder: Path, bucket: Bucket) -> Embedded:
    path, sidecar = folder / "made", folder / "made.xmp"
    await bucket.download(key, path)
    if beside is None:
        return Embedded(path)
    await bucket.download(beside, sidecar)
    return Embedded(path, sidecar)


async def _take_in(packing: Packing, image: Image, made: Embedded) -> None:
    wished = image.original.name or image.imported.file_name
    name, beside, sha256 = await packing.zipped.take_in(wished, made)
    code = image.product_code or ""
    packing.rows.append((image_name(image.id), name, beside, code, sha256, ""))


async def _manifest(packing: Packing, path: Path) -> None:
    await asyncio.to_thread(path.write_bytes, _table([COLUMNS, *packing.rows]))
    await packing.zipped.add(MANIFEST, path)


def _table(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(map(guarded, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


async def _end(job: Job, packing: Packing, bucket: Bucket) -> None:
    key, archive = packing.zipped.writer.key, packing.archive
    files = len(archive.ids) - len(packing.problems)
    size = packing.zipped.writer.bytes
    packed = Packed(key=key, files=files, bytes=size, problems=packing.problems)
    await hand_over(job, archive, {"packed": packed.model_dump()}, key=key, bucket=bucket)

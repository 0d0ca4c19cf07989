"""Packing the originals of published pictures, with what is said of them inside."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

from beanie import PydanticObjectId

from actions.downloading.downloads import why_not_ready
from actions.downloading.packing import file_of
from actions.downloading.zipped import Zipped
from actions.exporting.asking import key_of
from actions.exporting.formats import FILES
from actions.exporting.progress import Progress
from actions.exporting.walking import steps
from actions.metadata.table import image_id
from documents.catalog_walk import how_many
from documents.downloads import DownloadMetadata
from documents.export_skips import ExportSkip
from documents.exports import Export, Tally
from documents.images import Image
from documents.jobs import Job
from feeds.cells import guarded, lines
from feeds.items import Picture, Product, Skip, SkipReason, Written
from feeds.table import BOM
from processing.embedding import Embedded
from processing.errors import ProcessingError
from processing.exiftool import ExifTool
from storage.bucket import Bucket
from storage.errors import ObjectMissing
from storage.filenames import split
from storage.writer import MOST_BYTES, Writer

MANIFEST = "manifest.csv"
COLUMNS = ("imageId", "fileName", "sidecarName", "productCode", "position", "role", "sha256")
# For the directory and the table, at the end.
SPARE = 1024**3


@dataclass
class Packing:
    """One packing: the file under way, and the table of what is in it, on disk."""

    zipped: Zipped
    folder: Path
    bucket: Bucket
    exiftool: ExifTool

    @property
    def table(self) -> Path:
        """Where the table grows."""
        return self.folder / MANIFEST

    async def note(self, *rows: tuple[str, ...]) -> None:
        """Add rows to the table."""
        with await asyncio.to_thread(self.table.open, "ab") as file:
            file.write(lines([[guarded(cell) for cell in row] for row in rows]))

    async def end(self) -> None:
        """Send the table and the directory."""
        await self.zipped.add(MANIFEST, self.table)
        await self.zipped.end()


async def archive(
    export: Export, job: Job, folder: Path, bucket: Bucket, exiftool: ExifTool
) -> tuple[int, Tally]:
    """Pack the file anew; its bytes, and its tally. On disk is one picture at a time, and a table.

    Raises StorageError, ExportStopped, LeaseLost, and ProcessingError where trying again may help.
    """
    await ExportSkip.forget_after(export.id, 0)
    progress = Progress(export, job, await how_many(export.where.codes), Tally())
    key, kind = key_of(export), FILES[export.format].content_type
    await bucket.abort_parts(key)
    async with Writer(bucket, key, content_type=kind) as writer:
        packing = Packing(Zipped(writer, [MANIFEST]), folder, bucket, exiftool)
        await asyncio.to_thread(packing.table.write_bytes, BOM)
        await packing.note(COLUMNS)
        async for step in steps(export, None, 0):
            await progress.take(step.product, Written(b"", 0), step.rows, step.refused)
            for picture in step.product.pictures:
                written = await _pack(packing, step.product, picture)
                await progress.take(step.product, written, 0)
        await packing.end()
    await progress.keep_skips()
    await progress.tell()
    return writer.bytes, progress.tally


async def _pack(packing: Packing, product: Product, picture: Picture) -> Written:
    id = image_id(picture.id)
    assert id is not None, "Pictures are named as the API names them."
    folder = packing.folder / "one"
    await asyncio.to_thread(folder.mkdir)
    try:
        reason = await _packed(packing, product, picture, id, folder)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder)
    return Written(b"", 1) if reason is None else Written(b"", 0, [Skip(picture, reason)])


async def _packed(
    packing: Packing, product: Product, picture: Picture, id: PydanticObjectId, folder: Path
) -> SkipReason | None:
    """Put a picture into the file, or tell why it is not in it."""
    image = (await Image.among([id])).get(id)
    if image is None or why_not_ready(id, image):
        return SkipReason.IMAGE_GONE
    if packing.zipped.writer.bytes + image.original.bytes * 2 > MOST_BYTES - SPARE:
        return SkipReason.ARCHIVE_FULL
    metadata = DownloadMetadata.MERGED
    try:
        made = await file_of(image, metadata, folder, packing.bucket, packing.exiftool)
    except ObjectMissing:
        return SkipReason.FILE_MISSING
    except ProcessingError as error:
        if error.passing:
            raise
        return SkipReason.UNREADABLE
    await _take_in(packing, product, picture, image, made)
    return None


async def _take_in(
    packing: Packing, product: Product, picture: Picture, image: Image, made: Embedded
) -> None:
    name, beside, sha256 = await packing.zipped.take_in(_name(product, picture, image), made)
    about = (product.code or "", str(picture.position), picture.role)
    await packing.note((picture.id, name, beside, *about, sha256))


def _name(product: Product, picture: Picture, image: Image) -> str:
    """As the import's name rule "{code}_{position}" reads it; nearly no two are the same."""
    ending = split(image.original.name or image.imported.file_name)[1]
    if product.code is None:
        return f"{image.id}{ending}"
    return f"{product.code.replace('/', '-')}_{picture.position}{ending}"

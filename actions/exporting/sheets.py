"""Writing a workbook: on disk, then to the store."""

import asyncio
from pathlib import Path

from actions.exporting.asking import key_of
from actions.exporting.formats import FILES
from actions.exporting.progress import Progress
from actions.exporting.walking import steps
from documents.catalog_walk import how_many
from documents.export_skips import ExportSkip
from documents.exports import Export, Tally
from documents.jobs import Job
from feeds.sheet import Sheet
from storage.bucket import Bucket


async def workbook(export: Export, job: Job, folder: Path, bucket: Bucket) -> tuple[int, Tally]:
    """Write the file anew; its bytes, and its tally. Memory does not grow with the rows.

    Raises StorageError, ExportStopped, LeaseLost.
    """
    await ExportSkip.forget_after(export.id, 0)
    progress = Progress(export, job, await how_many(export.where.codes), Tally())
    path = folder / "workbook"
    sheet = Sheet(path, folder)
    try:
        async for step in steps(export, None, 0):
            written = sheet.one(step.product)
            await progress.take(step.product, written, step.rows, step.refused)
    finally:
        # It packs the whole, which takes a while.
        await asyncio.to_thread(sheet.close)
    await progress.keep_skips()
    await progress.tell()
    kind = FILES[export.format].content_type
    with await asyncio.to_thread(path.open, "rb") as file:
        await bucket.put(key_of(export), file, content_type=kind)
    return (await asyncio.to_thread(path.stat)).st_size, progress.tally

"""Tables of what is said of pictures: asked for, written by a worker, removed after a day."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import BinaryIO

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.delivery import Deliver
from actions.handing_over import hand_over
from actions.idempotency import Rows, once
from actions.library import MOST_COUNTED, ImageFilter
from actions.metadata.columns import PLAIN, POSITION, READ_ONLY, about, cell, header
from actions.metadata.custom_fields import known_wishes
from actions.metadata.own_columns import own_cells, own_columns
from actions.metadata.table import image_name
from documents.audit import Actor
from documents.custom_fields import CustomField
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.metadata_exports import MetadataExport
from documents.pages import Order, batches, count
from documents.transactions import Session, together
from storage import keys
from storage.bucket import Bucket

FILE, CSV = "metadata.csv", "text/csv; charset=utf-8"
BATCH, SWEPT = 250, 250
IN_TURN = Order("created_at")


async def begin(
    viewer: Viewer | None,
    where: ImageFilter,
    ids: Sequence[PydanticObjectId] | None,
    *,
    location: bool,
    deliver: Deliver,
    key: str | None = None,
) -> MetadataExport:
    """Have a table written of images, in the order of `ids` or else newest first, by a job.

    With positions only for those who may see what is private. Raises TooMany, and what
    `once` refuses.
    """
    viewer = require(viewer, Permission.READ_LIBRARY)
    if location:
        require(viewer, Permission.SEE_PRIVATE_METADATA)
    within("ids", ids or ())
    await known_wishes(viewer, where.wishes)
    job = Job(kind=JobKind.METADATA_EXPORT)
    made = MetadataExport(
        actor=viewer.actor(),
        job_id=job.id,
        ids=None if ids is None else list(dict.fromkeys(ids)),
        where=asdict(where),
        location=location,
    )

    async def write(session: Session) -> Rows:
        await made.insert(session=session)
        await Job.add([job], session)
        return [{"id": made.id}]

    asked = repr((made.ids, made.where, location))
    [row] = await once(viewer, "exportMetadataCsv", key, asked, partial(together, write))
    await deliver([job.id])
    kept = await MetadataExport.get(row["id"])
    if kept is None:
        raise NoSuchDocument("export", str(row["id"]))
    return kept


async def found(viewer: Viewer | None, id: PydanticObjectId) -> MetadataExport | None:
    """A table that the viewer has asked for; None for those of others, and what has expired."""
    viewer = require(viewer, Permission.READ_LIBRARY)
    made = await MetadataExport.get(id)
    if made is None or whose(made.actor) != whose(viewer.actor()):
        return None
    if made.location:
        require(viewer, Permission.SEE_PRIVATE_METADATA)
    return made


async def make(job: Job, folder: Path, *, bucket: Bucket) -> None:
    """Write a table and end its job; may be repeated. Raises StorageError, LeaseLost."""
    made = await MetadataExport.of_job(job.id)
    if made is None:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    path = folder / FILE
    rows = await _write(made, job, path)
    size = (await asyncio.to_thread(path.stat)).st_size
    with await asyncio.to_thread(path.open, "rb") as file:
        await bucket.put(key_of(made.id), file, content_type=CSV)
    told = {"key": key_of(made.id), "rows": rows, "bytes": size}
    await hand_over(job, made, told, key=key_of(made.id), bucket=bucket)


def key_of(id: PydanticObjectId) -> str:
    """Where the table lies."""
    return keys.export(str(id), FILE)


async def sweep_exports(bucket: Bucket) -> int:
    """Remove tables whose day is over; tells how many. Repeatable."""
    ids = await MetadataExport.expired(SWEPT)
    await bucket.delete([key_of(id) for id in ids])
    await MetadataExport.forget(ids)
    return len(ids)


async def _write(made: MetadataExport, job: Job, path: Path) -> int:
    """Write the table batch by batch, so that memory does not grow with it; gives the rows."""
    where = ImageFilter.told(made.where).where()
    expected = (
        len(made.ids) if made.ids is not None else await count(Image, where, at_most=MOST_COUNTED)
    )
    rows, fields = 0, await CustomField.alive()
    columns = [*header(location=made.location), *own_columns(fields)]
    with await asyncio.to_thread(path.open, "wb") as file:
        file.write(_lines([columns]).encode("utf-8-sig"))
        async for images in _batches(made):
            told = [_row(one, fields, location=made.location) for one in images]
            await asyncio.to_thread(_append, file, told)
            rows += len(images)
            await job.advance(min(0.95, rows / max(expected, 1)))
    return rows


async def _batches(made: MetadataExport) -> AsyncIterator[list[Image]]:
    if made.ids is not None:
        there = await Image.among(made.ids)
        yield [there[id] for id in made.ids if id in there]
        return
    where = ImageFilter.told(made.where).where()
    async for rows in batches(Image, where, IN_TURN, size=BATCH):
        yield [Image.model_validate(raw) for raw in rows]


def _append(file: BinaryIO, rows: Sequence[Sequence[str]]) -> None:
    file.write(_lines(rows).encode("utf-8"))


def _row(image: Image, own: Mapping[str, CustomField], *, location: bool) -> list[str]:
    present, told = {**image.metadata, **image.edits}, about(image)
    fields = (*PLAIN, *POSITION) if location else PLAIN
    return [
        image_name(image.id),
        str(image.version),
        *(told[column] for column in READ_ONLY),
        *(cell(field, present) for field in fields),
        *own_cells(image, own),
    ]


def _lines(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


def whose(actor: Actor) -> tuple[PydanticObjectId | None, PydanticObjectId | None]:
    """The account or the key behind an actor, whatever its session."""
    return actor.user_id, actor.api_key_id

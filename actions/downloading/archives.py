"""Many pictures to take along in one ZIP: asked for, found, and removed after a day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted
from actions.batches import ErrorPolicy, within
from actions.delivery import Deliver
from actions.downloading.downloads import NotYetReady, allowed, why_not_ready
from actions.errors import Refused
from actions.idempotency import Rows, once
from actions.metadata.exports import whose
from documents.archives import Archive
from documents.downloads import DownloadMetadata
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.transactions import Session, together
from documents.users import Role
from storage import keys
from storage.bucket import Bucket

# Of the originals; what is written into them, and the rest of the ZIP, is far less than 50 GiB.
MOST_BYTES = 100 * 1024**3
SWEPT = 250


class DownloadTooLarge(Refused):
    """The originals together have more bytes than one archive takes."""

    code = "DOWNLOAD_TOO_LARGE"
    path = ("ids",)

    def __init__(self, limit: int, actual: int) -> None:
        super().__init__(
            f"The originals have {actual:,} bytes together, and one archive takes {limit:,}: "
            "ask for fewer pictures at once."
        )
        self.params = {"limit": limit, "actual": actual}


@dataclass(frozen=True, slots=True)
class Begun:
    """The archive, where there is anything to pack, and what is not going to be in it."""

    archive: Archive | None
    refused: list[tuple[int, Exception]]


async def begin(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    metadata: DownloadMetadata,
    key: str | None,
    *,
    deliver: Deliver,
) -> Begun:
    """Have READY images packed by a job; what cannot be is refused, and the rest goes on.

    Raises TooMany, DownloadTooLarge, what `once` refuses, and NoSuchDocument for a key whose
    archive is gone.
    """
    viewer = allowed(viewer, metadata)
    within("ids", ids)

    async def do() -> Rows:
        return await _begun(viewer, ids, metadata, deliver)

    asked = repr([metadata.value, [str(id) for id in ids]])
    rows = await once(viewer, "archive.prepared", key, asked, do)
    ids_made = [row["id"] for row in rows if "id" in row]
    refused = [(row["place"], _why(row)) for row in rows if "place" in row]
    return Begun(await _there(ids_made[0]) if ids_made else None, refused)


async def _begun(
    viewer: Viewer, ids: Sequence[PydanticObjectId], metadata: DownloadMetadata, deliver: Deliver
) -> Rows:
    found = await Image.among(ids)
    done, refused = admitted(
        ids, lambda one: why_not_ready(one, found.get(one)), ErrorPolicy.CONTINUE
    )
    told: Rows = [
        {"place": place, "image_id": str(ids[place]), "state": _state(found.get(ids[place]))}
        for place, _ in refused
    ]
    if not done:
        return told
    _fits([found[id] for id in done])
    job = Job(kind=JobKind.ARCHIVE)
    made = Archive(actor=viewer.actor(), job_id=job.id, ids=done, metadata=metadata)

    async def write(session: Session) -> None:
        await made.insert(session=session)
        await Job.add([job], session)

    await together(write)
    await deliver([job.id])
    return [{"id": made.id}, *told]


async def _there(id: PydanticObjectId) -> Archive:
    made = await Archive.alive(id)
    if made is None:
        raise NoSuchDocument("archive", str(id))
    return made


def _fits(images: Sequence[Image]) -> None:
    actual = sum(image.original.bytes for image in images)
    if actual > MOST_BYTES:
        raise DownloadTooLarge(MOST_BYTES, actual)


def _state(image: Image | None) -> str | None:
    return None if image is None else image.state.value


def _why(row: dict[str, str]) -> Exception:
    if row["state"] is None:
        return NoSuchDocument("image", row["image_id"])
    return NotYetReady(ProcessingState(row["state"]))


async def found(viewer: Viewer | None, id: PydanticObjectId) -> Archive | None:
    """An archive that the viewer has asked for, or, an ADMIN, anybody.

    None for those of others, and what has expired. Raises Unauthenticated, and Forbidden when
    the viewer may not have such files any more.
    """
    viewer = require(viewer, Permission.READ_LIBRARY)
    made = await Archive.alive(id)
    mine = made is not None and whose(made.actor) == whose(viewer.actor())
    if made is None or not (mine or viewer.role is Role.ADMIN):
        return None
    allowed(viewer, made.metadata)
    return made


async def sweep_archives(bucket: Bucket) -> int:
    """Remove archives whose day is over, half-sent ones too; tells how many. Repeatable."""
    ids = await Archive.expired(SWEPT)
    gone = [keys.archive(str(id)) for id in ids]
    await asyncio.gather(*(bucket.abort_parts(key) for key in gone))
    await bucket.delete(gone)
    await Archive.forget(ids)
    return len(ids)

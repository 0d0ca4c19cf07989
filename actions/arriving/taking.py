"""The way of every file that comes in through us: a place of its own, then acknowledged."""

import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arriving import arrival
from actions.arriving.checking import Checked
from actions.arriving.clashes import Arriving, make_sure
from actions.arriving.said import Batch
from actions.uploading.results import Accepted
from documents.audit import AuditEntry
from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.transactions import Session, together
from storage import keys

# How many numbered names are tried before a random one: "cat.jpg", "cat-2.jpg", "cat-3.jpg" ...
NUMBERED = 20
Also = Callable[[Session], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A file that comes in as the image `image_id`: who brings it, and what is said of it."""

    viewer: Viewer
    name: str
    batch: Batch
    source: ImportSource
    image_id: PydanticObjectId = field(default_factory=PydanticObjectId)
    edits: Mapping[str, object] = field(default_factory=dict)

    @property
    def folded_name(self) -> str:
        """Its name as names are compared, whatever its capitals."""
        return keys.clash_form(keys.safe_file_name(self.name))

    def arriving(self, sha256: str) -> Arriving:
        """What others that are there already are compared with."""
        return Arriving(sha256, self.folded_name, self.batch.group_id)


async def reserved(coming: Coming, checked: Checked) -> Image:
    """A kept image whose key is nobody else's; it is acknowledged only once it is queued.

    There must be no image under its id yet.
    """
    prefix = str(coming.batch.group_id or coming.image_id)
    for stored_name in names(keys.safe_file_name(coming.name)):
        image = _new(coming, _original(prefix, stored_name, coming, checked))
        if await image.reserve():
            return image
    raise RuntimeError("Unreachable: the last name is random.")


def names(safe: str) -> Iterator[str]:
    """The name, then numbered ones, then random ones for ever."""
    yield safe
    yield from (keys.numbered(safe, number) for number in range(2, NUMBERED))
    while True:
        yield keys.numbered(safe, secrets.randbelow(10**12))


async def queued(coming: Coming, image: Image, also: Also | None = None) -> Accepted:
    """The moment from which the file is never lost: image, job and audit entry at once.

    What is written by `also` is part of it; it comes last, for others may wait for it. Raises
    AlreadyThere where another one has come first.
    """
    numbers = coming.batch.places or await arrival.places(image.collection_ids, 1)
    job = Job(kind=JobKind.PROCESS, image_id=image.id)
    entry = AuditEntry(
        actor=coming.viewer.actor(),
        action="image.uploaded",
        subject_kind="image",
        subject_id=image.id,
        after={"key": image.original.key, "sha256": image.original.sha256},
    )

    arriving = coming.arriving(image.original.sha256 or "")

    async def write(session: Session) -> Image:
        await make_sure(coming.batch.wishes, arriving, session)
        moved = await Image.move(image.id, ProcessingState.QUEUED, {"job_id": job.id}, session)
        await Job.add([job], session)
        await entry.insert(session=session)
        belonging = await arrival.belong(moved, numbers, session)
        if also is not None:
            await also(session)
        return belonging

    return Accepted(await together(write), job)


def _new(coming: Coming, original: OriginalFile) -> Image:
    batch = coming.batch
    imported = ImportRecord(
        product_code=batch.product_code,
        product_name=batch.product_name,
        file_name=coming.name,
        file_size=original.bytes,
        importer_id=coming.viewer.user_id,
        source=coming.source,
    )
    return Image(
        id=coming.image_id,
        group_id=batch.group_id,
        collection_ids=list(batch.collection_ids),
        product_code=batch.product_code,
        product_position=batch.product_position,
        duplicate_wish=batch.wishes.once_accepted(),
        imported=imported,
        original=original,
        analyses_wished=list(batch.analyses),
        edits=dict(coming.edits),
    )


def _original(prefix: str, name: str, coming: Coming, checked: Checked) -> OriginalFile:
    return OriginalFile(
        key=keys.original(prefix, name),
        clash_key=keys.original(prefix, keys.clash_form(name)),
        content_type=checked.content_type,
        bytes=checked.bytes,
        sha256=checked.sha256,
        folded_name=coming.folded_name,
    )

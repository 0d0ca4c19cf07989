"""Beginning an import: kept with its job, so that it is done whatever happens to us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arriving.clashes import Wishes
from actions.arriving.said import Batch, settled
from actions.delivery import Deliver
from actions.idempotency import Rows, once
from actions.importing.sources import Planned
from documents.audit import AuditEntry
from documents.duplicate_wishes import DuplicatePolicy
from documents.image_files import ImportSource
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, SaidOfAll
from documents.jobs import Job, JobKind
from documents.problems import Problem
from documents.transactions import Session, together

# What was taken in before is not taken in once more.
ONCE = Wishes(duplicates=DuplicatePolicy.REUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be imported, and what is said of all of it.

    Where the items are known from the start they are `planned`, and the source is never asked
    for them; `refused` are those that cannot be had, by their places.
    """

    source: ImportSource
    where: Mapping[str, Any] = field(default_factory=dict)
    batch: Batch = field(default_factory=lambda: Batch(wishes=ONCE))
    planned: Sequence[Planned] = ()
    refused: Mapping[int, Problem] = field(default_factory=dict)


async def begin(
    viewer: Viewer | None,
    request: Request,
    *,
    deliver: Deliver,
    key: str | None = None,
    by: str | None = None,
) -> Import:
    """Keep a new import with its job; sent again with the same idempotency key, it is done once.

    With `by`, the first lease of the job is the caller's, who does it at once with
    `jobs.run.run`. Raises Forbidden, NoSuchDocument, TextTooLong, and what `once` refuses.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)

    async def make() -> Rows:
        made, job = await _kept(viewer, request, by)
        if by is None:
            await deliver([job.id])
        return [{"import": made.id}]

    [row] = await once(viewer, f"import:{request.source}", key, repr(request), make)
    return await Import.present(row["import"])


async def _kept(viewer: Viewer, request: Request, by: str | None) -> tuple[Import, Job]:
    said = await settled(viewer, request.batch)
    id = PydanticObjectId()
    job = (
        Job(kind=JobKind.IMPORT, import_id=id)
        if by is None
        else Job.held(JobKind.IMPORT, None, by, import_id=id)
    )
    made = Import(
        id=id,
        source=request.source,
        actor=viewer.actor(),
        importer_id=viewer.user_id,
        where=dict(request.where),
        said=_said(said),
        listed=bool(request.planned),
        counts=dict.fromkeys(ItemState, 0),
        job_id=job.id,
    )
    items = planned_items(id, request.planned, refused=request.refused)

    async def write(session: Session) -> None:
        await made.insert(session=session)
        await Job.add([job], session)
        await ImportItem.add(items, session)
        await entry(viewer, made, "import.begun").insert(session=session)

    await together(write)
    return made, job


def planned_items(
    import_id: PydanticObjectId,
    planned: Sequence[Planned],
    *,
    first: int = 0,
    refused: Mapping[int, Problem] | None = None,
) -> list[ImportItem]:
    """New items for what a source found, at positions from `first` on."""
    wrong = refused or {}
    return [
        ImportItem(
            import_id=import_id,
            position=first + place,
            name=one.name,
            file_name=one.file_name,
            where=one.where,
            said=one.said,
            state=ItemState.REFUSED if place in wrong else ItemState.PENDING,
            problem=wrong.get(place),
        )
        for place, one in enumerate(planned)
    ]


def entry(viewer: Viewer, made: Import, action: str) -> AuditEntry:
    """What the audit is told of an import."""
    return AuditEntry(
        actor=viewer.actor(),
        action=action,
        subject_kind="import",
        subject_id=made.id,
        after={"source": made.source, "where": made.where},
    )


def _said(batch: Batch) -> SaidOfAll:
    return SaidOfAll(
        product_code=batch.product_code,
        product_name=batch.product_name,
        group_id=batch.group_id,
        collection_ids=list(batch.collection_ids),
        analyses=list(batch.analyses),
        duplicates=batch.wishes.duplicates,
        duplicates_by=batch.wishes.duplicates_by,
        same_name=batch.wishes.same_name,
    )

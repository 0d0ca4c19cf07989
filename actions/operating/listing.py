"""Which jobs there are, and what they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from beanie import Document, PydanticObjectId

from actions.access import Permission, Viewer, require
from documents.archives import Archive
from documents.audit_exports import AuditExport
from documents.bulk_edits import BulkEdit
from documents.exports import Export
from documents.jobs import JobKind, JobState
from documents.metadata_exports import MetadataExport
from documents.metadata_imports import MetadataImport
from documents.pages import Order, Raw
from documents.regenerations import Regeneration
from documents.syncs import Synchronization

NEWEST_FIRST = Order("created_at")
# What names its job, rather than being named by it.
SUBJECTS: Mapping[JobKind, type[Document]] = {
    JobKind.ARCHIVE: Archive,
    JobKind.AUDIT_EXPORT: AuditExport,
    JobKind.BULK_EDIT: BulkEdit,
    JobKind.EXPORT: Export,
    JobKind.METADATA_EXPORT: MetadataExport,
    JobKind.METADATA_IMPORT: MetadataImport,
    JobKind.REGENERATE: Regeneration,
    JobKind.SYNC: Synchronization,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs; nothing means any, all that is given must hold."""

    kinds: Sequence[JobKind] = ()
    states: Sequence[JobState] = ()

    def where(self) -> Raw:
        """The filter as MongoDB takes it."""
        wanted = {"kind": self.kinds, "state": self.states}
        return {field: {"$in": list(values)} for field, values in wanted.items() if values}


class About(NamedTuple):
    """A job whose subject is looked for."""

    kind: JobKind
    job_id: PydanticObjectId


def asked(viewer: Viewer | None, filter: JobFilter) -> Raw:
    """The filter for somebody who may see all work. Raises Unauthenticated, Forbidden."""
    require(viewer, Permission.MANAGE_JOBS)
    return filter.where()


async def load_subjects(
    viewer: Viewer | None, jobs: Sequence[About]
) -> list[PydanticObjectId | None]:
    """The ids of what jobs of SUBJECTS' kinds are about; None where it is gone.

    One query for each kind.
    """
    require(viewer, Permission.READ_LIBRARY)
    found: dict[PydanticObjectId, Any] = {}
    for kind in {job.kind for job in jobs}:
        ids = [job.job_id for job in jobs if job.kind is kind]
        rows = SUBJECTS[kind].get_pymongo_collection().find({"job_id": {"$in": ids}}, {"job_id": 1})
        found |= {raw["job_id"]: raw["_id"] async for raw in rows}
    return [found.get(job.job_id) for job in jobs]

"""Comparisons of store and records, as clients see them."""

from datetime import datetime

import strawberry

from documents.pages import Raw
from graph.context import Info
from graph.ids import global_id
from graph.scalars import ByteCount
from graph.types.enums import FindingState, JobState, SyncClass
from graph.types.job import Job


@strawberry.type(description="How many differences of one class a comparison found.")
class SyncCount:
    """One line of a report."""

    kind: SyncClass = strawberry.field(description="The class.")
    found: int = strawberry.field(description="How many were found, and found again.")
    repaired: int = strawberry.field(description="How many of these were repaired.")


@strawberry.type(description="A comparison of what is kept with what is stored, and its report.")
class Synchronization:
    """One at a time is under way; reports are kept for 90 days."""

    job_id: strawberry.Private[object]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    state: JobState = strawberry.field(description="Where it is.")
    dry_run: bool = strawberry.field(description="Whether it only reports.")
    repair: list[SyncClass] = strawberry.field(description="The classes that it repairs.")
    deep: bool = strawberry.field(description="Whether it reads every original through.")
    complete: bool = strawberry.field(
        description=(
            "Whether everything was compared, and each difference looked at twice: only then are "
            "the counts whole, and only then was anything repaired."
        )
    )
    truncated: bool = strawberry.field(
        description="Whether there are more differences than the 100,000 that a report keeps."
    )
    judged_before: datetime = strawberry.field(
        description="What was stored or changed later was not judged: it may be on its way."
    )
    examined: int = strawberry.field(description="How many objects of ours were looked at.")
    records: int = strawberry.field(description="How many keys the records name.")
    bytes: ByteCount = strawberry.field(description="What these objects take, in bytes.")
    recent: int = strawberry.field(description="How many objects were too young to be judged.")
    foreign: int = strawberry.field(
        description="How many objects lie among ours under keys that we never make."
    )
    counts: list[SyncCount] = strawberry.field(
        description="The differences by class, once it is complete; a line for each class."
    )
    created_at: datetime = strawberry.field(description="When it was asked for.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")

    @strawberry.field(description="The job that does it, with its progress.")
    async def job(self, info: Info) -> Job | None:
        """Loaded with the others of the request."""
        raw = await info.context.jobs.load(self.job_id)  # type: ignore[arg-type]
        return Job.of(raw) if raw else None

    @classmethod
    def of(cls, raw: Raw) -> "Synchronization":
        """The comparison of a raw row."""
        point, repaired = raw["checkpoint"], raw["repaired"]
        return cls(
            job_id=raw["job_id"],
            id=strawberry.ID(global_id("Synchronization", raw["_id"])),
            state=JobState(raw["state"]),
            dry_run=raw["dry_run"],
            repair=[SyncClass(kind) for kind in raw["repair"]],
            deep=raw["deep"],
            complete=raw["checked"],
            truncated=raw["truncated"],
            judged_before=raw["before"],
            examined=point["objects"],
            records=point["records"],
            bytes=ByteCount(point["bytes"]),
            recent=point["recent"],
            foreign=point["foreign"],
            counts=[
                SyncCount(kind=SyncClass(kind), found=count, repaired=repaired.get(kind, 0))
                for kind, count in raw["counts"].items()
            ],
            created_at=raw["created_at"],
            finished_at=raw["finished_at"],
        )


@strawberry.type(description="One difference between what is kept and what is stored.")
class SyncFinding:
    """What was found, and what became of it."""

    kind: SyncClass = strawberry.field(description="The class.")
    state: FindingState = strawberry.field(description="Where it is.")
    key: str = strawberry.field(description="The key in the store.")
    image_id: strawberry.ID | None = strawberry.field(
        description="The picture whose record names the key; null where none does."
    )
    object_bytes: ByteCount | None = strawberry.field(
        description="What the object takes, in bytes; null where there is none."
    )
    record_bytes: ByteCount | None = strawberry.field(
        description="What the record says, in bytes; null where there is none."
    )
    stored_at: datetime | None = strawberry.field(
        description="When the object was stored, or its parts were begun."
    )
    done: str | None = strawberry.field(
        description=(
            "What was done: DELETED, ABORTED, REPROCESSED, REPUBLISHED, COPIED (from another "
            "version), MARKED (with a problem) or FORGOTTEN (an earlier version); CHANGED where "
            "it was no longer so; TOO_MANY where "
            "so much was nobody's that this cannot be the right store and database."
        )
    )
    found_at: datetime = strawberry.field(description="When it was found.")

    @classmethod
    def of(cls, raw: Raw) -> "SyncFinding":
        """The finding of a raw row."""
        image = raw["image_id"]
        return cls(
            kind=SyncClass(raw["kind"]),
            state=FindingState(raw["state"]),
            key=raw["key"],
            image_id=strawberry.ID(global_id("Image", image)) if image else None,
            object_bytes=raw["object_bytes"],
            record_bytes=raw["record_bytes"],
            stored_at=raw["modified_at"],
            done=raw["done"],
            found_at=raw["found_at"],
        )

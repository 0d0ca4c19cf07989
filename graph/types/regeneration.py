"""Renditions that are made again, as clients see it."""

from datetime import datetime

import strawberry

from documents.pages import Raw
from graph.context import Info
from graph.ids import global_id
from graph.types.enums import JobState
from graph.types.job import Job


@strawberry.type(description="Old renditions of many pictures, made again by the present presets.")
class Regeneration:
    """One at a time is under way; they are kept for 90 days."""

    job_id: strawberry.Private[object]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    state: JobState = strawberry.field(description="Where it is.")
    preset: str | None = strawberry.field(description="The one preset; null for all.")
    examined: int = strawberry.field(description="How many pictures were looked at.")
    made: int = strawberry.field(
        description="For how many sets of files, private or public, that were old; once it ended."
    )
    failed: int = strawberry.field(
        description="How many of these could not be made; told once it has ended."
    )
    created_at: datetime = strawberry.field(description="When it was asked for.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")

    @strawberry.field(description="The job that does it, with its progress.")
    async def job(self, info: Info) -> Job | None:
        """Loaded with the others of the request."""
        raw = await info.context.jobs.load(self.job_id)  # type: ignore[arg-type]
        return Job.of(raw) if raw else None

    @classmethod
    def of(cls, raw: Raw) -> "Regeneration":
        """The one of a raw row."""
        return cls(
            job_id=raw["job_id"],
            id=strawberry.ID(global_id("Regeneration", raw["_id"])),
            state=JobState(raw["state"]),
            preset=raw["preset"],
            examined=raw["examined"],
            made=raw["made"],
            failed=raw["failed"],
            created_at=raw["created_at"],
            finished_at=raw["finished_at"],
        )

"""Work, as clients see it."""

from datetime import datetime

import strawberry

from documents.pages import Raw
from graph.ids import global_id
from graph.types.enums import JobKind, JobState
from graph.types.image import Problem
from graph.types.node import Node


@strawberry.type(description="A stage that a job has reached.")
class JobStage:
    """Told once, in order."""

    name: str = strawberry.field(
        description=(
            "QUEUED, CHECKED, METADATA, RENDITIONS, then READY, FAILED, or REUSED for a duplicate "
            "that another image stands in for, as `problem` says; PUBLISHED when an approved "
            "picture went public. Of an import: QUEUED, LISTED, TAKEN, then FINISHED, CANCELLED "
            "or FAILED. Of a synchronization: QUEUED, SCANNED, COMPARED, SYNCHRONIZED. "
            "Of a table of metadata, a file of the audit, an archive, an export or an edit of "
            "many: QUEUED, then READY. Of an analysis: QUEUED, then SUGGESTED."
        )
    )
    at: datetime = strawberry.field(description="When it was reached.")


@strawberry.type(description="Anything that takes time.")
class Job(Node):
    """A job and how far it is."""

    kind: JobKind = strawberry.field(description="What it does.")
    state: JobState = strawberry.field(description="Where it is.")
    progress: float = strawberry.field(description="From 0 to 1.")
    attempts: int = strawberry.field(description="How often it was begun; at most 3.")
    stages: list[JobStage] = strawberry.field(description="The stages so far.")
    problem: Problem | None = strawberry.field(description="Why it failed, at its last try.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")

    @classmethod
    def of(cls, raw: Raw) -> "Job":
        """The job of a raw row."""
        problem = raw["problem"]
        return cls(
            id=strawberry.ID(global_id("Job", raw["_id"])),
            kind=raw["kind"],
            state=raw["state"],
            progress=raw["progress"],
            attempts=raw["attempts"],
            stages=[JobStage(**stage) for stage in raw["stages"]],
            problem=Problem.of(problem) if problem else None,
            created_at=raw["created_at"],
            finished_at=raw["finished_at"],
        )

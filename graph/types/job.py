"""Work, as clients see it."""

from datetime import datetime

import strawberry

from actions.operating.control import CANCELLING, RETRYING
from actions.operating.listing import SUBJECTS, About
from documents.jobs import OPEN
from documents.pages import Raw
from graph.context import Info
from graph.ids import global_id
from graph.types.enums import JobKind, JobState
from graph.types.image import Problem
from graph.types.node import Node

# The types of subjects that have other names inside.
TYPES = {"Archive": "DownloadArchive"}


@strawberry.type(description="A stage that a job has reached.")
class JobStage:
    """Told once, in order."""

    name: str = strawberry.field(
        description=(
            "QUEUED, CHECKED, METADATA, RENDITIONS, then READY, FAILED, or REUSED for a duplicate "
            "that another image stands in for, as `problem` says; PUBLISHED when an approved "
            "picture went public. Of an import: QUEUED, LISTED, TAKEN, then FINISHED, CANCELLED "
            "or FAILED. Of a synchronization: QUEUED, SCANNED, COMPARED, SYNCHRONIZED. "
            "Of a table of metadata, a file of the audit, an archive, an export, an edit of "
            "many or numbers that are counted anew: QUEUED, then READY. Of an analysis: QUEUED, "
            "then SUGGESTED."
        )
    )
    at: datetime = strawberry.field(description="When it was reached.")


@strawberry.type(description="Anything that takes time.")
class Job(Node):
    """A job and how far it is."""

    raw: strawberry.Private[Raw]
    kind: JobKind = strawberry.field(description="What it does.")
    state: JobState = strawberry.field(description="Where it is.")
    progress: float = strawberry.field(description="From 0 to 1.")
    attempts: int = strawberry.field(description="How often it was begun; at most 3.")
    stages: list[JobStage] = strawberry.field(description="The stages so far.")
    problem: Problem | None = strawberry.field(description="Why it failed, at its last try.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")

    @strawberry.field(
        description=(
            "What it is about, by its global id: an image, an import, an export, a "
            "synchronization and so on. Null for what is gone."
        )
    )
    async def subject_id(self, info: Info) -> strawberry.ID | None:
        """Where the job does not say, looked up with the others of the request."""
        for kind, id in (
            ("Image", self.raw.get("image_id")),
            ("Import", self.raw.get("import_id")),
        ):
            if id is not None:
                return strawberry.ID(global_id(kind, id))
        if self.kind not in SUBJECTS:
            return None
        found = await info.context.job_subjects.load(About(self.kind, self.raw["_id"]))
        name = SUBJECTS[self.kind].__name__
        return strawberry.ID(global_id(TYPES.get(name, name), found)) if found else None

    @strawberry.field(description="Whether `retryJob` takes it: FAILED, and of a kind that it can.")
    def is_retryable(self) -> bool:
        """By kind and state."""
        return self.kind in RETRYING and self.state is JobState.FAILED

    @strawberry.field(
        description="Whether `cancelJob` may take it: open, and of a kind that can be stopped."
    )
    def is_cancellable(self) -> bool:
        """By kind and state."""
        return self.kind in CANCELLING and self.state in OPEN

    @classmethod
    def of(cls, raw: Raw) -> "Job":
        """The job of a raw row."""
        problem = raw["problem"]
        return cls(
            id=strawberry.ID(global_id("Job", raw["_id"])),
            raw=raw,
            kind=JobKind(raw["kind"]),
            state=JobState(raw["state"]),
            progress=raw["progress"],
            attempts=raw["attempts"],
            stages=[JobStage(**stage) for stage in raw["stages"]],
            problem=Problem.of(problem) if problem else None,
            created_at=raw["created_at"],
            finished_at=raw["finished_at"],
        )

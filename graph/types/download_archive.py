"""Many pictures to take along in one file, as clients see it."""

from datetime import datetime

import strawberry

from documents.archives import Archive
from documents.jobs import JobState
from graph.context import Info
from graph.ids import global_id
from graph.scalars import URL, ByteCount
from graph.types.download import DownloadState
from graph.types.enums import DownloadMetadata
from graph.types.image import Problem
from graph.types.job import Job
from graph.types.renditions import LINK_SECONDS

FAILED = {JobState.FAILED, JobState.CANCELLED}


@strawberry.type(
    description=(
        "A ZIP of pictures to take along, with XMP files beside those that need them, and a "
        "table of all, `manifest.csv`."
    )
)
class DownloadArchive:
    """Kept for a day."""

    made: strawberry.Private[Archive]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    metadata: DownloadMetadata = strawberry.field(
        description="What the files tell beside their pixels."
    )
    images: int = strawberry.field(description="How many pictures are to be in it.")
    files: int | None = strawberry.field(
        description="How many of them are in it; null unless READY."
    )
    problems: list[Problem] = strawberry.field(
        description=(
            "Why pictures are not in it, one for each, told when it is READY: deleted meanwhile "
            "(IMAGE_GONE), lost (ORIGINAL_MISSING), or not to be made in this way."
        )
    )
    file_name: str = strawberry.field(description="Under which a browser saves it.")
    bytes: ByteCount | None = strawberry.field(description="Its size in bytes; null unless READY.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    expires_at: datetime = strawberry.field(
        description=(
            "Until when it is kept: a day, or until `removeLocation` or `purgeImages` is called "
            "for one of its pictures."
        )
    )

    @strawberry.field(
        description="PREPARING, READY or FAILED; `job` tells how far it is, or why it failed."
    )
    async def state(self, info: Info) -> DownloadState:
        """By the job's state, unless the file is there."""
        if self.made.packed is not None:
            return DownloadState.READY
        raw = await info.context.jobs.load(self.made.job_id)
        ended = raw is None or raw["state"] in FAILED
        return DownloadState.FAILED if ended else DownloadState.PREPARING

    @strawberry.field(description="A signed link, good for at least 50 minutes; null unless READY.")
    def url(self, info: Info) -> URL | None:
        """Signed on demand."""
        if self.made.packed is None:
            return None
        links, key = info.context.house.links, self.made.packed.key
        return URL(links.url(key, seconds=LINK_SECONDS, file_name=self.file_name))

    @strawberry.field(description="The job that packs it, with its progress.")
    async def job(self, info: Info) -> Job | None:
        """Loaded with the others of the request."""
        raw = await info.context.jobs.load(self.made.job_id)
        return Job.of(raw) if raw else None

    @classmethod
    def of(cls, made: Archive) -> "DownloadArchive":
        """The archive of a document."""
        packed = made.packed
        return cls(
            made=made,
            id=strawberry.ID(global_id("DownloadArchive", made.id)),
            metadata=made.metadata,
            images=len(made.ids),
            files=packed.files if packed else None,
            problems=[Problem.of(one.model_dump()) for one in packed.problems] if packed else [],
            file_name=f"pictures-{made.created_at:%Y%m%d-%H%M%S}.zip",
            bytes=ByteCount(packed.bytes) if packed else None,
            created_at=made.created_at,
            expires_at=made.expires_at,
        )

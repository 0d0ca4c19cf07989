"""imageProcessing(imageIds): each stage of each picture, live."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import strawberry

from actions.access import Permission, require
from actions.batches import within
from actions.progress import StageReached, follow
from graph.context import Info
from graph.ids import global_id, object_ids
from graph.types.enums import JobKind
from graph.types.image import Image, Problem


@strawberry.type(description="A stage that a picture has reached.")
class ImageProcessingEvent:
    """Told once to each subscriber, in order for each job."""

    image_id: strawberry.ID = strawberry.field(description="The picture.")
    job_id: strawberry.ID = strawberry.field(description="The job.")
    kind: JobKind = strawberry.field(
        description="PROCESS on the way in, PUBLISH on the way out, ANALYSE for a model's work."
    )
    stage: str = strawberry.field(
        description=(
            "QUEUED, CHECKED, METADATA, RENDITIONS, READY, FAILED, or REUSED for a duplicate that "
            "another image stands in for, as `problem` says; PUBLISHED when an "
            "approved picture went public. Of ANALYSE, which leaves the picture as it is: QUEUED, "
            "then SUGGESTED once `suggestions` of the image has it, FAILED, or CANCELLED where "
            "the picture is gone."
        )
    )
    at: datetime = strawberry.field(description="When it was reached.")
    progress: float = strawberry.field(description="Of the job, from 0 to 1.")
    problem: Problem | None = strawberry.field(description="Why it FAILED.")

    @strawberry.field(description="The picture as it is now; null if it is deleted.")
    async def image(self, info: Info) -> Image | None:
        """Read anew for each event."""
        inner = object_ids("Image", [self.image_id])[0]
        raw = await info.context.images.load(inner)
        return Image.of(raw, info.context.house) if raw else None

    @classmethod
    def of(cls, reached: StageReached) -> "ImageProcessingEvent":
        """The event of a stage."""
        return cls(
            image_id=strawberry.ID(global_id("Image", reached.image_id)),
            job_id=strawberry.ID(global_id("Job", reached.job_id)),
            kind=reached.kind,
            stage=reached.stage,
            at=reached.at,
            progress=reached.progress,
            problem=Problem.of(reached.problem) if reached.problem else None,
        )


@strawberry.subscription(
    description=(
        "Each stage of the processing of some pictures, and of what a model is asked about "
        "them: first those reached so far, then live. "
        "Without ids, whatever comes in from now on. Needs any role."
    )
)
async def image_processing(
    info: Info,
    image_ids: Annotated[
        list[strawberry.ID] | None,
        strawberry.argument(description="At most 250; every picture by default."),
    ] = None,
) -> AsyncIterator[ImageProcessingEvent]:
    """Ends when the session behind it does."""
    require(info.context.viewer, Permission.READ_LIBRARY)
    within("imageIds", image_ids or [])
    where = {} if image_ids is None else {"image_id": {"$in": object_ids("Image", image_ids)}}
    async for reached in info.context.while_signed_in(follow(info.context.house.hub, where)):
        yield ImageProcessingEvent.of(reached)

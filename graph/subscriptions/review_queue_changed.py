"""reviewQueueChanged(assignee): what waits for a decision, live."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry

from actions.reviewing.queue import Queue, QueueEvent, follow_queue
from graph.context import Info
from graph.ids import global_id, object_id
from graph.types.enums import QueueAssignee, QueueChange
from graph.types.image import Image


@strawberry.type(description="A change of a queue of reviewers.")
class ReviewQueueEvent:
    """Absolute: told twice it says the same."""

    kind: QueueChange = strawberry.field(
        description=(
            "WAITING: the picture is in the queue; GONE: it is not, and may never have been; "
            "READ_AGAIN: ask `reviewQueue` anew, as changes may have been missed."
        )
    )
    image_id: strawberry.ID | None = strawberry.field(
        description="The picture; null for READ_AGAIN."
    )

    @strawberry.field(description="The picture as it is now; null if it is deleted.")
    async def image(self, info: Info) -> Image | None:
        """Read anew for each event."""
        if self.image_id is None:
            return None
        raw = await info.context.images.load(object_id("Image", self.image_id))
        return Image.of(raw, info.context.house) if raw else None

    @classmethod
    def of(cls, event: QueueEvent) -> "ReviewQueueEvent":
        """The event as clients see it."""
        id = event.image_id
        known = strawberry.ID(global_id("Image", id)) if id else None
        return cls(kind=event.kind, image_id=known)


@strawberry.subscription(
    description=(
        "What joins or leaves a queue of reviewers: READ_AGAIN at first, so that nothing is "
        "missed between the query and the first event, then each change. Needs the role REVIEWER."
    )
)
async def review_queue_changed(
    info: Info,
    assignee: Annotated[
        QueueAssignee,
        strawberry.argument(description="As of `reviewQueue`; ANYONE by default."),
    ] = QueueAssignee.ANYONE,
) -> AsyncIterator[ReviewQueueEvent]:
    """Ends when the session behind it does."""
    queue = Queue.of(info.context.viewer, assignee)
    told = follow_queue(info.context.house.hub, queue)
    async for event in info.context.while_signed_in(told):
        yield ReviewQueueEvent.of(event)

"""reviewQueueChanged(assignee, where): what waits for a decision, live."""

from collections.abc import AsyncIterator
from dataclasses import field
from typing import Annotated

import strawberry

from actions.metadata.custom_fields import known_wishes
from actions.reviewing.queue import Queue, QueueEvent, follow_queue, follow_some
from documents.pages import Raw
from graph.context import Info
from graph.ids import global_id, object_id
from graph.selection import asked
from graph.sharing import Made
from graph.types.enums import QueueAssignee, QueueChange
from graph.types.image import Image, projection
from graph.types.images_where import ImagesWhere


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

    raw: strawberry.Private[Raw | None] = None
    made: strawberry.Private[Made] = field(default_factory=Made)

    @strawberry.field(description="The picture as it is now; null if it is deleted.")
    async def image(self, info: Info) -> Image | None:
        """Read anew for each event, unless it was read to know of the event."""
        if self.raw is not None:
            return Image.of(self.raw, info.context.house)
        if self.image_id is None:
            return None
        raw = await info.context.images.load(object_id("Image", self.image_id))
        return Image.of(raw, info.context.house) if raw else None

    @classmethod
    def of(cls, event: QueueEvent) -> "ReviewQueueEvent":
        """The event as clients see it: one for all who are told of it."""
        told: ReviewQueueEvent | None = event.made.get("queue")
        if told is None:
            id = event.image_id
            known = strawberry.ID(global_id("Image", id)) if id else None
            told = event.made["queue"] = cls(kind=event.kind, image_id=known, raw=event.raw)
        return told


@strawberry.subscription(
    description=(
        "What joins or leaves a queue of reviewers: READ_AGAIN at first, so that nothing is "
        "missed between the query and the first event, then each change. With `where` any change "
        "of a picture is told, those within a twentieth of a second as one, and of what leaves the "
        "first 2,000 of the queue. Needs the role REVIEWER."
    )
)
async def review_queue_changed(
    info: Info,
    assignee: Annotated[
        QueueAssignee,
        strawberry.argument(description="As of `reviewQueue`; ANYONE by default."),
    ] = QueueAssignee.ANYONE,
    where: Annotated[
        ImagesWhere | None,
        strawberry.argument(description="Which of them, as of `reviewQueue`; all by default."),
    ] = None,
) -> AsyncIterator[ReviewQueueEvent]:
    """Ends when the session behind it does."""
    house, queue = info.context.house, Queue.of(info.context.viewer, assignee)
    if where is None:
        told = follow_queue(house.hub, queue)
    else:
        wanted = where.filter(house.channels)
        await known_wishes(info.context.viewer, wanted.wishes)
        told = follow_some(house.hub, queue, wanted, projection(asked(info, "image")))
    async for event in info.context.while_signed_in(told):
        yield ReviewQueueEvent.of(event)

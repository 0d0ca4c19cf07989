"""reviewQueue(assignee, where, first, after), reviewers: what waits, and for whom."""

from typing import Annotated

import strawberry

from actions.metadata.custom_fields import known_wishes
from actions.reviewing import assigning
from actions.reviewing.queue import Queue
from documents.images import Image as ImageDocument
from documents.review_queue import COUNTED, OLDEST_FIRST
from graph.context import Info
from graph.cursors import USUAL
from graph.ids import global_id
from graph.types.connection import asked_of_nodes, connect
from graph.types.enums import QueueAssignee, Role
from graph.types.image import Image, projection
from graph.types.image_connection import ImageConnection
from graph.types.images_where import ImagesWhere


@strawberry.type(description="Somebody who may decide about pictures.")
class Reviewer:
    """An account, as its colleagues see it."""

    id: strawberry.ID = strawberry.field(description="The account's id, for `assignImages`.")
    name: str = strawberry.field(description="What people call them.")
    role: Role = strawberry.field(description="REVIEWER or ADMIN.")


@strawberry.field(
    description=(
        "The pictures that are READY and PENDING, those that came in first in front. One that "
        "was submitted again has its old place. Needs the role REVIEWER."
    )
)
async def review_queue(
    info: Info,
    assignee: Annotated[
        QueueAssignee,
        strawberry.argument(description="Whose: yours, nobody's, or all, which is the default."),
    ] = QueueAssignee.ANYONE,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
    where: Annotated[
        ImagesWhere | None,
        strawberry.argument(description="Which of them, as for `images`; all by default."),
    ] = None,
) -> ImageConnection:
    """Raw rows with a projection of what was asked for."""
    house, queue = info.context.house, Queue.of(info.context.viewer, assignee)
    wanted = None if where is None else where.filter(house.channels)
    await known_wishes(info.context.viewer, wanted.wishes if wanted else ())
    return await connect(
        info,
        ImageDocument,
        queue.where(wanted),
        OLDEST_FIRST,
        lambda raw: Image.of(raw, house),
        first=first,
        after=after,
        fields=projection(asked_of_nodes(info)),
        hint=queue.index if wanted is None else None,
        kind=ImageConnection,
        counted_by=COUNTED if wanted is None else None,
    )


@strawberry.field(
    description="Who may decide about pictures, by name; at most 100. Needs the role REVIEWER."
)
async def reviewers(info: Info) -> list[Reviewer]:
    """Accounts that are not shut."""
    found = await assigning.reviewers(info.context.viewer)
    return [
        Reviewer(id=strawberry.ID(global_id("User", one.id)), name=one.name, role=one.role)
        for one in found
    ]

"""exportProgress(id): an export, live."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry

from actions.exporting.asking import visible
from actions.exporting.following import follow_export
from graph.context import Info
from graph.ids import object_id
from graph.types.exports import Export


@strawberry.subscription(
    description=(
        "An export: first as it is, then whenever it has got on, at most four times a second, "
        "and at last as it ended, which ends the subscription. Ends at once for an export that "
        "you may not see. Needs the scope catalog:read, or any role."
    )
)
async def export_progress(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The global id of an export.")],
) -> AsyncIterator[Export]:
    """Ends when the session behind it does, too."""
    visible(info.context.viewer)
    inner = object_id("Export", id, ["id"])
    told = follow_export(info.context.house.hub, info.context.viewer, inner)
    async for raw in info.context.while_signed_in(told):
        yield Export.of(raw)

"""importProgress(id): an import, live."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry

from actions.importing.following import follow_import
from actions.importing.reading import visible
from graph.context import Info
from graph.ids import object_id
from graph.types.imports import Import


@strawberry.subscription(
    description=(
        "An import: first as it is, then whenever it has got on, at most four times a second, "
        "and at last as it ended, which ends the subscription. Ends at once for an import that "
        "you may not see. Needs the role IMPORTER."
    )
)
async def import_progress(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The global id of an import.")],
) -> AsyncIterator[Import]:
    """Ends when the session behind it does, too."""
    visible(info.context.viewer)
    inner = object_id("Import", id, ["id"])
    told = follow_import(info.context.house.hub, info.context.viewer, inner)
    async for raw in info.context.while_signed_in(told):
        yield Import.of(raw)

"""import(id), imports: pictures on their way in from elsewhere."""

from typing import Annotated

import strawberry

from actions.importing.reading import visible
from documents.imports import Import as ImportDocument
from documents.pages import Order
from graph.context import Info
from graph.cursors import USUAL
from graph.ids import object_id
from graph.types.connection import Connection, connect
from graph.types.imports import Import
from graph.types.pictures import After, First

NEWEST = Order("created_at")


@strawberry.field(
    name="import",
    description=(
        "One import; null where there is none under this id that you may see. "
        "Needs the role IMPORTER."
    ),
)
async def import_(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The global id of an import.")],
) -> Import | None:
    """Loaded with the other imports of the request."""
    raw = await info.context.imports.load(object_id("Import", id, ["id"]))
    return Import.of(raw) if raw else None


@strawberry.field(
    description=(
        "Your imports, newest first; for a REVIEWER or an ADMIN, everybody's. "
        "Needs the role IMPORTER."
    )
)
async def imports(info: Info, first: First = USUAL, after: After = None) -> Connection[Import]:
    """By keyset."""
    where = visible(info.context.viewer)
    return await connect(info, ImportDocument, where, NEWEST, Import.of, first=first, after=after)

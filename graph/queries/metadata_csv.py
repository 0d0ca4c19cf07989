"""metadataExport(id), metadataImport(id): tables of metadata, going and coming."""

from typing import Annotated

import strawberry

from actions.metadata import exports, imports
from graph.context import Info
from graph.ids import object_id
from graph.types.metadata_csv import MetadataExport, MetadataImport


@strawberry.field(
    description="A table that you asked for; null for those of others, and when it has expired."
)
async def metadata_export(
    info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The export.")]
) -> MetadataExport | None:
    """With its link, once it is written."""
    inner = object_id("MetadataExport", id, ["id"])
    made = await exports.found(info.context.viewer, inner)
    return MetadataExport.of(made) if made else None


@strawberry.field(description="A table that you sent; null for those of others, and after a week.")
async def metadata_import(
    info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The import.")]
) -> MetadataImport | None:
    """With what became of its rows so far."""
    inner = object_id("MetadataImport", id, ["id"])
    made = await imports.found(info.context.viewer, inner)
    return MetadataImport.of(made) if made else None

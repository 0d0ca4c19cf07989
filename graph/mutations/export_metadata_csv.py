"""exportMetadataCsv: what is said of pictures, as a table."""

import strawberry

from actions.metadata import exports
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import idempotency_key, mutation, no_errors
from graph.queries.images import ImagesWhere
from graph.types.metadata_csv import MetadataExport


@strawberry.input(description="Which pictures, and whether the table says where they were taken.")
class ExportMetadataCsvInput:
    """Ids, or a filter; with neither, the whole library."""

    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Images, at most 250, in the order of the rows; or null."
    )
    where: ImagesWhere | None = strawberry.field(
        default=None,
        description="Where `ids` is null: as of `images`, newest first; all where this is null.",
    )
    include_location: bool = strawberry.field(
        default=False,
        description=(
            "Adds the columns latitude, longitude and altitude. False by default; needs the "
            "role REVIEWER."
        ),
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of it.")
class ExportMetadataCsvPayload:
    """The table, on its way."""

    export: MetadataExport | None = strawberry.field(
        default=None, description="Ask `metadataExport(id)` until its `url` is not null."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ExportMetadataCsvPayload)
async def export_metadata_csv(
    info: Info, input: ExportMetadataCsvInput
) -> ExportMetadataCsvPayload:
    """Write a CSV table of the fields that people may edit, by a job.

    Change its cells and send it to `importMetadataCsv`. Only whoever asked may fetch it. Needs
    any role.
    """
    made = await exports.begin(
        info.context.viewer,
        (input.where or ImagesWhere()).filter(info.context.house.channels),
        None if input.ids is None else object_ids("Image", input.ids),
        location=input.include_location,
        deliver=info.context.house.deliver,
        key=input.idempotency_key,
    )
    return ExportMetadataCsvPayload(export=MetadataExport.of(made))

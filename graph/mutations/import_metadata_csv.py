"""importMetadataCsv: a table of metadata comes back."""

from typing import Any, cast

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from actions.metadata import imports
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.metadata_csv import MetadataImport


@strawberry.input(description="A table, and whether to write what it says.")
class ImportMetadataCsvInput:
    """The file comes as a part of the multipart request."""

    file: Upload = strawberry.field(
        description=(
            "As `exportMetadataCsv` writes it: CSV in UTF-8, at most 32 MiB and 100,000 rows. "
            "The columns id and version are needed, the others may be left out. An empty cell "
            "leaves its field as it is, [clear] clears it. A column custom:key is a custom field."
        )
    )
    dry_run: bool = strawberry.field(
        default=True,
        description="Only tell what would be done, to the same rows. True by default.",
    )


@strawberry.type(description="What came of it.")
class ImportMetadataCsvPayload:
    """The table, with what became of its rows; `userErrors` is about the file as a whole."""

    metadata_import: MetadataImport | None = strawberry.field(
        name="import",
        default=None,
        description="Finished where it has at most 250 rows, else under way by a job.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(ImportMetadataCsvPayload)
async def import_metadata_csv(
    info: Info, input: ImportMetadataCsvInput
) -> ImportMetadataCsvPayload:
    """Write what a table says of pictures, as `updateImages` would, row by row.

    A row is refused with CONFLICT where its image was changed since the version in it; a row
    that says what the image says already changes nothing, so sending a table twice is safe.
    Needs the role IMPORTER.
    """
    # Starlette streamed the part to disk while the request came in.
    file = cast("UploadFile", cast("Any", input.file))
    made = await imports.begin(
        info.context.viewer,
        file.file,
        dry_run=input.dry_run,
        bucket=info.context.house.bucket,
        deliver=info.context.house.deliver,
    )
    return ImportMetadataCsvPayload(metadata_import=MetadataImport.of(made))

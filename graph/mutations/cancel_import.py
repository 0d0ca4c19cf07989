"""cancelImport."""

import strawberry

from actions.importing import control
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.imports import Import


@strawberry.input(description="Which import to stop.")
class CancelImportInput:
    """The import."""

    id: strawberry.ID = strawberry.field(description="An import that you may see.")


@strawberry.type(description="What came of stopping the import.")
class CancelImportPayload:
    """The import."""

    import_: Import | None = strawberry.field(
        default=None,
        name="import",
        description="The import: CANCELLING until its worker has seen so, CANCELLED then.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(CancelImportPayload)
async def cancel_import(info: Info, input: CancelImportInput) -> CancelImportPayload:
    """Stop an import between two files; images that were taken in stay.

    INVALID_TRANSITION for one that has ended or is being stopped. Needs the role IMPORTER.
    """
    id = object_id("Import", input.id, ["id"])
    stopped = await control.cancel(info.context.viewer, id)
    return CancelImportPayload(import_=Import.of_document(stopped))

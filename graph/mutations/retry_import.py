"""retryImport."""

import strawberry

from actions.importing import control
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.imports import Import


@strawberry.input(description="Which import to try again.")
class RetryImportInput:
    """The import."""

    id: strawberry.ID = strawberry.field(description="An import that you may see, and that ended.")


@strawberry.type(description="What came of trying again.")
class RetryImportPayload:
    """The import."""

    import_: Import | None = strawberry.field(
        default=None, name="import", description="The import, QUEUED once more."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RetryImportPayload)
async def retry_import(info: Info, input: RetryImportInput) -> RetryImportPayload:
    """Try the REFUSED items of an import again, and whatever a FAILED one had left undone.

    Nothing that was taken in comes in twice. NOTHING_TO_RETRY where nothing was refused,
    INVALID_TRANSITION for one that is under way or cancelled. Needs the role IMPORTER.
    """
    id = object_id("Import", input.id, ["id"])
    moved = await control.retry(info.context.viewer, id, deliver=info.context.house.deliver)
    return RetryImportPayload(import_=Import.of_document(moved))

"""cancelExport: stop writing it."""

import strawberry

from actions.exporting import asking
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.exports import Export


@strawberry.input(description="Which export to stop.")
class CancelExportInput:
    """The export."""

    id: strawberry.ID = strawberry.field(description="An export that you may see.")


@strawberry.type(description="What came of it.")
class CancelExportPayload:
    """The export."""

    export: Export | None = strawberry.field(
        default=None, description="CANCELLING until its worker has seen so, CANCELLED then."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CancelExportPayload)
async def cancel_export(info: Info, input: CancelExportInput) -> CancelExportPayload:
    """Stop an export; `resumeExport` goes on with it, within a day.

    INVALID_TRANSITION for one that has ended or is being stopped. Needs the scope catalog:read,
    or any role.
    """
    id = object_id("Export", input.id, ["id"])
    stopped = await asking.cancel(info.context.viewer, id)
    return CancelExportPayload(export=Export.of_document(stopped))

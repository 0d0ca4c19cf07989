"""resumeExport: go on writing it."""

import strawberry

from actions.exporting import asking
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.exports import Export


@strawberry.input(description="Which export to go on with.")
class ResumeExportInput:
    """The export."""

    id: strawberry.ID = strawberry.field(description="An export that you may see.")


@strawberry.type(description="What came of it.")
class ResumeExportPayload:
    """The export."""

    export: Export | None = strawberry.field(default=None, description="QUEUED again.")
    user_errors: list[UserError] = no_errors()


@mutation(ResumeExportPayload)
async def resume_export(info: Info, input: ResumeExportInput) -> ResumeExportPayload:
    """Go on with an export that was CANCELLED or has FAILED.

    JSON_LINES, CSV, GOOGLE_XML and GOOGLE_TSV go on behind what is in the store already; others
    begin anew. INVALID_TRANSITION for any other one. Needs the scope catalog:read, or any role;
    a ZIP the role REVIEWER.
    """
    id = object_id("Export", input.id, ["id"])
    again = await asking.resume(info.context.viewer, id, deliver=info.context.house.deliver)
    return ResumeExportPayload(export=Export.of_document(again))

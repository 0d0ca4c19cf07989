"""cancelBulkEdit: stop editing many."""

import strawberry

from actions.bulk_editing import asking
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.bulk_edit import BulkEdit


@strawberry.input(description="Which one to stop.")
class CancelBulkEditInput:
    """As `updateImagesWhere` told it."""

    id: strawberry.ID = strawberry.field(description="The edit.")


@strawberry.type(description="What came of stopping.")
class CancelBulkEditPayload:
    """The edit as it is now."""

    bulk_edit: BulkEdit | None = strawberry.field(
        default=None, description="The edit; it ends with the batch that is under way, CANCELLED."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CancelBulkEditPayload)
async def cancel_bulk_edit(info: Info, input: CancelBulkEditInput) -> CancelBulkEditPayload:
    """Stop before the end; what was edited stays, and can be taken back by `revertBulkEdit`.

    One that has ended stays as it is, so the call can be repeated. Needs the role IMPORTER.
    """
    stopped = await asking.cancel(info.context.viewer, object_id("BulkEdit", input.id, ["id"]))
    return CancelBulkEditPayload(bulk_edit=BulkEdit.of(stopped.raw()))

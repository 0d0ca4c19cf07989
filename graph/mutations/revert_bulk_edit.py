"""revertBulkEdit: take an edit of many back."""

import strawberry

from actions.bulk_editing import asking
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.bulk_edit import BulkEdit


@strawberry.input(description="Which edit to take back.")
class RevertBulkEditInput:
    """One that has ended."""

    id: strawberry.ID = strawberry.field(
        description="The edit, ended or cancelled; at most 90 days old."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of asking.")
class RevertBulkEditPayload:
    """It takes its time: ask `bulkEdit(id)`."""

    bulk_edit: BulkEdit | None = strawberry.field(
        default=None, description="The revert, under way; null where it was refused."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RevertBulkEditPayload)
async def revert_bulk_edit(info: Info, input: RevertBulkEditInput) -> RevertBulkEditPayload:
    """Give all images of an edit the metadata again that they had before it, by a job.

    Images that were edited since are left as they are and told, REFUSED with CONFLICT. Products,
    groups and collections stay. Needs the role IMPORTER.
    """
    begun = await asking.revert(
        info.context.viewer,
        object_id("BulkEdit", input.id, ["id"]),
        deliver=info.context.house.deliver,
        key=input.idempotency_key,
    )
    return RevertBulkEditPayload(bulk_edit=BulkEdit.of(begun.raw()))

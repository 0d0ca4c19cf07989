"""cancelSynchronization: stop comparing."""

import strawberry

from actions.syncing import syncs
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.synchronization import Synchronization


@strawberry.input(description="Which comparison to stop.")
class CancelSynchronizationInput:
    """One of those that `synchronizations` tells."""

    id: strawberry.ID = strawberry.field(description="The comparison.")


@strawberry.type(description="What came of stopping.")
class CancelSynchronizationPayload:
    """The comparison as it is now."""

    synchronization: Synchronization | None = strawberry.field(
        default=None, description="The comparison; it ends within seconds, CANCELLED."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CancelSynchronizationPayload)
async def cancel_synchronization(
    info: Info, input: CancelSynchronizationInput
) -> CancelSynchronizationPayload:
    """Stop a comparison before its end; what it has repaired stays repaired.

    One that has ended stays as it is, so the call can be repeated. Needs the role ADMIN.
    """
    id = object_id("Synchronization", input.id, ["id"])
    stopped = await syncs.cancel(info.context.viewer, id)
    return CancelSynchronizationPayload(synchronization=Synchronization.of(stopped.raw()))

"""deleteWebhook."""

import strawberry

from actions.webhooks import changing
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors


@strawberry.input(description="Which webhook to delete.")
class DeleteWebhookInput:
    """Its id."""

    id: strawberry.ID = strawberry.field(description="The webhook.")


@strawberry.type(description="What came of deleting.")
class DeleteWebhookPayload:
    """What is gone."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The webhook that is no more."
    )
    user_errors: list[UserError] = no_errors()


@mutation(DeleteWebhookPayload)
async def delete_webhook(info: Info, input: DeleteWebhookInput) -> DeleteWebhookPayload:
    """Send nothing any more, what waits included, and forget the secrets. Needs the role ADMIN."""
    await changing.delete(info.context.viewer, object_id("Webhook", input.id, ["id"]))
    return DeleteWebhookPayload(deleted_id=input.id)

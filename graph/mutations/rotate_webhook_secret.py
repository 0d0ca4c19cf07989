"""rotateWebhookSecret."""

import strawberry

from actions.webhooks import rotating
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.webhook import Webhook


@strawberry.input(description="Which webhook is to have a new secret.")
class RotateWebhookSecretInput:
    """The webhook, and how long the old secret is good."""

    id: strawberry.ID = strawberry.field(description="The webhook.")
    overlap_hours: int = strawberry.field(
        default=24,
        description="For so long the secret before signs too, 0 to 168 hours; 24 by default.",
    )


@strawberry.type(description="What came of it.")
class RotateWebhookSecretPayload:
    """The webhook and, this once, its new secret."""

    webhook: Webhook | None = strawberry.field(default=None, description="The webhook.")
    secret: str | None = strawberry.field(
        default=None, description="The new secret. Only told here: nobody can read it again."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RotateWebhookSecretPayload)
async def rotate_webhook_secret(
    info: Info, input: RotateWebhookSecretInput
) -> RotateWebhookSecretPayload:
    """Make a new secret. Until the overlap ends each event is signed with both, so that a receiver

    may change over at any time; never more than two are good. Needs the role ADMIN.
    """
    id = object_id("Webhook", input.id, ["id"])
    made, secret = await rotating.rotate(info.context.viewer, id, input.overlap_hours)
    return RotateWebhookSecretPayload(webhook=Webhook.of_document(made), secret=secret)

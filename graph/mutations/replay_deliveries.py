"""replayDeliveries."""

from datetime import datetime

import strawberry

from actions.webhooks import replaying
from actions.webhooks.replaying import Asked
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id, object_ids
from graph.payloads import mutation, no_errors
from graph.types.webhook import Webhook


@strawberry.input(description="What to send again: by ids, or by time.")
class ReplayDeliveriesInput:
    """Deliveries of one webhook."""

    webhook_id: strawberry.ID = strawberry.field(description="The webhook.")
    delivery_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Of its log, at most 250; others are left out."
    )
    since: datetime | None = strawberry.field(
        default=None, description="In place of ids: those of changes from this moment on."
    )
    until: datetime | None = strawberry.field(
        default=None, description="With `since`: before this moment; by default up to now."
    )


@strawberry.type(description="What came of it.")
class ReplayDeliveriesPayload:
    """How many are sent again."""

    webhook: Webhook | None = strawberry.field(default=None, description="The webhook.")
    replayed: int = strawberry.field(
        default=0, description="How many are sent again, at most 1,000: the oldest of them."
    )
    has_more: bool = strawberry.field(
        default=False, description="Whether there were more: ask again once these are delivered."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ReplayDeliveriesPayload)
async def replay_deliveries(info: Info, input: ReplayDeliveriesInput) -> ReplayDeliveriesPayload:
    """Send again what was DELIVERED or SKIPPED, under the same event ids and with the pictures as

    they are now. What is PENDING or FAILED waits anyway, and is not counted. A paused webhook
    sends them when it is resumed. Needs the role ADMIN.
    """
    ids = input.delivery_ids
    asked = Asked(
        ids=None if ids is None else object_ids("WebhookDelivery", ids, "deliveryIds"),
        since=input.since,
        until=input.until,
    )
    webhook_id = object_id("Webhook", input.webhook_id, ["webhookId"])
    done = await replaying.replay(info.context.viewer, webhook_id, asked)
    return ReplayDeliveriesPayload(
        webhook=Webhook.of_document(done.webhook), replayed=done.count, has_more=done.more
    )

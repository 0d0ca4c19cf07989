"""updateWebhook: pause, resume, or tell otherwise."""

from typing import cast

import strawberry

from actions.revisions import EditedMeanwhile
from actions.webhooks import changing
from actions.webhooks.refusals import QueryInvalid
from documents.webhooks import Webhook as WebhookDocument
from graph.context import Info
from graph.errors import UserError, user_error
from graph.event_schema import EventTemplates
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.sent import sent
from graph.types.enums import ChangeKind
from graph.types.webhook import Webhook


@strawberry.input(description="What to change. Not sent: stays.")
class UpdateWebhookInput:
    """The webhook, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The webhook.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    url: strawberry.Maybe[str] = strawberry.field(description="Where events are sent, from now on.")
    query: strawberry.Maybe[str] = strawberry.field(
        description="The new query; deliveries that wait are made of it too."
    )
    events: strawberry.Maybe[list[ChangeKind]] = strawberry.field(
        description="Of which kinds of change, from now on; at least one."
    )
    paused: strawberry.Maybe[bool] = strawberry.field(
        description=(
            "True: nothing is sent, but all waits. False: it goes on where it was, and what FAILED "
            "is tried anew."
        )
    )
    skip_failed: bool = strawberry.field(
        default=False,
        description="With paused false: leave out what FAILED, rather than try it anew.",
    )


@strawberry.type(description="What came of the edit.")
class UpdateWebhookPayload:
    """The webhook as it is now, also after a CONFLICT."""

    webhook: Webhook | None = strawberry.field(
        default=None, description="The webhook as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateWebhookPayload)
async def update_webhook(info: Info, input: UpdateWebhookInput) -> UpdateWebhookPayload:
    """Pause or resume a webhook, or change where and what it tells. Needs the role ADMIN."""
    house = info.context.house
    try:
        made = await changing.update(
            info.context.viewer,
            object_id("Webhook", input.id, ["id"]),
            sent(input, ["url", "query", "events", "paused"]),
            input.expected_version,
            rules=house.webhooks,
            templates=EventTemplates(house.published_url),
            skip_failed=input.skip_failed,
        )
    except QueryInvalid as invalid:
        return UpdateWebhookPayload(user_errors=[user_error(one) for one in invalid.each()])
    except EditedMeanwhile as conflict:
        current = Webhook.of_document(cast("WebhookDocument", conflict.current))
        return UpdateWebhookPayload(webhook=current, user_errors=[user_error(conflict)])
    return UpdateWebhookPayload(webhook=Webhook.of_document(made))

"""createWebhook: have somebody told of what shops see."""

import strawberry

from actions.webhooks import changing
from actions.webhooks.refusals import QueryInvalid
from graph.context import Info
from graph.errors import UserError, user_error
from graph.event_schema import EventTemplates
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.enums import ChangeKind
from graph.types.webhook import Webhook


@strawberry.input(description="The new webhook.")
class CreateWebhookInput:
    """Where, of what, and in which words."""

    url: str = strawberry.field(
        description="An http or https address that leads to a public host; redirects are failures."
    )
    query: str = strawberry.field(
        description=(
            "A GraphQL query over the types of `webhookEventSchema`, without variables: at most "
            "8,000 characters, 200 fields, 8 levels. Its data is the payload."
        )
    )
    events: list[ChangeKind] | None = strawberry.field(
        default=None, description="Of which kinds of change; all by default."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of making the webhook.")
class CreateWebhookPayload:
    """The webhook and, this once, its secret."""

    webhook: Webhook | None = strawberry.field(default=None, description="The new webhook.")
    secret: str | None = strawberry.field(
        default=None,
        description=(
            'Checks the signatures: "whsec_" and 32 bytes in base64. Only told here, and not '
            "again to a call that is sent again by its idempotencyKey."
        ),
    )
    user_errors: list[UserError] = no_errors()


@mutation(CreateWebhookPayload)
async def create_webhook(info: Info, input: CreateWebhookInput) -> CreateWebhookPayload:
    """Send what changes from now on. WEBHOOK_QUERY_INVALID for each fault of the query, with its

    line and column. Needs the role ADMIN.
    """
    house = info.context.house
    try:
        made, secret = await changing.create(
            info.context.viewer,
            url=input.url,
            events=input.events,
            query=input.query,
            rules=house.webhooks,
            templates=EventTemplates(house.published_url),
            key=input.idempotency_key,
        )
    except QueryInvalid as invalid:
        return CreateWebhookPayload(user_errors=[user_error(one) for one in invalid.each()])
    return CreateWebhookPayload(webhook=Webhook.of_document(made), secret=secret)

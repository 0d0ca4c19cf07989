"""testWebhook: a dry run."""

import strawberry

from actions.webhooks import testing
from actions.webhooks.rules import Means
from graph.context import Info
from graph.errors import UserError
from graph.event_schema import EventTemplates
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.enums import ChangeKind
from graph.types.webhook import Webhook, WebhookTry


@strawberry.input(description="Which webhook to try out.")
class TestWebhookInput:
    """The webhook, and of what kind the sample is."""

    id: strawberry.ID = strawberry.field(description="The webhook, which may be paused.")
    kind: ChangeKind | None = strawberry.field(
        default=None, description="What the sample tells; by default the first of its `events`."
    )
    send: bool = strawberry.field(
        default=True, description="Whether it is sent, or only made; true by default."
    )


@strawberry.type(description="What came of the dry run.")
class TestWebhookPayload:
    """What was sent, and the answer."""

    webhook: Webhook | None = strawberry.field(default=None, description="The webhook.")
    body: str | None = strawberry.field(
        default=None, description='What is sent, to the byte; it has `"test": true`.'
    )
    result: WebhookTry | None = strawberry.field(
        default=None, description="What came of sending; null where it was not sent."
    )
    user_errors: list[UserError] = no_errors()


@mutation(TestWebhookPayload)
async def test_webhook(info: Info, input: TestWebhookInput) -> TestWebhookPayload:
    """Make a sample of the newest change of a kind, or of a made-up one, and send it once, signed

    as events are. The log, the state and the order of events stay as they are. Takes up to 15
    seconds. Needs the role ADMIN.
    """
    house = info.context.house
    means = Means(templates=EventTemplates(house.published_url), fetching=house.webhooks)
    tested = await testing.try_out(
        info.context.viewer,
        object_id("Webhook", input.id, ["id"]),
        means,
        kind=input.kind,
        dry=not input.send,
    )
    return TestWebhookPayload(
        webhook=Webhook.of_document(tested.webhook),
        body=tested.body,
        result=WebhookTry.of(tested.made.model_dump()) if tested.made else None,
    )

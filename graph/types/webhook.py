"""Webhooks and the log of what they were told."""

from datetime import datetime
from typing import Annotated

import strawberry

from actions.library import Window
from actions.webhooks.events import event_id
from actions.webhooks.log import NEWEST, Asked
from documents.deliveries import Delivery as DeliveryDocument
from documents.pages import Raw
from documents.webhooks import Webhook as WebhookDocument
from graph.context import Info
from graph.cursors import USUAL, decode_number, encode, page_size
from graph.ids import global_id
from graph.scalars import URL, SequenceNumber
from graph.types.connection import Connection, Edge, place
from graph.types.enums import ChangeKind, DeliveryState, WebhookState
from graph.types.image import Problem
from graph.types.pictures import After, First


@strawberry.type(description="One request to a receiver.")
class WebhookTry:
    """What came of it."""

    at: datetime = strawberry.field(description="When it was sent.")
    milliseconds: int = strawberry.field(description="How long it took.")
    status: int | None = strawberry.field(
        description="The HTTP status of the answer; null where none came."
    )
    answer: str | None = strawberry.field(
        description="The beginning of the answer, at most 4,096 bytes, as text."
    )
    problem: Problem | None = strawberry.field(
        description="Why it does not count as taken; null for a status from 200 to 299."
    )

    @classmethod
    def of(cls, raw: Raw) -> "WebhookTry":
        """The request of a raw one."""
        problem = raw["problem"]
        return cls(**{**raw, "problem": Problem.of(problem) if problem else None})


@strawberry.type(description="One event, on its way to one receiver.")
class WebhookDelivery:
    """An entry of the log."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    event_id: strawberry.ID = strawberry.field(
        description="The header `webhook-id` of every request of it, replays included."
    )
    sequence: SequenceNumber = strawberry.field(
        description="The number of the change that it tells; also the version of the picture."
    )
    kind: ChangeKind = strawberry.field(description="What became of the picture.")
    image_id: strawberry.ID = strawberry.field(description="The picture.")
    state: DeliveryState = strawberry.field(description="Where it is.")
    attempts: int = strawberry.field(
        description="How often it was tried since it was made or replayed; at most 8."
    )
    next_try_at: datetime | None = strawberry.field(
        description=(
            "When it is tried next at the earliest, behind earlier events of the picture; null "
            "unless it is PENDING."
        )
    )
    delivered_at: datetime | None = strawberry.field(description="When the receiver took it.")
    created_at: datetime = strawberry.field(description="When it was made; kept for 30 days.")
    tries: list[WebhookTry] = strawberry.field(
        description="Its requests, oldest first; the last 20."
    )

    @classmethod
    def of(cls, raw: Raw) -> "WebhookDelivery":
        """The delivery of a raw row."""
        state = DeliveryState(raw["state"])
        return cls(
            id=strawberry.ID(global_id("WebhookDelivery", raw["_id"])),
            event_id=strawberry.ID(event_id(raw["seq"], raw["occurred_at"])),
            sequence=SequenceNumber(raw["seq"]),
            kind=ChangeKind(raw["kind"]),
            image_id=strawberry.ID(global_id("Image", raw["image_id"])),
            state=state,
            attempts=raw["attempts"],
            next_try_at=raw["due"] if state is DeliveryState.PENDING else None,
            delivered_at=raw["delivered_at"],
            created_at=raw["created_at"],
            tries=[WebhookTry.of(one) for one in raw["tries"]],
        )


@strawberry.input(description="Which deliveries; null and absent both mean any.")
class WebhookDeliveriesWhere:
    """A filter."""

    state: DeliveryState | None = strawberry.field(default=None, description="Where they are.")


@strawberry.type(description="A secret that signs, without the secret.")
class WebhookSecret:
    """Until when it is good."""

    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(
        description="When it signs no more; null for the newest."
    )


@strawberry.type(description="Somebody who is told of what shops see, by HTTP.")
class Webhook:
    """A webhook, without its secrets."""

    raw: strawberry.Private[Raw]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    url: URL = strawberry.field(description="Where events are sent, by POST.")
    events: list[ChangeKind] = strawberry.field(description="Of which kinds of change.")
    query: str = strawberry.field(
        description="A document over the types of `webhookEventSchema`: its data is the payload."
    )
    state: WebhookState = strawberry.field(description="Whether events are sent.")
    problem: Problem | None = strawberry.field(
        description="Why it was paused; null where somebody has paused it, or nothing has."
    )
    paused_at: datetime | None = strawberry.field(description="When it was paused.")
    secrets: list[WebhookSecret] = strawberry.field(
        description="Those that sign each event, newest first; one, or two after a rotation."
    )
    sequence: SequenceNumber = strawberry.field(
        description="The last change of which a delivery was made, if it is told of its kind."
    )
    version: int = strawberry.field(description="Rises with every change: pass what you read.")
    created_at: datetime = strawberry.field(description="When it was made.")
    updated_at: datetime = strawberry.field(description="When it was changed last.")

    @strawberry.field(description="The log of the last 30 days, newest change first.")
    async def deliveries(
        self,
        info: Info,
        where: Annotated[
            WebhookDeliveriesWhere | None,
            strawberry.argument(description="Which; all by default."),
        ] = None,
        first: First = USUAL,
        after: After = None,
    ) -> Connection[WebhookDelivery]:
        """Loaded with those of the other webhooks of the page."""
        window = Window(
            order=NEWEST, first=page_size(first), after=decode_number(after) if after else None
        )
        state = where.state if where else None
        asked = Asked(self.raw["_id"], state, window)
        page = await info.context.delivery_pages.load(asked)
        nodes = [WebhookDelivery.of(raw) for raw in page.rows]
        cursors = [encode(str(raw["seq"]), raw["_id"]) for raw in page.rows]
        return Connection(
            model=DeliveryDocument,
            where=asked.where,
            count=lambda: info.context.delivery_counts.load(Asked(self.raw["_id"], state)),
            nodes=nodes,
            edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
            page_info=place(page, cursors, began=after is None),
        )

    @classmethod
    def of_document(cls, made: WebhookDocument) -> "Webhook":
        """The webhook that an action gave back."""
        return cls.of({"_id": made.id, **made.model_dump()})

    @classmethod
    def of(cls, raw: Raw) -> "Webhook":
        """The webhook of a raw row."""
        kept = WebhookDocument.model_validate(raw)
        return cls(
            raw={"_id": kept.id},
            id=strawberry.ID(global_id("Webhook", kept.id)),
            url=URL(kept.url),
            events=kept.events,
            query=kept.query,
            state=kept.state,
            problem=Problem.of(kept.problem.model_dump()) if kept.problem else None,
            paused_at=kept.paused_at,
            secrets=[
                WebhookSecret(created_at=one.created_at, expires_at=one.expires_at)
                for one in kept.good_secrets()
            ],
            sequence=SequenceNumber(kept.cursor),
            version=kept.version,
            created_at=kept.created_at,
            updated_at=kept.updated_at,
        )

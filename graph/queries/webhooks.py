"""webhook(id), webhooks, webhookEventSchema, notices: who is told, and what went wrong."""

from typing import Annotated

import strawberry

from actions.library import Window
from actions.webhooks import reading
from documents.notices import Notice as NoticeDocument
from documents.pages import Order
from documents.webhooks import Webhook as WebhookDocument
from graph.context import Info
from graph.cursors import USUAL, decode_time, encode, page_size
from graph.event_schema import schema as events
from graph.ids import object_id
from graph.types.connection import Connection, Edge, place
from graph.types.notice import Notice
from graph.types.pictures import After, First
from graph.types.webhook import Webhook

NEWEST, LATEST = Order("created_at"), Order("at")


@strawberry.field(description="A webhook; null where there is none. Needs the role ADMIN.")
async def webhook(
    info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The webhook.")]
) -> Webhook | None:
    """With its log, if that is asked for."""
    found = await reading.webhook(info.context.viewer, object_id("Webhook", id, ["id"]))
    return Webhook.of_document(found) if found else None


@strawberry.field(description="All webhooks, newest first. Needs the role ADMIN.")
async def webhooks(info: Info, first: First = USUAL, after: After = None) -> Connection[Webhook]:
    """By keyset."""
    viewer = info.context.viewer
    window = Window(
        order=NEWEST, first=page_size(first), after=decode_time(after) if after else None
    )
    found = await reading.webhooks(viewer, window)
    nodes = [Webhook.of(raw) for raw in found.rows]
    cursors = [encode(raw["created_at"], raw["_id"]) for raw in found.rows]
    return Connection(
        model=WebhookDocument,
        where=reading.ALIVE,
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(found, cursors, began=after is None),
    )


@strawberry.field(
    description=(
        "The types that the queries of webhooks are written over, in the language of schemas. "
        "For everybody."
    )
)
def webhook_event_schema() -> str:
    """Says nothing that the catalogue's types do not."""
    return events.as_str()


@strawberry.field(
    description=(
        "What went wrong by itself and needs somebody, of the last 90 days, newest first. Needs "
        "the role ADMIN."
    )
)
async def notices(info: Info, first: First = USUAL, after: After = None) -> Connection[Notice]:
    """By keyset."""
    viewer = info.context.viewer
    window = Window(
        order=LATEST, first=page_size(first), after=decode_time(after) if after else None
    )
    found = await reading.notices(viewer, window)
    nodes = [Notice.of(raw) for raw in found.rows]
    cursors = [encode(raw["at"], raw["_id"]) for raw in found.rows]
    return Connection(
        model=NoticeDocument,
        where={},
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(found, cursors, began=after is None),
    )

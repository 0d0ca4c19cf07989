"""A turn of one webhook: whoever has its lease makes deliveries and sends what is due."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from actions.webhooks.backoff import pause_after
from actions.webhooks.dispatching import MOST_WAITING, dispatch
from actions.webhooks.events import Event, RenderFailed
from actions.webhooks.pausing import pause
from actions.webhooks.rules import Means
from actions.webhooks.sending import GONE, Sent, body_of, send
from documents.catalog import CatalogRow
from documents.deliveries import Delivery, DeliveryState, Try
from documents.feed import Feed
from documents.pages import Raw
from documents.problems import Problem
from documents.transactions import Session, together
from documents.webhooks import NOTHING_DUE, Webhook, WebhookLost

logger = logging.getLogger(__name__)
# Requests to one receiver at the same time, each about another picture.
AT_ONCE = 8
# Then others have their turn.
ROUNDS = 32
AFTER_TROUBLE = timedelta(seconds=5)
UNRENDERED = Problem(code="INTERNAL", message="Its body could not be made: the log says why.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of each picture the delivery that is next; those that are due, and when the others are."""

    count: int
    due: Sequence[Raw]
    next: datetime

    @classmethod
    async def of(cls, webhook: Webhook, at: datetime) -> "Waiting":
        """What waits now; a picture's later events wait behind its first."""
        rows = await Delivery.unfinished(webhook.id, 2 * MOST_WAITING)
        heads: dict[object, Raw] = {}
        for row in rows:
            heads.setdefault(row["image_id"], row)
        pending = [one for one in heads.values() if one["state"] == DeliveryState.PENDING]
        later = [one["due"] for one in pending if one["due"] > at]
        return cls(
            len(rows), [one for one in pending if one["due"] <= at], min(later, default=NOTHING_DUE)
        )


async def take_turn(by: str, means: Means) -> bool:
    """Send what is due of the webhook that has waited longest; False where nothing is due.

    Whatever happens on the way, nothing is lost: what was sent and not noted is sent again.
    """
    latest = (await Feed.now()).latest
    webhook = await Webhook.claim(by, latest, means.clock())
    if webhook is None:
        return False
    due = means.clock() + AFTER_TROUBLE
    try:
        due = await _turn(webhook, means)
    except WebhookLost:
        due = means.clock()
    finally:
        await webhook.release(due, means.clock())
    return True


async def _turn(webhook: Webhook, means: Means) -> datetime:
    """When the next turn is."""
    for _ in range(ROUNDS):
        webhook = await webhook.renew(means.clock())
        before = await Waiting.of(webhook, means.clock())
        made = await dispatch(webhook, before.count)
        waiting = await Waiting.of(webhook, means.clock())
        if waiting.due:
            await _round(webhook, waiting.due[:AT_ONCE], means)
        elif not made.more:
            return waiting.next
    return means.clock()


async def _round(webhook: Webhook, due: Sequence[Raw], means: Means) -> None:
    deliveries = await Delivery.among([one["_id"] for one in due])
    rows = await CatalogRow.rows([one.image_id for one in deliveries])
    async with asyncio.TaskGroup() as group:
        for one in deliveries:
            group.create_task(_tried(webhook, one, Event.of(one, rows.get(one.image_id)), means))


async def _tried(webhook: Webhook, delivery: Delivery, event: Event, means: Means) -> None:
    try:
        body = await body_of(webhook.query, event, means)
    except RenderFailed:
        logger.exception("The body of delivery %s cannot be made.", delivery.id)
        sent = Sent(Try(at=means.clock(), milliseconds=0, problem=UNRENDERED))
    else:
        sent = await send(webhook, event, body, means)
    await _settled(webhook, delivery, sent, means)


async def _settled(webhook: Webhook, delivery: Delivery, sent: Sent, means: Means) -> None:
    """Keep what came of a try: it has arrived, is tried again, or was the last one."""
    if sent.taken:
        done = {"state": DeliveryState.DELIVERED, "delivered_at": means.clock()}
        await delivery.tried(sent.made, done)
        return
    wait = pause_after(delivery.attempts + 1, means.chance())
    if wait is None or sent.made.status == GONE:
        await together(partial(_given_up, webhook, delivery, sent))
    else:
        await delivery.tried(sent.made, {"due": means.clock() + max(wait, sent.wait)})


async def _given_up(webhook: Webhook, delivery: Delivery, sent: Sent, session: Session) -> None:
    if await delivery.tried(sent.made, {"state": DeliveryState.FAILED}, session):
        await pause(webhook, _last(sent), session)


def _last(sent: Sent) -> Problem:
    if sent.made.status == GONE:
        said = "The receiver answered with status 410: it wants no more events."
        return Problem(code="RECEIVER_GONE", message=said)
    why = sent.made.problem.message if sent.made.problem else ""
    return Problem(code="DELIVERY_FAILED", message=f"A delivery failed at its last try. {why}")

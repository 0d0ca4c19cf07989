"""From the feed of changes to deliveries: each change is looked at once for each webhook."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from actions.publishing.feed import CursorExpired, kept_after
from documents.audit import Actor, AuditEntry
from documents.changes import Change
from documents.deliveries import Delivery
from documents.feed import Feed
from documents.notices import Notice, NoticeKind
from documents.pages import Raw
from documents.transactions import Session, together
from documents.webhooks import Webhook

logger = logging.getLogger(__name__)
PAGE = 200
# No more deliveries than about this many wait of one webhook; the changes wait in the feed.
MOST_WAITING = 1_000


@dataclass(frozen=True, slots=True)
class Dispatched:
    """Whether a page had room, and whether more changes follow it."""

    full: bool
    more: bool


async def dispatch(webhook: Webhook, waiting: int) -> Dispatched:
    """Make the deliveries of the next changes, and move the cursor, in one transaction.

    Nothing is made while too many wait. Raises WebhookLost.
    """
    if waiting >= MOST_WAITING:
        await _moved(webhook, [], webhook.cursor, full=True)
        return Dispatched(full=True, more=False)
    try:
        found = await Change.beyond(webhook.cursor, PAGE)
        # Asked for afterwards: what is removed while we read is told before it is removed.
        await kept_after(webhook.cursor)
    except CursorExpired:
        await _start_over(webhook)
        return Dispatched(full=False, more=True)
    if found or webhook.full:
        cursor = found[-1]["_id"] if found else webhook.cursor
        await _moved(webhook, [raw for raw in found if raw["kind"] in webhook.events], cursor)
    return Dispatched(full=False, more=len(found) == PAGE)


async def _moved(webhook: Webhook, told: Sequence[Raw], cursor: int, *, full: bool = False) -> None:
    async def write(session: Session) -> None:
        await webhook.advance({"cursor": cursor, "full": full}, session)
        await Delivery.add([_delivery(webhook, raw) for raw in told], session)

    await together(write)
    webhook.cursor, webhook.full = cursor, full


def _delivery(webhook: Webhook, raw: Raw) -> Delivery:
    fields = ("kind", "image_id", "product_code", "previous_product_code", "fields")
    return Delivery(
        webhook_id=webhook.id,
        seq=raw["_id"],
        occurred_at=raw["at"],
        **{field: raw[field] for field in fields},
    )


async def _start_over(webhook: Webhook) -> None:
    """What came after the cursor is not kept any more: go on with what is, and tell people."""
    feed = await Feed.now()
    cursor = feed.oldest - 1 if webhook.cursor < feed.oldest else feed.latest
    said = (
        f"The webhook to {webhook.url} was behind for so long that events are lost, or the "
        "database was brought back from a backup: compare the receiver's copy with catalogSnapshot."
    )

    async def write(session: Session) -> None:
        await webhook.advance({"cursor": cursor}, session)
        await Notice(
            kind=NoticeKind.EVENTS_LOST,
            subject_kind="webhook",
            subject_id=webhook.id,
            message=said,
        ).tell(session)
        await AuditEntry(
            actor=Actor(),
            action="webhook.events_lost",
            subject_kind="webhook",
            subject_id=webhook.id,
            before={"cursor": webhook.cursor},
            after={"cursor": cursor},
        ).insert(session=session)

    await together(write)
    logger.warning("Webhook %s has lost events.", webhook.id)
    webhook.cursor = cursor

"""Telling again what was told already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.webhooks.refusals import MOST_REPLAYED, NothingToReplay
from documents.audit import AuditEntry
from documents.deliveries import FINISHED, Delivery, DeliveryState
from documents.errors import NoSuchDocument
from documents.transactions import Session, together
from documents.webhooks import Webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which deliveries: by their ids, or those of changes from `since` on and before `until`."""

    ids: Sequence[PydanticObjectId] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many are sent again, and whether the time has more of them than one call takes."""

    webhook: Webhook
    count: int
    more: bool


async def replay(viewer: Viewer | None, id: PydanticObjectId, asked: Asked) -> Replayed:
    """Send deliveries again that have ended, under the same ids; the oldest 1,000 at most.

    What waits is sent anyway and not counted. Raises NoSuchDocument; refused: NothingToReplay,
    TooMany.
    """
    viewer = require(viewer, Permission.MANAGE_WEBHOOKS)
    if (asked.ids is None) == (asked.since is None):
        raise NothingToReplay
    within("deliveryIds", asked.ids or ())
    where = _where(id, asked)

    async def write(session: Session) -> Replayed:
        webhook = await Webhook.alive(id, session)
        if webhook is None:
            raise NoSuchDocument("webhook", str(id))
        ids, more = await Delivery.some(where, FINISHED, MOST_REPLAYED, session)
        moved = await Delivery.move({"_id": {"$in": ids}}, FINISHED, DeliveryState.PENDING, session)
        await Webhook.call(id, session)
        await _entry(viewer, id, asked, moved).insert(session=session)
        return Replayed(webhook, moved, more)

    return await together(write)


def _where(id: PydanticObjectId, asked: Asked) -> dict[str, Any]:
    if asked.ids is not None:
        return {"webhook_id": id, "_id": {"$in": list(asked.ids)}}
    until = {"$lt": asked.until} if asked.until is not None else {}
    return {"webhook_id": id, "occurred_at": {"$gte": asked.since, **until}}


def _entry(viewer: Viewer, id: PydanticObjectId, asked: Asked, count: int) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="webhook.replayed",
        subject_kind="webhook",
        subject_id=id,
        after={"since": asked.since, "until": asked.until, "deliveries": count},
    )

"""Trying a webhook out: a sample is made, and sent if that is wanted. Nothing is kept."""

import secrets
from dataclasses import dataclass, replace

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.webhooks.events import Event
from actions.webhooks.rules import Means
from actions.webhooks.sending import body_of, send
from documents.audit import AuditEntry
from documents.catalog import CatalogRow
from documents.changes import Change, ChangeKind
from documents.deliveries import Try
from documents.errors import NoSuchDocument
from documents.pages import Raw
from documents.products import ProductRole
from documents.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class Tested:
    """The body, and what came of sending it; None where it was not sent."""

    webhook: Webhook
    body: str
    made: Try | None


async def try_out(
    viewer: Viewer | None,
    id: PydanticObjectId,
    means: Means,
    *,
    kind: ChangeKind | None = None,
    dry: bool = False,
) -> Tested:
    """Make the body of the newest change of a kind, or of a made-up one, and send it unless `dry`.

    It is marked as a test, and goes to a paused webhook too. Raises NoSuchDocument, RenderFailed.
    """
    viewer = require(viewer, Permission.MANAGE_WEBHOOKS)
    webhook = await Webhook.alive(id)
    if webhook is None:
        raise NoSuchDocument("webhook", str(id))
    event = await _sample(kind or webhook.events[0], means)
    body = await body_of(webhook.query, event, means, test=True)
    made = None
    if not dry:
        await _entry(viewer, id).insert()
        made = (await send(webhook, event, body, means)).made
    return Tested(webhook, body.decode(), made)


async def _sample(kind: ChangeKind, means: Means) -> Event:
    """Under an id that no event has, so that a receiver does not take the event for known."""
    raw = await Change.newest(kind)
    found = _invented(kind, means) if raw is None else await _of(raw)
    return replace(found, id=f"evt_test_{secrets.token_hex(8)}")


async def _of(raw: Raw) -> Event:
    rows = await CatalogRow.rows([raw["image_id"]])
    fields = ("image_id", "product_code", "previous_product_code", "fields", "at")
    return Event(
        id="",
        kind=ChangeKind(raw["kind"]),
        sequence=raw["_id"],
        row=rows.get(raw["image_id"]),
        **{field: raw[field] for field in fields},
    )


def _invented(kind: ChangeKind, means: Means) -> Event:
    id, gone = PydanticObjectId("0" * 24), kind in {ChangeKind.WITHDRAWN, ChangeKind.DELETED}
    return Event(
        id="",
        kind=kind,
        sequence=1,
        at=means.clock(),
        image_id=id,
        product_code="SAMPLE-1",
        previous_product_code=None,
        fields=["title"] if kind is ChangeKind.UPDATED else [],
        row=None if gone else _row(id, means),
    )


def _row(id: PydanticObjectId, means: Means) -> Raw:
    rendition = {
        "preset": "SMALL",
        "key": "published/sample/small/sample.webp",
        "content_type": "image/webp",
        "width": 480,
        "height": 320,
        "bytes": 12_345,
    }
    sample = CatalogRow(
        id=id,
        product_code="SAMPLE-1",
        product_name="A sample",
        role=ProductRole.MAIN,
        position=1,
        title="A sample",
        alt_text="A sample, which is no picture of yours.",
        content_hash="sample",
        renditions=[rendition],
        seq=1,
        updated_at=means.clock(),
    )
    return {"_id": id, **sample.model_dump(exclude={"id"})}


def _entry(viewer: Viewer, id: PydanticObjectId) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(), action="webhook.tested", subject_kind="webhook", subject_id=id
    )

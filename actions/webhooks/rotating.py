"""New secrets, with a time in which the one before is good too."""

from datetime import timedelta

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.webhooks.refusals import LONGEST_OVERLAP_HOURS, OverlapOutOfRange
from actions.webhooks.signing import new_secret
from documents.audit import AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.transactions import Session, together
from documents.webhooks import Webhook, WebhookSecret


async def rotate(
    viewer: Viewer | None, id: PydanticObjectId, overlap_hours: int
) -> tuple[Webhook, str]:
    """A new secret, told this once. The one before signs beside it for `overlap_hours`.

    Never more than two are good. Refused: OverlapOutOfRange. Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_WEBHOOKS)
    if not 0 <= overlap_hours <= LONGEST_OVERLAP_HOURS:
        raise OverlapOutOfRange(overlap_hours)
    secret = new_secret()

    async def write(session: Session) -> Webhook:
        before = await Webhook.alive(id, session)
        if before is None:
            raise NoSuchDocument("webhook", str(id))
        kept = _kept(before, secret, timedelta(hours=overlap_hours))
        after = await Webhook.change(id, None, {"secrets": kept}, session)
        assert after is not None, "What was read in this transaction is there."
        await AuditEntry(
            actor=viewer.actor(),
            action="webhook.secret_rotated",
            subject_kind="webhook",
            subject_id=id,
            after={"overlap_hours": overlap_hours},
        ).insert(session=session)
        return after

    return await together(write), secret


def _kept(before: Webhook, secret: str, overlap: timedelta) -> list[dict[str, object]]:
    newest = max(before.secrets, key=lambda one: one.created_at)
    secrets = [WebhookSecret(secret=secret)]
    if overlap:
        secrets.append(newest.model_copy(update={"expires_at": now() + overlap}))
    return [one.model_dump() for one in secrets]

"""Making, changing and deleting webhooks."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.idempotency import Rows, once
from actions.revisions import EditedMeanwhile
from actions.webhooks.events import MOST_QUERY_CHARACTERS, Templates
from actions.webhooks.refusals import (
    MOST_WEBHOOKS,
    EventsMissing,
    QueryInvalid,
    QueryTooLong,
    TooManyWebhooks,
    WebhookUrlRefused,
)
from actions.webhooks.signing import new_secret
from documents.audit import AuditEntry
from documents.changes import ChangeKind
from documents.clock import now
from documents.deliveries import Delivery, DeliveryState
from documents.errors import NoSuchDocument, VersionConflict
from documents.feed import Feed
from documents.transactions import Session, together
from documents.webhooks import Webhook, WebhookSecret, WebhookState
from fetching.errors import FetchError
from fetching.rules import FetchRules
from fetching.targets import refuse_private, target

# What the audit keeps of a webhook: no secret.
TOLD = ("url", "events", "query", "state")


async def create(
    viewer: Viewer | None,
    *,
    url: str,
    events: Sequence[ChangeKind] | None,
    query: str,
    rules: FetchRules,
    templates: Templates,
    key: str | None = None,
) -> tuple[Webhook, str | None]:
    """A webhook for what changes from now on, and its secret, which is told this once.

    A call that is answered as before, by its idempotency key, has no secret. Refused:
    WebhookUrlRefused, EventsMissing, QueryTooLong, QueryInvalid, TooManyWebhooks, and what
    `once` refuses.
    """
    viewer = require(viewer, Permission.MANAGE_WEBHOOKS)
    given = {"url": url, "events": list(ChangeKind) if events is None else events, "query": query}
    checked = _checked(given, rules, templates)
    secret = new_secret()
    made = Webhook(
        **checked,
        secrets=[WebhookSecret(secret=secret)],
        cursor=(await Feed.now()).latest,
        created_by=viewer.user_id,
    )

    async def write(session: Session) -> Rows:
        if await Webhook.count_alive(session) >= MOST_WEBHOOKS:
            raise TooManyWebhooks
        await made.insert(session=session)
        await _entry(viewer, made, "created", after=_told(made)).insert(session=session)
        return [{"id": made.id}]

    asked = repr(sorted(checked.items()))
    [row] = await once(viewer, "createWebhook", key, asked, partial(together, write))
    return await _kept(row["id"]), secret if row["id"] == made.id else None


async def update(
    viewer: Viewer | None,
    id: PydanticObjectId,
    changes: Mapping[str, Any],
    expected_version: int,
    *,
    rules: FetchRules,
    templates: Templates,
    skip_failed: bool = False,
) -> Webhook:
    """Change url, events, query or `paused`. What failed is tried anew when it goes on,

    or left out for good with `skip_failed`. Raises EditedMeanwhile, NoSuchDocument; refused as
    `create`.
    """
    viewer = require(viewer, Permission.MANAGE_WEBHOOKS)
    sets = _checked(changes, rules, templates)
    if "paused" in changes:
        sets |= _stopped() if changes["paused"] else _going()
    resumes = sets.get("state") == WebhookState.ACTIVE

    async def write(session: Session) -> Webhook | None:
        before = await Webhook.alive(id, session)
        after = await Webhook.change(id, expected_version, sets, session)
        if before is None or after is None:
            return None
        if resumes:
            there = DeliveryState.SKIPPED if skip_failed else DeliveryState.PENDING
            failed = [DeliveryState.FAILED]
            await Delivery.move({"webhook_id": id}, failed, there, session)
        entry = _entry(viewer, after, "edited", before=_told(before), after=_told(after))
        await entry.insert(session=session)
        return after

    made = await together(write)
    if made is None:
        current = await _kept(id)
        conflict = VersionConflict(expected_version, current.version)
        raise EditedMeanwhile(conflict, current) from conflict
    return made


async def delete(viewer: Viewer | None, id: PydanticObjectId) -> None:
    """Send nothing any more, and forget the secrets; what waits is left out.

    Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_WEBHOOKS)
    gone = {"deleted_at": now(), "secrets": []}

    async def write(session: Session) -> bool:
        after = await Webhook.change(id, None, gone, session)
        if after is not None:
            await _entry(viewer, after, "deleted", before=_told(after)).insert(session=session)
        return after is not None

    if not await together(write):
        raise NoSuchDocument("webhook", str(id))


def _checked(given: Mapping[str, Any], rules: FetchRules, templates: Templates) -> dict[str, Any]:
    sets: dict[str, Any] = {}
    if "url" in given:
        sets["url"] = _url(given["url"], rules)
    if "events" in given:
        sets["events"] = _events(given["events"])
    if "query" in given:
        sets["query"] = _query(given["query"], templates)
    return sets


def _url(text: str, rules: FetchRules) -> str:
    """Names are looked up, and what they lead to is checked, at each request."""
    try:
        refuse_private(target(text, rules), rules)
    except FetchError as error:
        raise WebhookUrlRefused(error) from error
    return text


def _events(kinds: Sequence[ChangeKind]) -> list[ChangeKind]:
    if not kinds:
        raise EventsMissing
    return [kind for kind in ChangeKind if kind in kinds]


def _query(text: str, templates: Templates) -> str:
    if len(text) > MOST_QUERY_CHARACTERS:
        raise QueryTooLong(len(text))
    if faults := templates.faults(text):
        raise QueryInvalid(faults)
    return text


def _stopped() -> dict[str, Any]:
    return {"state": WebhookState.PAUSED, "paused_at": now(), "problem": None}


def _going() -> dict[str, Any]:
    return {"state": WebhookState.ACTIVE, "paused_at": None, "problem": None}


async def _kept(id: PydanticObjectId) -> Webhook:
    found = await Webhook.alive(id)
    if found is None:
        raise NoSuchDocument("webhook", str(id))
    return found


def _told(webhook: Webhook) -> dict[str, Any]:
    told: dict[str, Any] = webhook.model_dump(include=set(TOLD))
    return told


def _entry(viewer: Viewer, webhook: Webhook, what: str, **told: dict[str, Any]) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action=f"webhook.{what}",
        subject_kind="webhook",
        subject_id=webhook.id,
        **told,
    )

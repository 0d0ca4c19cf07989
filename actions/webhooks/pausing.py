"""Pausing a webhook that its receiver does not take, and telling people of it."""

import logging

from documents.audit import Actor, AuditEntry
from documents.notices import Notice, NoticeKind
from documents.problems import Problem
from documents.transactions import Session
from documents.webhooks import Webhook, WebhookLost

logger = logging.getLogger(__name__)


async def pause(webhook: Webhook, problem: Problem, session: Session) -> None:
    """Send no more until somebody resumes it, with an entry in the audit and a notice."""
    try:
        await webhook.halt(problem, session)
    except WebhookLost:
        # Another delivery of this round has paused it, or an administrator.
        return
    await AuditEntry(
        actor=Actor(),
        action="webhook.paused",
        subject_kind="webhook",
        subject_id=webhook.id,
        after={"problem": problem.model_dump()},
    ).insert(session=session)
    await _notice(webhook, problem).tell(session)
    logger.warning("Webhook %s is paused: %s", webhook.id, problem.message)


def _notice(webhook: Webhook, problem: Problem) -> Notice:
    return Notice(
        kind=NoticeKind.WEBHOOK_PAUSED,
        subject_kind="webhook",
        subject_id=webhook.id,
        message=f"The webhook to {webhook.url} is paused: {problem.message}",
    )

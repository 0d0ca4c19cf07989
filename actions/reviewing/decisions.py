"""Decisions: approve, reject, withdraw, submit again. One transaction for all of a call."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, known, require
from actions.batches import ErrorPolicy, Outcomes
from actions.delivery import Deliver
from actions.publishing.publication import planned, unpublish_at_once
from actions.readiness.rules import ChannelRules
from actions.reviewing.approval import ApprovalRules
from actions.reviewing.deciding import NO_CHANNELS, Decision, Outcome, decide, reread
from actions.texts import cleaned, required
from documents.jobs import Job, JobKind
from documents.reviews import Review, ReviewReason, ReviewState
from processing.presets import BUILT_IN, Presets
from storage.bucket import Bucket

BY_THE_BOOK = ApprovalRules()


@dataclass(frozen=True, slots=True)
class Override:
    """The wish to let out what the rules would keep in; nothing without a `reason`."""

    reason: str | None


async def approve(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
    deliver: Deliver,
    expected: Sequence[int | None] = (),
    presets: Presets = BUILT_IN,
    rules: ApprovalRules = BY_THE_BOOK,
    channels: ChannelRules = NO_CHANNELS,
    override: Override | None = None,
) -> Outcome:
    """Approve images; a job publishes each.

    Refused one by one: NoSuchDocument, EditConflict, CannotMove, ImageNotReady, ValidityOver,
    FourEyes, Incomplete, RequiredFieldsMissing, NotReadyForChannels; the last four all at once,
    unless an ADMIN overrides them. Raises TextMissing, TextTooLong for the reason of that.
    """
    decision = Decision(
        review=Review(state=ReviewState.APPROVED),
        follow=lambda image, at: planned(image, at, presets.published),
        rules=rules,
        channels=channels,
        override=_why(viewer, override),
    )
    outcome, jobs = await decide(viewer, ids, decision, policy, expected)
    await deliver([job.id for job in jobs])
    return outcome


async def reject(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    reason: ReviewReason,
    note: str | None,
    policy: ErrorPolicy,
    expected: Sequence[int | None] = (),
) -> Outcome:
    """Reject images that wait for a decision. Refused: NoSuchDocument, EditConflict, CannotMove."""
    review = Review(state=ReviewState.REJECTED, reason=reason, note=cleaned("note", note))
    outcome, _ = await decide(viewer, ids, Decision(review=review), policy, expected)
    return outcome


async def withdraw(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    reason: ReviewReason,
    note: str | None,
    policy: ErrorPolicy,
    bucket: Bucket,
    expected: Sequence[int | None] = (),
) -> Outcome:
    """Take approved images back; when this returns their public files are gone."""
    review = Review(state=ReviewState.WITHDRAWN, reason=reason, note=cleaned("note", note))
    us = f"withdraw:{secrets.token_hex(8)}"
    decision = Decision(
        review=review, follow=lambda image, _: Job.held(JobKind.UNPUBLISH, image.id, us)
    )
    outcome, _ = await decide(viewer, ids, decision, policy, expected)
    await unpublish_at_once([image.id for image in outcome.done], us, bucket)
    return Outcomes(await reread(outcome.done), outcome.refused)


async def resubmit(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
    expected: Sequence[int | None] = (),
) -> Outcome:
    """Put rejected or withdrawn images before the reviewers again."""
    decision = Decision(review=Review(state=ReviewState.PENDING), needs=Permission.EDIT_IMAGES)
    outcome, _ = await decide(viewer, ids, decision, policy, expected)
    return outcome


def _why(viewer: Viewer | None, override: Override | None) -> str | None:
    if override is None:
        return None
    require(known(viewer), Permission.OVERRIDE_APPROVAL)
    return required("override_reason", override.reason)

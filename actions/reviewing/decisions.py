"""Decisions: approve, reject, withdraw, submit again. One transaction for all of a call."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import ErrorPolicy, Outcomes, within
from actions.delivery import Deliver
from actions.errors import Refused
from actions.metadata.custom_values import RequiredFieldsMissing, missing
from actions.publishing import following
from actions.publishing.publication import planned, unpublish
from actions.readiness.approval import not_ready
from actions.readiness.rules import ChannelRules
from actions.texts import cleaned
from documents.audit import AuditEntry
from documents.clock import now
from documents.custom_fields import CustomField
from documents.errors import CannotMove, NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.reviews import REVIEW_ARROWS, Review, ReviewReason, ReviewState
from documents.transactions import Session, together
from processing.presets import BUILT_IN, Presets
from storage.bucket import Bucket

Outcome = Outcomes[Image]
Follow = Callable[[Image, datetime], Job]
# Approval needs none of them.
NO_CHANNELS = ChannelRules({})


class ImageNotReady(Refused):
    """Only a picture that was processed can be approved."""

    code = "NOT_READY"

    def __init__(self, state: ProcessingState) -> None:
        super().__init__(
            f"The image is {state}, not READY: wait until it is processed, or upload it anew."
        )
        self.params = {"state": state.value}


async def approve(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
    deliver: Deliver,
    presets: Presets = BUILT_IN,
    channels: ChannelRules = NO_CHANNELS,
) -> Outcome:
    """Approve images; a job publishes each.

    Refused one by one: NoSuchDocument, CannotMove, ImageNotReady, RequiredFieldsMissing,
    NotReadyForChannels.
    """
    outcome, jobs = await _decide(
        viewer,
        ids,
        Review(state=ReviewState.APPROVED),
        policy,
        follow=lambda image, at: planned(image, at, presets.published),
        channels=channels,
    )
    await deliver([job.id for job in jobs])
    return outcome


async def reject(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    reason: ReviewReason,
    note: str | None,
    policy: ErrorPolicy,
) -> Outcome:
    """Reject images that wait for a decision. Refused: NoSuchDocument, CannotMove."""
    review = Review(state=ReviewState.REJECTED, reason=reason, note=cleaned("note", note))
    outcome, _ = await _decide(viewer, ids, review, policy)
    return outcome


async def withdraw(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    reason: ReviewReason,
    note: str | None,
    policy: ErrorPolicy,
    bucket: Bucket,
) -> Outcome:
    """Take approved images back; when this returns their public files are gone."""
    review = Review(state=ReviewState.WITHDRAWN, reason=reason, note=cleaned("note", note))
    us = f"withdraw:{secrets.token_hex(8)}"
    outcome, _ = await _decide(
        viewer,
        ids,
        review,
        policy,
        follow=lambda image, _: Job.held(JobKind.UNPUBLISH, image.id, us),
    )
    await unpublish([image.id for image in outcome.done], bucket)
    await Job.finish_held(us, "UNPUBLISHED")
    return Outcomes(await reread(outcome.done), outcome.refused)


async def resubmit(
    viewer: Viewer | None, ids: Sequence[PydanticObjectId], *, policy: ErrorPolicy
) -> Outcome:
    """Put rejected or withdrawn images before the reviewers again."""
    outcome, _ = await _decide(
        viewer, ids, Review(state=ReviewState.PENDING), policy, needs=Permission.EDIT_IMAGES
    )
    return outcome


async def reread(images: Sequence[Image]) -> list[Image]:
    """The images as they are now, those that are gone meanwhile as they were."""
    now_there = await Image.among([image.id for image in images])
    return [now_there.get(image.id, image) for image in images]


async def _decide(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    review: Review,
    policy: ErrorPolicy,
    *,
    follow: Follow | None = None,
    needs: Permission = Permission.REVIEW_IMAGES,
    channels: ChannelRules = NO_CHANNELS,
) -> tuple[Outcome, list[Job]]:
    """Move all that can move, with their jobs and audit entries, in one transaction."""
    viewer = require(viewer, needs)
    within("ids", ids)
    at = now()
    review = review.model_copy(update={"by": viewer.user_id, "at": at})

    async def write(session: Session) -> tuple[Outcome, list[Job]]:
        found = await Image.among(ids, session)
        approves = review.state is ReviewState.APPROVED
        needed = await CustomField.alive(session) if approves else {}
        refused = [
            (place, why)
            for place, id in enumerate(ids)
            if (why := _why_not(id, found.get(id), review.state, needed, channels)) is not None
        ]
        stopped = {ids[place] for place, _ in refused}
        if refused and policy is ErrorPolicy.ABORT:
            return Outcomes([], refused), []
        movable = [found[id] for id in dict.fromkeys(ids) if id not in stopped]
        await Image.decide([image.id for image in movable], review, session)
        jobs = [follow(image, at) for image in movable] if follow else []
        await Job.add(jobs, session)
        await AuditEntry.add([_entry(viewer, image, review) for image in movable], session)
        await following.follow([image.id for image in movable], session)
        moved = [image.model_copy(update=_after(image, review)) for image in movable]
        return Outcomes(moved, refused), jobs

    return await together(write)


def _why_not(
    id: PydanticObjectId,
    image: Image | None,
    there: ReviewState,
    needed: Mapping[str, CustomField],
    channels: ChannelRules,
) -> Exception | None:
    if image is None:
        return NoSuchDocument("image", str(id))
    if there not in REVIEW_ARROWS[image.review.state]:
        return CannotMove(image.review.state, there)
    if there is ReviewState.APPROVED and image.state is not ProcessingState.READY:
        return ImageNotReady(image.state)
    keys = missing(image, needed)
    return RequiredFieldsMissing(keys) if keys else not_ready(image, channels)


def _after(image: Image, review: Review) -> dict[str, object]:
    return {"review": review, "publication": None, "version": image.version + 1}


def _entry(viewer: Viewer, image: Image, review: Review) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action=f"image.{review.state.lower()}",
        subject_kind="image",
        subject_id=image.id,
        before={"review": image.review.model_dump()},
        after={"review": review.model_dump()},
    )

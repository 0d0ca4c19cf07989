"""Making decisions: who may, what stands against it, and all that a decision writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import ErrorPolicy, Outcomes, within
from actions.images import EditConflict
from actions.publishing import following
from actions.readiness.rules import ChannelRules
from actions.reviewing.approval import ApprovalRules, ImageNotReady, Standard, ValidityOver, is_over
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.errors import CannotMove, NoSuchDocument, VersionConflict
from documents.images import Image
from documents.jobs import Job
from documents.processing_states import ProcessingState
from documents.reviews import REVIEW_ARROWS, Review, ReviewState
from documents.transactions import Session, together

Outcome = Outcomes[Image]
Follow = Callable[[Image, datetime], Job]
# Approval needs none of them.
NO_CHANNELS = ChannelRules({})
# What stands against a decision, by the place of its image in the input.
Places = list[tuple[int, Exception]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided; `follow` gives the job that each image needs then.

    `override` is why an ADMIN lets out what the rules would keep in.
    """

    review: Review
    follow: Follow | None = None
    needs: Permission = Permission.REVIEW_IMAGES
    rules: ApprovalRules = field(default_factory=ApprovalRules)
    channels: ChannelRules = NO_CHANNELS
    override: str | None = None


async def decide(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    decision: Decision,
    policy: ErrorPolicy,
    expected: Sequence[int | None] = (),
) -> tuple[Outcome, list[Job]]:
    """Move all that can move, with their jobs and audit entries, in one transaction.

    `expected` are the versions that the caller saw, in the order of `ids`.
    """
    viewer = require(viewer, decision.needs)
    within("ids", ids)
    review = decision.review.model_copy(update={"by": viewer.user_id, "at": now()})

    async def write(session: Session) -> tuple[Outcome, list[Job]]:
        found = await Image.among(ids, session)
        standard = await _standard(list(found.values()), decision, session)
        refused: Places = []
        for place, (id, seen) in enumerate(zip_longest(ids, expected[: len(ids)])):
            against = _against(id, found.get(id), seen, review.state)
            if not against and standard is not None:
                against = standard.unmet(found[id], viewer.user_id)
            refused += [(place, why) for why in against]
        stopped = {ids[place] for place, _ in refused}
        if refused and policy is ErrorPolicy.ABORT:
            return Outcomes([], refused), []
        movable = [found[id] for id in dict.fromkeys(ids) if id not in stopped]
        override = {} if decision.override is None else {"override": decision.override}
        made = Made(viewer.actor(), review, override)
        moved, jobs = await made.write(movable, session, decision.follow)
        return Outcomes(moved, refused), jobs

    return await together(write)


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that nothing stands against any more, and whoever made it."""

    actor: Actor
    review: Review
    # What the audit keeps beside it.
    told: Mapping[str, Any] = field(default_factory=dict)

    async def write(
        self, images: Sequence[Image], session: Session, follow: Follow | None = None
    ) -> tuple[list[Image], list[Job]]:
        """Write it to images that may take it, with their jobs, audit entries and all that follows.

        Gives the images as they are then, and the jobs. Raises CannotMove.
        """
        at = self.review.at or now()
        await Image.decide(images, self.review, session)
        jobs = [follow(image, at) for image in images] if follow else []
        await Job.add(jobs, session)
        await AuditEntry.add([self._entry(image) for image in images], session)
        await following.follow([image.id for image in images], session)
        return [image.model_copy(update=self._after(image)) for image in images], jobs

    def _after(self, image: Image) -> dict[str, object]:
        return {"review": self.review, "publication": None, "version": image.version + 1}

    def _entry(self, image: Image) -> AuditEntry:
        return AuditEntry(
            actor=self.actor,
            action=f"image.{self.review.state.lower()}",
            subject_kind="image",
            subject_id=image.id,
            before={"review": image.review.model_dump()},
            after={"review": self.review.model_dump(), **self.told},
        )


async def reread(images: Sequence[Image]) -> list[Image]:
    """The images as they are now, those that are gone meanwhile as they were."""
    now_there = await Image.among([image.id for image in images])
    return [now_there.get(image.id, image) for image in images]


async def _standard(
    images: Sequence[Image], decision: Decision, session: Session
) -> Standard | None:
    """What approvals are judged by; None where that does not matter."""
    if decision.review.state is not ReviewState.APPROVED or decision.override is not None:
        return None
    return await Standard.read(images, decision.rules, decision.channels, session)


def _against(
    id: PydanticObjectId, image: Image | None, seen: int | None, there: ReviewState
) -> list[Exception]:
    """What nobody can override."""
    if image is None:
        return [NoSuchDocument("image", str(id))]
    if seen is not None and seen != image.version:
        return [EditConflict(VersionConflict(seen, image.version), image)]
    if there not in REVIEW_ARROWS[image.review.state]:
        return [CannotMove(image.review.state, there)]
    if there is ReviewState.APPROVED and image.state is not ProcessingState.READY:
        return [ImageNotReady(image.state)]
    if there is ReviewState.APPROVED and is_over(image):
        return [ValidityOver()]
    return []

"""Automatic rules at work: run when a picture becomes READY, in the transaction of that."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from beanie import PydanticObjectId

from actions.publishing.publication import planned
from actions.readiness.judging import FIELDS, labels_of
from actions.readiness.rules import ChannelRules
from actions.reviewing.approval import ApprovalRules, Standard, is_over
from actions.reviewing.assigning import NotAReviewer, give, must_review
from actions.reviewing.deciding import Made
from actions.reviewing.ruling import Seen, meets
from documents import likeness
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.images import Image
from documents.review_rules import ReviewRule, ReviewRules, RuleAction
from documents.reviews import Review, ReviewState
from documents.transactions import Session
from documents.turns import Turn
from processing.presets import BUILT_IN, Presets


@dataclass(frozen=True, slots=True, kw_only=True)
class ByItself:
    """What rules need to know of the house; none of them lets out what approval would refuse."""

    approval: ApprovalRules = field(default_factory=ApprovalRules)
    channels: ChannelRules = field(default_factory=ChannelRules)
    presets: Presets = BUILT_IN


async def decide_new(image: Image, house: ByItself, session: Session) -> None:
    """Do what the first rule says that is about a picture, and can be carried out."""
    if image.review.state is not ReviewState.PENDING:
        return
    current = await ReviewRules.current(session)
    if current is None or not current.rules:
        return
    seen = await _seen(image, current.rules, house, session)
    standard = await Standard.read([image], house.approval, house.channels, session)
    for rule in current.rules:
        if meets(seen, rule.when) and await _may(rule, image, standard, session):
            await _carry_out(rule, current.version, image, house, session)
            return


def asks(rules: Sequence[ReviewRule], what: str) -> bool:
    """Whether any rule names something in its condition."""
    return any(getattr(rule.when, what) not in (None, []) for rule in rules)


async def _seen(
    image: Image, rules: Sequence[ReviewRule], house: ByItself, session: Session
) -> Seen:
    labels: list[str] = []
    if asks(rules, "ready_for") or asks(rules, "unready_for"):
        labels = labels_of(image.model_dump(include=FIELDS), house.channels)
    duplicate = asks(rules, "duplicate") and await _has_twin(image, session)
    return Seen(image, frozenset(labels), duplicate)


async def _has_twin(image: Image, session: Session) -> bool:
    pixels = image.facts["pixel_hash"]
    # Of two that are checked at the same moment one goes first, and the other finds it.
    await Turn.take(f"pixels:{pixels}", session)
    found = await likeness.twin(likeness.PICTURE, pixels, other_than=image.id, session=session)
    return found is not None


async def _may(rule: ReviewRule, image: Image, standard: Standard, session: Session) -> bool:
    """Whether a rule can be carried out; the next one is asked where it cannot."""
    match rule.action:
        case RuleAction.APPROVE:
            return not (is_over(image) or standard.lacks(image))
        case RuleAction.ROUTE:
            return image.assignee_id is None and await _reviews(rule.reviewer_id, session)
    return True


async def _reviews(id: PydanticObjectId | None, session: Session) -> bool:
    try:
        await must_review(id, session)
    except NotAReviewer:
        return False
    return True


async def _carry_out(
    rule: ReviewRule, version: int, image: Image, house: ByItself, session: Session
) -> None:
    actor, told = Actor(rule=rule.name), {"rules_version": version}
    if rule.action is RuleAction.ROUTE:
        await give([image.id], rule.reviewer_id, session)
        entry = AuditEntry(
            actor=actor,
            action="image.assigned",
            subject_kind="image",
            subject_id=image.id,
            before={"assignee_id": None},
            after={"assignee_id": rule.reviewer_id, **told},
        )
        await entry.insert(session=session)
        return
    approves = rule.action is RuleAction.APPROVE
    review = Review(
        state=ReviewState.APPROVED if approves else ReviewState.REJECTED,
        reason=rule.reason,
        note=rule.note,
        rule=rule.name,
        at=now(),
    )
    presets = house.presets.published
    follow = (lambda one, at: planned(one, at, presets)) if approves else None
    await Made(actor, review, told).write([image], session, follow)

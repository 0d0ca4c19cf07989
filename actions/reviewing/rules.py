"""The list of automatic rules: reading, replacing, and trying one out."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.errors import Refused
from actions.readiness.rules import ChannelRules
from actions.reviewing.approval import ApprovalRules, Standard
from actions.reviewing.assigning import NotAReviewer, must_review
from actions.reviewing.automatic import asks
from actions.reviewing.ruling import Seen, meets
from actions.texts import cleaned, required
from documents.audit import AuditEntry
from documents.errors import VersionConflict
from documents.images import Image
from documents.likeness import PICTURE, THERE
from documents.pages import Raw
from documents.processing_states import ProcessingState
from documents.review_rules import ReviewRule, ReviewRules, RuleAction
from documents.reviews import ReviewState
from documents.transactions import Session, together

MOST_RULES = 20
MOST_NAMED = 50
# A dry run looks at so many of the newest images, and shows so many for each rule.
LOOKED_AT, EXAMPLES, BREATH = 1_000, 5, 50
BEST = 100


class InvalidRule(Refused):
    """A rule says something that cannot be done."""

    code = "INVALID_RULE"

    def __init__(self, place: int, what: str, message: str) -> None:
        super().__init__(message)
        self.params, self.path = {"rule": place}, ("rules", place, *what.split("."))


class RulesEditedMeanwhile(Refused):
    """Somebody replaced the list since the version that the caller saw; nothing was written."""

    code = "CONFLICT"
    path = ("expectedVersion",)

    def __init__(self, conflict: VersionConflict) -> None:
        super().__init__(str(conflict))
        self.params = {"expected": conflict.expected, "current": conflict.current}


async def current_rules(viewer: Viewer | None) -> ReviewRules | None:
    """The list that counts; None where there never was one."""
    require(viewer, Permission.REVIEW_IMAGES)
    return await ReviewRules.current()


async def set_rules(
    viewer: Viewer | None,
    rules: Sequence[ReviewRule],
    expected: int,
    *,
    channels: ChannelRules,
) -> ReviewRules:
    """Let another list count from now on, for pictures that become READY.

    Raises TooMany, InvalidRule, TextMissing, TextTooLong, RulesEditedMeanwhile.
    """
    viewer = require(viewer, Permission.MANAGE_REVIEW_RULES)
    tidy = checked(rules, channels)

    async def write(session: Session) -> ReviewRules:
        for place, rule in enumerate(tidy):
            await _reviews(place, rule, session)
        before, after = await ReviewRules.replace_with(tidy, viewer.user_id, expected, session)
        entry = AuditEntry(
            actor=viewer.actor(),
            action="review_rules.replaced",
            subject_kind="review_rules",
            subject_id=after.id,
            before=before.model_dump(include={"version", "rules"}) if before else {},
            after=after.model_dump(include={"version", "rules"}),
        )
        await entry.insert(session=session)
        return after

    try:
        return await together(write)
    except VersionConflict as conflict:
        raise RulesEditedMeanwhile(conflict) from conflict


def checked(rules: Sequence[ReviewRule], channels: ChannelRules) -> list[ReviewRule]:
    """The rules with tidy texts. Raises TooMany, InvalidRule, TextMissing, TextTooLong."""
    within("rules", rules, MOST_RULES)
    tidy = [_checked(place, rule, channels) for place, rule in enumerate(rules)]
    names = Counter(rule.name for rule in tidy)
    for place, rule in enumerate(tidy):
        if names[rule.name] > 1:
            raise InvalidRule(place, "name", f"Two rules are called {rule.name!r}: rename one.")
    return tidy


def _checked(place: int, rule: ReviewRule, channels: ChannelRules) -> ReviewRule:
    when = rule.when
    for least, most, top in (
        ("least_score", "most_score", BEST),
        ("least_side", "most_side", 10**6),
    ):
        low, high = getattr(when, least), getattr(when, most)
        if not 0 <= (low or 0) <= (top if high is None else high) <= top:
            said = f"A rule's bounds go from 0 to {top}, the lower one first: mend them."
            raise InvalidRule(place, "when", said)
    for channel in (*when.ready_for, *when.unready_for):
        if channel not in channels.profiles:
            known = ", ".join(channels.profiles)
            raise InvalidRule(place, "when", f"There is no channel {channel!r}, only {known}.")
    if max(len(when.failed), len(when.ready_for), len(when.importer_ids)) > MOST_NAMED:
        raise InvalidRule(place, "when", f"A rule names at most {MOST_NAMED} of a kind.")
    if rule.action is RuleAction.REJECT and rule.reason is None:
        raise InvalidRule(place, "reason", "A rule that rejects tells why: give it a reason.")
    if rule.action is RuleAction.ROUTE and rule.reviewer_id is None:
        raise InvalidRule(place, "reviewerId", "A rule that routes names a reviewer: give one.")
    return _tidy(rule)


def _tidy(rule: ReviewRule) -> ReviewRule:
    """Without what its action does not need."""
    rejects, routes = rule.action is RuleAction.REJECT, rule.action is RuleAction.ROUTE
    return rule.model_copy(
        update={
            "name": required("name", rule.name),
            "reason": rule.reason if rejects else None,
            "note": cleaned("note", rule.note) if rejects else None,
            "reviewer_id": rule.reviewer_id if routes else None,
        }
    )


async def _reviews(place: int, rule: ReviewRule, session: Session | None) -> None:
    try:
        await must_review(rule.reviewer_id, session)
    except NotAReviewer as refused:
        raise InvalidRule(place, "reviewerId", str(refused)) from refused


@dataclass(slots=True)
class Tried:
    """What a rule would have done: to how many images, some of which are `examples`.

    `held` are those that it would have approved but that lack what approval asks for, so that the
    next rules are asked; `otherwise` are those about which people have decided otherwise.
    """

    rule: ReviewRule
    matched: int = 0
    held: int = 0
    otherwise: int = 0
    examples: list[PydanticObjectId] = field(default_factory=list)

    def add(self, image: Image) -> None:
        """Count an image that the rule would have decided about."""
        self.matched += 1
        self.otherwise += image.review.state in OTHERWISE[self.rule.action]
        if len(self.examples) < EXAMPLES:
            self.examples.append(image.id)


OTHERWISE: dict[RuleAction, tuple[ReviewState, ...]] = {
    RuleAction.APPROVE: (ReviewState.REJECTED, ReviewState.WITHDRAWN),
    RuleAction.REJECT: (ReviewState.APPROVED,),
    RuleAction.ROUTE: (),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a list of rules would have done to the images that were `looked_at`."""

    rules: list[Tried]
    looked_at: int

    @property
    def undecided(self) -> int:
        """How many would have been left to whoever comes first."""
        return self.looked_at - sum(one.matched for one in self.rules)


async def try_rules(
    viewer: Viewer | None,
    rules: Sequence[ReviewRule],
    *,
    channels: ChannelRules,
    approval: ApprovalRules,
) -> Trial:
    """What rules would have done to the newest LOOKED_AT images that are READY.

    Nothing is changed. One bounded read, and one more where a rule asks for duplicates. Raises
    as `set_rules`.
    """
    require(viewer, Permission.MANAGE_REVIEW_RULES)
    tidy = checked(rules, channels)
    for place, rule in enumerate(tidy):
        await _reviews(place, rule, None)
    images = await _newest()
    doubles = await _doubles(images) if asks(tidy, "duplicate") else frozenset[PydanticObjectId]()
    standard = await Standard.read([], approval, channels)
    trial = Trial([Tried(rule) for rule in tidy], len(images))
    for place, image in enumerate(images):
        _try(trial, Seen(image, frozenset(image.readiness), image.id in doubles), standard)
        if place % BREATH == 0:
            # Others are served meanwhile.
            await asyncio.sleep(0)
    return trial


def _try(trial: Trial, seen: Seen, standard: Standard) -> None:
    for tried in trial.rules:
        if not meets(seen, tried.rule.when):
            continue
        if tried.rule.action is RuleAction.APPROVE and standard.lacks(seen.image):
            tried.held += 1
            continue
        tried.add(seen.image)
        return


async def _newest() -> list[Image]:
    ready = {"deleted_at": None, "state": ProcessingState.READY.value}
    newest = Image.get_pymongo_collection().find(ready).sort([("created_at", -1), ("_id", -1)])
    images: list[Image] = []
    async for raw in newest.limit(LOOKED_AT):
        images.append(Image.model_validate(raw))
        if len(images) % BREATH == 0:
            await asyncio.sleep(0)
    return images


async def _doubles(images: Sequence[Image]) -> frozenset[PydanticObjectId]:
    """Those of some images before which there was one with the same pixels; one query."""
    known = {one.facts.get("pixel_hash") for one in images} - {None}
    pipeline: list[Raw] = [
        {"$match": {PICTURE: {"$in": sorted(known)}, **THERE}},
        {"$group": {"_id": f"${PICTURE}", "first": {"$min": "$_id"}}},
    ]
    cursor = await Image.get_pymongo_collection().aggregate(pipeline)
    first = {raw["_id"]: raw["first"] async for raw in cursor}
    return frozenset(
        one.id for one in images if first.get(one.facts.get("pixel_hash"), one.id) != one.id
    )

"""The list of automatic rules: reading, and replacing it."""

from collections import Counter
from collections.abc import Sequence

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.errors import Refused
from actions.readiness.rules import ChannelRules
from actions.reviewing.assigning import NotAReviewer, must_review
from actions.texts import cleaned, required
from documents.audit import AuditEntry
from documents.errors import VersionConflict
from documents.review_rules import ReviewRule, ReviewRules, RuleAction
from documents.transactions import Session, together
from processing.quality.judging import BEST

MOST_RULES = 20
MOST_NAMED = 50
# Longer than any picture's shorter side.
MOST_SIDE = 10**6


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
            await must_reach(place, rule, session)
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
        ("least_side", "most_side", MOST_SIDE),
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


async def must_reach(place: int, rule: ReviewRule, session: Session | None = None) -> None:
    """Raise InvalidRule unless the reviewer of a rule, if it has one, may decide."""
    try:
        await must_review(rule.reviewer_id, session)
    except NotAReviewer as refused:
        raise InvalidRule(place, "reviewerId", str(refused)) from refused

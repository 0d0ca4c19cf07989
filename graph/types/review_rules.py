"""Automatic rules, as clients see and send them."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from actions.reviewing.trying import Trial, Tried
from documents.review_rules import ReviewRule as RuleDocument
from documents.review_rules import ReviewRules as RulesDocument
from documents.review_rules import RuleCondition
from graph.context import Info
from graph.ids import global_id, object_id
from graph.types.enums import QualityRule, ReviewReason, RuleAction
from graph.types.image import Image

PLAIN = (
    "least_score",
    "most_score",
    "ready_for",
    "unready_for",
    "has_product",
    "least_side",
    "most_side",
    "duplicate",
)


@strawberry.type(description="Which pictures a rule is about; null and empty mean any.")
class ReviewRuleCondition:
    """All that is given must hold."""

    least_score: int | None = strawberry.field(description="Of quality, 0 to 100, included.")
    most_score: int | None = strawberry.field(description="Of quality, 0 to 100, included.")
    failed: list[QualityRule] = strawberry.field(description="Any of these quality rules failed.")
    ready_for: list[str] = strawberry.field(
        description="Each of these channels takes it, if with a warning."
    )
    unready_for: list[str] = strawberry.field(description="None of these channels takes it.")
    importer_ids: list[strawberry.ID] = strawberry.field(
        description="Any of these accounts brought it in."
    )
    has_product: bool | None = strawberry.field(description="Whether it is on a product.")
    least_side: int | None = strawberry.field(description="Of the shorter side, in pixels.")
    most_side: int | None = strawberry.field(description="Of the shorter side, in pixels.")
    duplicate: bool | None = strawberry.field(
        description="Whether another picture has the same pixels."
    )

    @classmethod
    def of(cls, when: RuleCondition) -> "ReviewRuleCondition":
        """The condition of a document."""
        return cls(
            failed=[QualityRule(name) for name in when.failed],
            importer_ids=[strawberry.ID(global_id("User", id)) for id in when.importer_ids],
            **{name: getattr(when, name) for name in PLAIN},
        )


@strawberry.type(description="What is decided by itself about pictures that become READY.")
class ReviewRule:
    """One rule."""

    name: str = strawberry.field(description="By which audit and reviews tell of it.")
    when: ReviewRuleCondition = strawberry.field(description="Which pictures.")
    action: RuleAction = strawberry.field(description="What it does.")
    reason: ReviewReason | None = strawberry.field(description="Of a REJECT.")
    note: str | None = strawberry.field(description="Of a REJECT.")
    reviewer_id: strawberry.ID | None = strawberry.field(description="Of a ROUTE.")

    @classmethod
    def of(cls, rule: RuleDocument) -> "ReviewRule":
        """The rule of a document."""
        to = rule.reviewer_id
        return cls(
            name=rule.name,
            when=ReviewRuleCondition.of(rule.when),
            action=rule.action,
            reason=rule.reason,
            note=rule.note,
            reviewer_id=strawberry.ID(global_id("User", to)) if to else None,
        )


@strawberry.type(description="The automatic rules, of which the first that fits decides.")
class ReviewRules:
    """A version of the list."""

    version: int = strawberry.field(
        description="Pass it back as `expectedVersion`; 0 before there were any."
    )
    rules: list[ReviewRule] = strawberry.field(description="In their order; at most 20.")
    by_user_id: strawberry.ID | None = strawberry.field(description="Whose edit it was.")
    at: datetime | None = strawberry.field(description="Since when it counts.")

    @classmethod
    def of(cls, made: RulesDocument | None) -> "ReviewRules":
        """The list of a document; an empty one where there never was any."""
        if made is None:
            return cls(version=0, rules=[], by_user_id=None, at=None)
        return cls(
            version=made.version,
            rules=[ReviewRule.of(rule) for rule in made.rules],
            by_user_id=strawberry.ID(global_id("User", made.by)) if made.by else None,
            at=made.at,
        )


@strawberry.input(description="Which pictures; all that is given must hold, nothing means every.")
class ReviewRuleConditionInput:
    """As ReviewRuleCondition."""

    least_score: int | None = strawberry.field(
        default=None, description="Of quality, 0 to 100, included."
    )
    most_score: int | None = strawberry.field(
        default=None, description="Of quality, 0 to 100, included."
    )
    failed: list[QualityRule] = strawberry.field(
        default_factory=list, description="Any of these quality rules failed."
    )
    ready_for: list[str] = strawberry.field(
        default_factory=list,
        description="Each of these channels, such as `google`, takes it, if with a warning.",
    )
    unready_for: list[str] = strawberry.field(
        default_factory=list, description="None of these channels takes it."
    )
    importer_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Any of these accounts brought it in; at most 50."
    )
    has_product: bool | None = strawberry.field(
        default=None, description="Whether it is on a product."
    )
    least_side: int | None = strawberry.field(
        default=None, description="Of the shorter side, in pixels, included."
    )
    most_side: int | None = strawberry.field(
        default=None, description="Of the shorter side, in pixels, included."
    )
    duplicate: bool | None = strawberry.field(
        default=None, description="Whether another picture has the same pixels."
    )

    def condition(self, path: Sequence[str | int]) -> RuleCondition:
        """The same as the action takes it. Raises InvalidGlobalId."""
        importers = [
            object_id("User", id, (*path, "importerIds", place))
            for place, id in enumerate(self.importer_ids)
        ]
        return RuleCondition(
            failed=[rule.value for rule in self.failed],
            importer_ids=importers,
            **{name: getattr(self, name) for name in PLAIN},
        )


@strawberry.input(description="A rule for pictures that become READY and are PENDING.")
class ReviewRuleInput:
    """As ReviewRule."""

    name: str = strawberry.field(description="1 to 200 characters; no two have the same.")
    when: ReviewRuleConditionInput = strawberry.field(description="Which pictures.")
    action: RuleAction = strawberry.field(description="What it does.")
    reason: ReviewReason | None = strawberry.field(
        default=None, description="Of a REJECT, which needs one."
    )
    note: str | None = strawberry.field(
        default=None, description="Of a REJECT; at most 2,000 characters."
    )
    reviewer_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of a ROUTE, which needs one: an account of `reviewers`."
    )

    def rule(self, place: int) -> RuleDocument:
        """The same as the action takes it. Raises InvalidGlobalId."""
        path, to = ("rules", place), self.reviewer_id
        return RuleDocument(
            name=self.name,
            when=self.when.condition((*path, "when")),
            action=self.action,
            reason=self.reason,
            note=self.note,
            reviewer_id=object_id("User", to, (*path, "reviewerId")) if to else None,
        )


@strawberry.type(description="What one rule would have done.")
class ReviewRuleTrial:
    """Counts, and a few pictures."""

    tried: strawberry.Private[Tried]
    rule: ReviewRule = strawberry.field(description="The rule.")
    matched: int = strawberry.field(description="How many it would have decided about.")
    held: int = strawberry.field(
        description=(
            "How many it would have approved, had they not lacked what approval asks for; the "
            "next rules were asked about them."
        )
    )
    decided_otherwise: int = strawberry.field(
        description="How many of the matched people have decided about the other way."
    )

    @strawberry.field(description="Some of the matched, newest first; at most 5.")
    async def examples(self, info: Info) -> list[Image]:
        """Loaded with those of the other rules."""
        found = await info.context.images.load_many(self.tried.examples)
        return [Image.of(raw, info.context.house) for raw in found if raw]

    @classmethod
    def of(cls, tried: Tried) -> "ReviewRuleTrial":
        """What came of a rule."""
        return cls(
            tried=tried,
            rule=ReviewRule.of(tried.rule),
            matched=tried.matched,
            held=tried.held,
            decided_otherwise=tried.otherwise,
        )


@strawberry.type(description="What a list of rules would have done to the newest pictures.")
class ReviewRulesTrial:
    """Nothing was changed."""

    looked_at: int = strawberry.field(
        description="How many pictures were looked at: the newest that are READY, at most 1,000."
    )
    undecided: int = strawberry.field(description="How many would have been left to people.")
    rules: list[ReviewRuleTrial] = strawberry.field(description="Each rule, in the order sent.")

    @classmethod
    def of(cls, trial: Trial) -> "ReviewRulesTrial":
        """What came of a trial."""
        return cls(
            looked_at=trial.looked_at,
            undecided=trial.undecided,
            rules=[ReviewRuleTrial.of(one) for one in trial.rules],
        )

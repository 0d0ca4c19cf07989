"""setReviewRules: say what is decided by itself."""

import strawberry

from actions.reviewing import rules as ruling
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.review_rules import ReviewRuleInput, ReviewRules


@strawberry.input(description="The whole list of automatic rules.")
class SetReviewRulesInput:
    """It takes the place of the one that was seen."""

    rules: list[ReviewRuleInput] = strawberry.field(
        description="At most 20, in their order: the first that fits decides. Empty for none."
    )
    expected_version: int = strawberry.field(
        description="The `version` of `reviewRules` that you read; 0 before there were any."
    )


@strawberry.type(description="What came of it.")
class SetReviewRulesPayload:
    """The list that counts from now on."""

    review_rules: ReviewRules | None = strawberry.field(
        default=None, description="The new list; null where it was refused."
    )
    user_errors: list[UserError] = no_errors()


@mutation(SetReviewRulesPayload)
async def set_review_rules(info: Info, input: SetReviewRulesInput) -> SetReviewRulesPayload:
    """Replace the automatic rules, for pictures that become READY and are PENDING from now on.

    Try them with `tryReviewRules` first. Needs the role ADMIN.
    """
    made = await ruling.set_rules(
        info.context.viewer,
        [rule.rule(place) for place, rule in enumerate(input.rules)],
        input.expected_version,
        channels=info.context.house.channels,
    )
    return SetReviewRulesPayload(review_rules=ReviewRules.of(made))

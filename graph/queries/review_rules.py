"""reviewRules, tryReviewRules(rules): what is decided by itself, and what would be."""

from typing import Annotated

import strawberry

from actions.reviewing.rules import current_rules
from actions.reviewing.trying import try_rules
from graph.context import Info
from graph.types.review_rules import ReviewRuleInput, ReviewRules, ReviewRulesTrial


@strawberry.field(description="The automatic rules that count now. Needs the role REVIEWER.")
async def review_rules(info: Info) -> ReviewRules:
    """Version 0, without rules, where there never were any."""
    return ReviewRules.of(await current_rules(info.context.viewer))


@strawberry.field(
    description=(
        "What these rules would have done to the newest 1,000 pictures that are READY, whatever "
        "was decided about them; by their readiness as it was judged last, and with the needs of "
        "approval as they are now. Changes nothing. Needs the role ADMIN."
    )
)
async def try_review_rules(
    info: Info,
    rules: Annotated[
        list[ReviewRuleInput],
        strawberry.argument(description="At most 20, in their order; as of `setReviewRules`."),
    ],
) -> ReviewRulesTrial:
    """One bounded read."""
    house = info.context.house
    trial = await try_rules(
        info.context.viewer,
        [rule.rule(place) for place, rule in enumerate(rules)],
        channels=house.channels,
        approval=house.approval,
    )
    return ReviewRulesTrial.of(trial)

"""Sales channels, their rules, and how a picture answers them, as clients see them."""

from datetime import date

import strawberry

from actions.readiness.counting import ReadinessCounts
from actions.readiness.judging import answered
from actions.readiness.rules import ChannelRules
from documents.pages import Raw
from documents.readiness import label
from graph.types.enums import ProductRole, ReadinessState
from processing.channels.judging import Verdict, shown, threshold
from processing.channels.profiles import Profile, Rule

ADVICE = "What to do where it is not met, in English."
SOURCE = "Who says so: the address of a page, or where we have it from."
CHECKED = "The day on which the source was read."


@strawberry.type(description="One thing that a channel asks of a picture.")
class ChannelRule:
    """A rule, as its profile has it; the limits themselves are met."""

    id: str = strawberry.field(description="Unique within its channel.")
    measure: str = strawberry.field(description="The name of what is measured.")
    unmet: ReadinessState = strawberry.field(
        description="FAIL for what must be, WARN for what is advised."
    )
    threshold: str = strawberry.field(description="What is asked, in words and with its unit.")
    minimum: float | None = strawberry.field(description="The least; null is no limit.")
    maximum: float | None = strawberry.field(description="The most; null is no limit.")
    any_of: list[str] = strawberry.field(
        description="Values of which one must be there; empty where a number is asked."
    )
    unit: str | None = strawberry.field(description="Such as px; null for bare numbers and words.")
    roles: list[ProductRole] = strawberry.field(
        description="The roles on a product that it is asked of; empty for every picture."
    )
    advice: str = strawberry.field(description=ADVICE)
    source: str = strawberry.field(description=SOURCE)
    checked_on: date = strawberry.field(description=CHECKED)
    note: str | None = strawberry.field(description="What else is to be known of it.")

    @classmethod
    def of(cls, rule: Rule) -> "ChannelRule":
        """The rule of a profile."""
        plain = ("id", "measure", "advice", "source", "checked_on", "note")
        return cls(
            unmet=ReadinessState(rule.unmet),
            threshold=threshold(rule),
            minimum=rule.least,
            maximum=rule.most,
            any_of=list(rule.any_of),
            unit=rule.measured.unit or None,
            roles=[ProductRole(role) for role in rule.roles],
            **{name: getattr(rule, name) for name in plain},
        )


@strawberry.type(description="A place where pictures are sold, and what it asks of them.")
class Channel:
    """A profile, shipped or of this house."""

    id: str = strawberry.field(description="Its name in every argument, such as `google`.")
    name: str = strawberry.field(description="For people.")
    about: str = strawberry.field(description="What the profile is for.")
    needed_for_approval: bool = strawberry.field(
        description="Whether `approveImages` refuses what is not ready for it; a setting."
    )
    rules: list[ChannelRule] = strawberry.field(description="In their order; at most 50.")

    @classmethod
    def of(cls, profile: Profile, rules: ChannelRules) -> "Channel":
        """The channel of a profile."""
        return cls(
            id=profile.id,
            name=profile.name,
            about=profile.about,
            needed_for_approval=profile.id in rules.approval,
            rules=[ChannelRule.of(rule) for rule in profile.rules],
        )


@strawberry.type(description="How a picture answers one rule of a channel.")
class ReadinessRule:
    """The answer, with what was measured and what is asked."""

    id: str = strawberry.field(description="The rule's, unique within its channel.")
    state: ReadinessState = strawberry.field(description="The answer.")
    value: str | None = strawberry.field(
        description="What was measured, as text; null where nothing was."
    )
    number: float | None = strawberry.field(
        description="What was measured; null where it is no number, or nothing was."
    )
    threshold: str = strawberry.field(description="What is asked, in words and with its unit.")
    unit: str | None = strawberry.field(description="Such as px; null for bare numbers and words.")
    message: str = strawberry.field(
        description="What was measured and what is asked, in an English sentence."
    )
    advice: str = strawberry.field(description=ADVICE)
    source: str = strawberry.field(description=SOURCE)
    checked_on: date = strawberry.field(description=CHECKED)

    @classmethod
    def of(cls, verdict: Verdict) -> "ReadinessRule":
        """The answer of a picture."""
        rule, value = verdict.rule, verdict.value
        return cls(
            id=rule.id,
            state=verdict.state,
            value=None if value is None else shown(value),
            number=None if value is None or isinstance(value, bool | tuple) else value,
            threshold=threshold(rule),
            unit=rule.measured.unit or None,
            message=verdict.message,
            advice=rule.advice,
            source=rule.source,
            checked_on=rule.checked_on,
        )


@strawberry.type(description="How a picture answers a channel.")
class ChannelReadiness:
    """The gravest answer, and all answers."""

    channel: str = strawberry.field(description="The channel.")
    state: ReadinessState = strawberry.field(description="The gravest of the answers.")
    rules: list[ReadinessRule] = strawberry.field(
        description="The answer to each rule, in the channel's order; at most 50."
    )

    @classmethod
    def of(cls, raw: Raw, rules: ChannelRules, channel: str) -> "ChannelReadiness | None":
        """Of a row; None where it was never processed. Raises UnknownChannel."""
        answer = answered(raw, rules, channel)
        if not raw.get("facts"):
            return None
        made = [ReadinessRule.of(verdict) for verdict in answer.verdicts]
        return cls(channel=channel, state=answer.state, rules=made)


@strawberry.input(description="Pictures by how they answer a channel.")
class ChannelReadinessWhere:
    """A channel, and answers."""

    channel: str = strawberry.field(description="The channel, such as `google`.")
    state: list[ReadinessState] = strawberry.field(
        description="The answers, of which any will do; none finds nothing."
    )

    def labels(self) -> list[str]:
        """As the action takes it."""
        return [label(self.channel, state) for state in self.state]


@strawberry.type(description="How many pictures answer a channel in one way.")
class ReadinessCount:
    """A facet."""

    state: ReadinessState = strawberry.field(description="The answer.")
    count: int = strawberry.field(description="How many, counted up to 10,000.")


@strawberry.type(description="How many pictures answer a channel how.")
class ChannelReadinessCounts:
    """One count for each answer."""

    channel: str = strawberry.field(description="The channel.")
    states: list[ReadinessCount] = strawberry.field(description="Each answer once.")
    waiting: int = strawberry.field(
        description=(
            "Pictures that are still to be judged by the present rules, counted up to 10,000: "
            "not 0 for some seconds after changes, and longer after the rules have changed."
        )
    )

    @classmethod
    def of(cls, channel: str, counts: ReadinessCounts) -> "ChannelReadinessCounts":
        """The counts of an action."""
        states = [ReadinessCount(state=one, count=many) for one, many in counts.by_state.items()]
        return cls(channel=channel, states=states, waiting=counts.waiting)

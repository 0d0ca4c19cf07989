"""Whether a picture is ready for a channel, rule by rule, with what was measured."""

from dataclasses import dataclass
from enum import StrEnum

from processing.channels.measures import Value
from processing.channels.picture import Picture
from processing.channels.profiles import Profile, Rule


class ReadinessState(StrEnum):
    """How a picture answers a rule or a channel. What was not measured never passes."""

    PASS = "PASS"  # noqa: S105  no password
    WARN = "WARN"
    FAIL = "FAIL"
    NOT_MEASURED = "NOT_MEASURED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a picture answers one rule."""

    rule: Rule
    state: ReadinessState
    value: Value | None

    @property
    def message(self) -> str:
        """What was measured and what is asked, in one English sentence."""
        says, asked = self.rule.measured.says, threshold(self.rule)
        if self.state is ReadinessState.NOT_APPLICABLE:
            return f"Asked only of pictures with the role {' or '.join(self.rule.roles)}."
        if self.value is None:
            return f"{says}: not measured; asked: {asked}."
        return f"{says}: {with_unit(self.rule, shown(self.value))}; asked: {asked}."

    @property
    def stops(self) -> bool:
        """Whether the channel cannot be said to take the picture because of this."""
        return self._gravity >= GRAVE

    @property
    def _gravity(self) -> int:
        return GRAVITY[self.state, self.rule.unmet]


# The gravest answer to a rule is the answer to the channel: what must be and is not known stands
# between what must be and is not, and what merely should be.
GRAVITY = {
    (state, unmet): gravity
    for gravity, one in enumerate(
        (
            ((ReadinessState.NOT_APPLICABLE, "FAIL"), (ReadinessState.NOT_APPLICABLE, "WARN")),
            ((ReadinessState.PASS, "FAIL"), (ReadinessState.PASS, "WARN")),
            ((ReadinessState.NOT_MEASURED, "WARN"),),
            ((ReadinessState.WARN, "WARN"),),
            ((ReadinessState.NOT_MEASURED, "FAIL"),),
            ((ReadinessState.FAIL, "FAIL"),),
        )
    )
    for state, unmet in one
}
GRAVE = GRAVITY[ReadinessState.NOT_MEASURED, "FAIL"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How a picture answers all rules of a channel, in the profile's order."""

    profile: Profile
    verdicts: tuple[Verdict, ...]

    @property
    def state(self) -> ReadinessState:
        """The gravest of the answers."""
        return max(self.verdicts, key=lambda verdict: verdict._gravity).state  # noqa: SLF001

    @property
    def stopped_by(self) -> tuple[Verdict, ...]:
        """The rules that must be met and are not, or of which that is not known."""
        return tuple(verdict for verdict in self.verdicts if verdict.stops)


def readiness(profile: Profile, picture: Picture) -> Readiness:
    """How a picture answers a channel."""
    return Readiness(profile, tuple(judged(rule, picture) for rule in profile.rules))


def judged(rule: Rule, picture: Picture) -> Verdict:
    """How a picture answers a rule."""
    if rule.roles and picture.role not in rule.roles:
        return Verdict(rule, ReadinessState.NOT_APPLICABLE, None)
    value = rule.measured.read(picture)
    if value is None:
        return Verdict(rule, ReadinessState.NOT_MEASURED, None)
    return Verdict(rule, ReadinessState.PASS if met(rule, value) else UNMET[rule.unmet], value)


UNMET = {"FAIL": ReadinessState.FAIL, "WARN": ReadinessState.WARN}


def met(rule: Rule, value: Value) -> bool:
    """Whether a value is what the rule asks; the limits themselves are."""
    if isinstance(value, bool):
        return value is rule.yes
    if isinstance(value, tuple):
        return not set(value).isdisjoint(rule.any_of)
    least = rule.least is None or value >= rule.least
    return least and (rule.most is None or value <= rule.most)


def threshold(rule: Rule) -> str:
    """What is asked, in words."""
    if rule.yes is not None:
        return shown(rule.yes)
    if rule.any_of:
        return " or ".join(rule.any_of)
    limits = {"at least": rule.least, "at most": rule.most}
    words = [f"{word} {shown(limit)}" for word, limit in limits.items() if limit is not None]
    return with_unit(rule, " and ".join(words))


def shown(value: Value) -> str:
    """A value as people read it, close enough to see on which side of a limit it is."""
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value)
    return f"{round(value, 6):.12g}"


def with_unit(rule: Rule, text: str) -> str:
    """A text with the unit of what the rule measures, if it has any."""
    return f"{text} {rule.measured.unit}" if rule.measured.unit else text

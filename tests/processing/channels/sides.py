"""Pictures on both sides of every rule that we ship, made from the rules themselves."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from processing.channels.judging import UNMET, ReadinessState
from processing.channels.measures import Kind, Value
from processing.channels.picture import Picture
from processing.channels.profiles import Profile, Rule
from processing.channels.reading import shipped
from processing.formats import Format
from processing.presets import Preset

# So large that nothing is made smaller on the way to the public.
HUGE = 10**9
# The least difference that there can be, where it is not a thousandth.
STEPS = {"px": 1.0, "bytes": 1.0, "characters": 1.0, "bits": 1.0}


class Side(NamedTuple):
    """A picture that answers a rule in one way."""

    profile: Profile
    rule: Rule
    picture: Picture
    state: ReadinessState

    def __str__(self) -> str:
        return f"{self.profile.id}-{self.rule.id}-{self.state}"


def every_side() -> list[Side]:
    """All sides of all rules."""
    return [
        Side(profile, rule, asked_of(rule, value), state)
        for profile in shipped().values()
        for rule in profile.rules
        for value, state in sides(rule)
    ]


def sides(rule: Rule) -> Iterator[tuple[Value, ReadinessState]]:
    """Values on the limits and just beyond them, with the answers to them."""
    unmet, step = UNMET[rule.unmet], STEPS.get(rule.measured.unit, 0.001)
    if rule.least is not None:
        yield rule.least, ReadinessState.PASS
        yield rule.least - step, unmet
    if rule.most is not None:
        yield rule.most, ReadinessState.PASS
        yield rule.most + step, unmet
    if rule.measured.kind is Kind.CHOICE:
        for choice in rule.measured.choices:
            yield (choice,), ReadinessState.PASS if choice in rule.any_of else unmet
    if rule.yes is not None:
        yield rule.yes, ReadinessState.PASS
        yield not rule.yes, unmet


def asked_of(rule: Rule, value: Value) -> Picture:
    """A picture of which the rule measures that value, in a role that it asks about."""
    return measuring(rule.measure, value, role=rule.roles[0] if rule.roles else None)


def measuring(measure: str, value: Value, role: str | None = None) -> Picture:
    """A picture of which that is measured."""
    plain = (Preset("LARGE", HUGE, Format.JPEG, 85, "#ffffff"),)
    facts: dict[str, Any] = {"width": 1000, "height": 1000}
    match measure, value:
        case "formats", (str(name),):
            plain = (Preset("LARGE", HUGE, Format(name), 85, "#ffffff"),)
        case "extension_true", bool(true):
            facts["has_alpha"] = not true
            plain = (Preset("LARGE", HUGE, Format.JPEG, 85),)
        case "bytes", float(size) | int(size):
            return Picture(facts, role, bytes=round(size), presets=plain)
        case "alt_text_length", float(size) | int(size):
            return Picture(facts, role, alt_texts=["x" * round(size), ""], presets=plain)
        case "megapixels" | "aspect_ratio", float(many) | int(many):
            facts["width"] = round(many * 1000)
        case (
            "width" | "height" | "shorter_side" | "longer_side" | "original_shorter_side",
            float(side) | int(side),
        ):
            facts |= {"width": round(side), "height": round(side)}
        case _:
            facts["measures"] = {measure: value}
    return Picture(facts, role, presets=plain)

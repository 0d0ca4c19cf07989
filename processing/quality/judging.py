"""From what was measured to what is said of it: the checks, and a score."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from processing.quality.rules import YARDSTICKS, Facts, QualityRule, Yardstick
from processing.quality.thresholds import Bounds, Thresholds

BEST = 100
PER_FAILURE, PER_WARNING = 30, 10


class CheckState(StrEnum):
    """What a check came to."""

    PASS = "PASS"  # noqa: S105 (no password)
    WARN = "WARN"
    FAIL = "FAIL"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, applied. `threshold` is the one that was missed, or else the next one."""

    rule: QualityRule
    state: CheckState
    value: float | None
    threshold: float | None
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """Every rule in its order, and a score from 0 to 100."""

    checks: tuple[Check, ...]

    @property
    def score(self) -> int:
        """100, less 30 for each failure and 10 for each warning, but never below 0."""
        lost = {CheckState.FAIL: PER_FAILURE, CheckState.WARN: PER_WARNING}
        return max(0, BEST - sum(lost.get(check.state, 0) for check in self.checks))

    def of(self, state: CheckState) -> list[QualityRule]:
        """The rules that came to this."""
        return [check.rule for check in self.checks if check.state is state]


def judge(facts: Facts, thresholds: Thresholds) -> Report:
    """Judge a picture by its facts as plain values, `measures` among them."""
    return Report(tuple(_checks(facts, thresholds)))


def _checks(facts: Facts, thresholds: Thresholds) -> Iterator[Check]:
    for rule, yardstick in YARDSTICKS.items():
        yield _check(rule, yardstick, yardstick.look(facts), thresholds.bounds[rule])


def _check(rule: QualityRule, by: Yardstick, value: float | None, bounds: Bounds) -> Check:
    if value is None:
        return _not_applicable(rule, None, f"Not judged, for {by.absent}.")
    for state, threshold in ((CheckState.FAIL, bounds.fail), (CheckState.WARN, bounds.warn)):
        if threshold is not None and by.misses(value, threshold):
            said = f"{by.fault}: {by.said(value)}, {by.asked(threshold)}. {by.way_out}"
            return Check(rule, state, value, threshold, said)
    threshold = bounds.fail if bounds.warn is None else bounds.warn
    name = by.name.capitalize() if by.name.islower() else by.name
    if threshold is None:
        said = f"{name}: {by.said(value)}; no threshold is set."
        return _not_applicable(rule, value, said)
    said = f"{name}: {by.said(value)}, {by.asked(threshold)}."
    return Check(rule, CheckState.PASS, value, threshold, said)


def _not_applicable(rule: QualityRule, value: float | None, said: str) -> Check:
    return Check(rule, CheckState.NOT_APPLICABLE, value, None, said)

"""Judging pictures: when they are processed, and again when thresholds change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

from documents.images import Image
from documents.pages import Raw
from documents.qualities import Verdict, judge_again, where_judged
from processing.quality.judging import BEST, PER_FAILURE, PER_WARNING, CheckState, judge
from processing.quality.rules import QualityRule
from processing.quality.thresholds import Thresholds

# Every score that there is, so that a range of them is a list that an index serves in order.
SCORES = range(0, BEST + 1, gcd(PER_FAILURE, PER_WARNING))


@dataclass(frozen=True, slots=True)
class QualityWish:
    """Pictures with a score in a range, ends included, and that missed one of some rules.

    None and nothing mean any.
    """

    least_score: int | None = None
    most_score: int | None = None
    failed: Sequence[QualityRule] = ()
    warned: Sequence[QualityRule] = ()

    def where(self) -> list[Raw]:
        """As MongoDB takes it."""
        asked = ((CheckState.FAIL, self.failed), (CheckState.WARN, self.warned))
        marks = [[_mark(state, rule) for rule in rules] for state, rules in asked if rules]
        return where_judged(marks, self._scores())

    def _scores(self) -> list[int] | None:
        if self.least_score is None and self.most_score is None:
            return None
        least = 0 if self.least_score is None else self.least_score
        most = BEST if self.most_score is None else self.most_score
        return [score for score in SCORES if least <= score <= most]


def verdict(facts: Mapping[str, Any], thresholds: Thresholds) -> Verdict:
    """What is kept of a report."""
    report = judge(facts, thresholds)
    missed = (CheckState.FAIL, CheckState.WARN)
    marks = [_mark(check.state, check.rule) for check in report.checks if check.state in missed]
    return Verdict(score=report.score, marks=marks, by=thresholds.digest)


async def judge_anew(thresholds: Thresholds) -> int:
    """Judge the pictures that were judged by other thresholds, by what was measured of them.

    No picture is opened. Gives how many there were; may be stopped and run again at any point.
    """
    images = Image.get_pymongo_collection()
    return await judge_again(images, thresholds.digest, lambda facts: verdict(facts, thresholds))


def _mark(state: CheckState, rule: QualityRule) -> str:
    return f"{state}:{rule}"

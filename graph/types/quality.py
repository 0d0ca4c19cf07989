"""Whether a picture is fit to sell, as clients see it."""

import strawberry

from actions.judging.verdicts import QualityWish
from documents.pages import Raw
from graph.types.enums import CheckState, QualityRule
from processing.quality.judging import Check, judge
from processing.quality.thresholds import Thresholds

# What rules look at beside measures and size.
COLOURS = ("color_model", "color_profile")


@strawberry.type(description="Something that was measured of a picture.")
class QualityMeasure:
    """A name and a number."""

    name: str = strawberry.field(
        description="Such as `sharpness`; docs/quality.md tells what each of them means."
    )
    value: float = strawberry.field(description="In the unit that docs/quality.md tells.")


@strawberry.type(description="One rule of quality, applied to a picture.")
class QualityCheck:
    """What was asked for, what there is, and what to do about it."""

    rule: QualityRule = strawberry.field(description="What is looked at.")
    state: CheckState = strawberry.field(description="What it came to.")
    value: float | None = strawberry.field(
        description="What was measured; null where there is nothing to measure."
    )
    threshold: float | None = strawberry.field(
        description=(
            "The threshold that was missed; else the first that could be. Null where none is set, "
            "or nothing could be measured."
        )
    )
    message: str = strawberry.field(
        description="What was found and the way out, in English. `rule` is for programs."
    )

    @classmethod
    def of(cls, check: Check) -> "QualityCheck":
        """A check of the report."""
        return cls(
            rule=check.rule,
            state=check.state,
            value=check.value,
            threshold=check.threshold,
            message=check.message,
        )


@strawberry.type(description="Whether a picture is fit to sell.")
class ImageQuality:
    """A score and its reasons."""

    score: int = strawberry.field(
        description="0 to 100: 100, less 30 for each FAIL and 10 for each WARN."
    )
    checks: list[QualityCheck] = strawberry.field(
        description="Every rule, always in the same order."
    )
    measures: list[QualityMeasure] = strawberry.field(
        description="All that was measured, also what no rule looks at."
    )

    @classmethod
    def of(cls, facts: Raw, thresholds: Thresholds) -> "ImageQuality":
        """The report of a picture's facts."""
        report = judge(facts, thresholds)
        return cls(
            score=report.score,
            checks=[QualityCheck.of(check) for check in report.checks],
            measures=[
                QualityMeasure(name=name, value=value)
                for name, value in facts.get("measures", {}).items()
            ],
        )


@strawberry.input(description="How images were judged; all that is given must hold.")
class QualityFilter:
    """Scores and rules. Null, absent and no rules mean any."""

    min_score: int | None = strawberry.field(
        default=None, description="The least score, itself included: 0 to 100."
    )
    max_score: int | None = strawberry.field(
        default=None, description="The highest score, itself included: 0 to 100."
    )
    failed: list[QualityRule] | None = strawberry.field(
        default=None, description="At least one of these rules came to FAIL."
    )
    warned: list[QualityRule] | None = strawberry.field(
        default=None, description="At least one of these rules came to WARN."
    )

    def wish(self) -> QualityWish:
        """As the library takes it."""
        return QualityWish(
            least_score=self.min_score,
            most_score=self.max_score,
            failed=tuple(dict.fromkeys(self.failed or ())),
            warned=tuple(dict.fromkeys(self.warned or ())),
        )

"""Whether a rule is about a picture."""

from dataclasses import dataclass

from actions.reviewing.approval import shorter_side
from documents.images import Image
from documents.readiness import label
from documents.review_rules import RuleCondition
from processing.channels.judging import ReadinessState
from processing.quality.judging import CheckState

# What a channel takes.
TAKEN = (ReadinessState.PASS, ReadinessState.WARN)


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture, how it answers channels, and whether there is another one like it."""

    image: Image
    labels: frozenset[str]
    duplicate: bool


def meets(seen: Seen, when: RuleCondition) -> bool:
    """Whether all that a condition names holds."""
    image, importers = seen.image, when.importer_ids
    placed = image.product_code is not None
    checks = (
        _scored(image, when),
        not when.failed or _failed(image, when),
        all(_takes(seen, channel) for channel in when.ready_for),
        not any(_takes(seen, channel) for channel in when.unready_for),
        not importers or image.imported.importer_id in importers,
        when.has_product in (None, placed),
        _within(shorter_side(image), when.least_side, when.most_side),
        when.duplicate in (None, seen.duplicate),
    )
    return all(checks)


def _scored(image: Image, when: RuleCondition) -> bool:
    if when.least_score is None and when.most_score is None:
        return True
    judged = image.quality
    return judged is not None and _within(judged.score, when.least_score, when.most_score)


def _failed(image: Image, when: RuleCondition) -> bool:
    marks = image.quality.marks if image.quality else []
    return any(f"{CheckState.FAIL}:{rule}" in marks for rule in when.failed)


def _takes(seen: Seen, channel: str) -> bool:
    return any(label(channel, state) in seen.labels for state in TAKEN)


def _within(value: int, least: int | None, most: int | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)

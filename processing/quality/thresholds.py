"""What counts as good enough; docs/quality.md tells how each default was chosen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from math import isfinite
from typing import Any

from processing.quality.rules import YARDSTICKS, QualityRule

# Grows whenever measuring or judging changes, so that what was judged before is judged again.
EDITION = 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on a rule warns, and from where on it fails; None for never."""

    warn: float | None = None
    fail: float | None = None


DEFAULTS: dict[QualityRule, Bounds] = {
    QualityRule.SHARPNESS: Bounds(warn=0.55, fail=0.4),
    QualityRule.BRIGHTNESS: Bounds(warn=0.25, fail=0.12),
    QualityRule.CLIPPED_SHADOWS: Bounds(warn=0.25, fail=0.6),
    QualityRule.CLIPPED_HIGHLIGHTS: Bounds(warn=0.15, fail=0.4),
    QualityRule.CONTRAST: Bounds(warn=0.3, fail=0.12),
    QualityRule.NOISE: Bounds(warn=10.0),
    QualityRule.RESOLUTION: Bounds(warn=1000.0, fail=500.0),
    QualityRule.ASPECT_RATIO: Bounds(warn=2.5, fail=5.0),
    QualityRule.BORDER_UNIFORMITY: Bounds(),
    QualityRule.BACKGROUND_WHITENESS: Bounds(),
    QualityRule.SUBJECT_FILL: Bounds(warn=0.4, fail=0.15),
    QualityRule.JPEG_QUALITY: Bounds(warn=70.0, fail=40.0),
    QualityRule.COLOR_PROFILE: Bounds(warn=1.0),
    QualityRule.UPSCALING: Bounds(warn=0.8),
}


@dataclass(frozen=True)
class Thresholds:
    """The bounds of every rule."""

    bounds: Mapping[QualityRule, Bounds] = field(default_factory=lambda: DEFAULTS)

    @classmethod
    def told(cls, text: str) -> "Thresholds":
        """The defaults, changed by a JSON object such as {"NOISE": {"warn": 6, "fail": null}}.

        Raises ValueError with a sentence.
        """
        changes = _object(text, "it must be a JSON object of rules")
        return cls(DEFAULTS | {_rule(name): _bounds(name, told) for name, told in changes.items()})

    @cached_property
    def digest(self) -> str:
        """Equal for equal bounds, judged by the same edition of the rules."""
        plain = {rule: asdict(bounds) for rule, bounds in self.bounds.items()}
        told = json.dumps([EDITION, plain], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def _object(value: Any, wanted: str) -> dict[str, Any]:
    try:
        told = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ValueError(wanted) from error
    if not isinstance(told, dict):
        raise ValueError(wanted)  # noqa: TRY004 (it is a wrong value of a setting)
    return told


def _rule(name: str) -> QualityRule:
    try:
        return QualityRule(name)
    except ValueError as error:
        known = ", ".join(QualityRule)
        raise ValueError(f"{name} is not a rule; the rules are {known}") from error


def _bounds(name: str, told: Any) -> Bounds:
    wanted = f'{name} must be like {{"warn": 1, "fail": null}}'
    changed = _object(told if isinstance(told, dict) else None, wanted)
    if changed.keys() - {"warn", "fail"}:
        raise ValueError(wanted)
    rule = _rule(name)
    numbers = {side: _number(value, wanted) for side, value in changed.items()}
    bounds = replace(DEFAULTS[rule], **numbers)
    if bounds.warn is not None and bounds.fail is not None:
        _in_order(rule, bounds.warn, bounds.fail)
    return bounds


def _number(value: Any, wanted: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(wanted)
    return float(value)


def _in_order(rule: QualityRule, warn: float, fail: float) -> None:
    # Whatever fails must have been worth a warning before.
    if YARDSTICKS[rule].at_least and fail > warn:
        raise ValueError(f"{rule} must not fail above {warn:g}, where it does not even warn")
    if not YARDSTICKS[rule].at_least and fail < warn:
        raise ValueError(f"{rule} must not fail below {warn:g}, where it does not even warn")

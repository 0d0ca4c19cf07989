"""What is decided about asking models before anybody asks one."""

from dataclasses import dataclass

from actions.errors import Refused

DAILY_CALLS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRules:
    """No model is asked unless `on`, and no more than `daily_calls` times a day (UTC), by all.

    With `accept`, what a model says is written where nobody has said anything yet.
    """

    on: bool = False
    daily_calls: int = DAILY_CALLS
    accept: bool = False


class AnalysisNotConfigured(Refused):
    """There is no model to ask."""

    code = "AI_NOT_CONFIGURED"

    def __init__(self) -> None:
        super().__init__(
            "No model is configured: set ECOGRAM_OPENAI_MODEL, and ECOGRAM_OPENAI_API_KEY or "
            "ECOGRAM_OPENAI_BASE_URL or both, for the API and for its workers, then start again."
        )
        self.params = {
            "settings": "ECOGRAM_OPENAI_MODEL, ECOGRAM_OPENAI_API_KEY, ECOGRAM_OPENAI_BASE_URL"
        }


def require_model(rules: AnalysisRules) -> None:
    """Raise AnalysisNotConfigured where there is no model to ask."""
    if not rules.on:
        raise AnalysisNotConfigured

"""What inputs say that a model is to be asked."""

from collections.abc import Sequence
from typing import Any

import strawberry

from actions.analysing.rules import AnalysisRules
from actions.analysing.wishes import all_wished
from documents.analyses import AnalysisWish
from graph.types.enums import AnalysisKind


def prompt_field() -> Any:
    """The field `prompt`."""
    return strawberry.field(
        default=None,
        description=(
            "What else the model is told, at most 2,000 characters; CUSTOM needs one, and it is "
            "all that CUSTOM asks for."
        ),
    )


def locale_field() -> Any:
    """The field `locale`."""
    return strawberry.field(
        default=None,
        description=(
            "The language to write in, such as en or pt-BR; the model's own choice if null. An "
            "alternative text is kept under it."
        ),
    )


@strawberry.input(description="One thing that a model is asked about a picture.")
class AnalyzeInput:
    """What, how, and in which language."""

    kind: AnalysisKind = strawberry.field(description="What to write.")
    prompt: str | None = prompt_field()
    locale: str | None = locale_field()


def analyze_field() -> Any:
    """The field `analyze` of uploads and imports."""
    return strawberry.field(
        default_factory=list,
        description=(
            "What a model is asked about each new picture once it is READY, at most 4 things; "
            "nothing by default. Not about a reused image, nor one whose file is replaced. "
            "Refused with AI_NOT_CONFIGURED where there is no model."
        ),
    )


def analyses(asked: Sequence[AnalyzeInput], rules: AnalysisRules) -> tuple[AnalysisWish, ...]:
    """The wishes of an input, tidy; see `all_wished` for what is refused."""
    return all_wished(rules, [(one.kind, one.prompt, one.locale) for one in asked])

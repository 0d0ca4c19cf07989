"""What a model may be asked about a picture, and what of its words a picture has."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel


class AnalysisKind(StrEnum):
    """What a model is asked for."""

    ALT_TEXT = "ALT_TEXT"
    DESCRIPTION = "DESCRIPTION"
    KEYWORDS = "KEYWORDS"
    CUSTOM = "CUSTOM"


class AnalysisWish(BaseModel):
    """One thing that somebody wants to know of a picture, in words that were checked before."""

    kind: AnalysisKind
    prompt: str | None = None
    locale: str | None = None


def by_model(name: str, edits: Mapping[str, Any], ai_texts: Mapping[str, Any]) -> bool:
    """Whether an edited field still is, word by word, what a model wrote.

    So whoever changes it, by whatever way, makes it a person's, and whoever goes back to it
    makes it the model's again.
    """
    return name in ai_texts and name in edits and edits[name] == ai_texts[name]


def locale_by_model(locale: str, text: str, ai_texts: Mapping[str, Any]) -> bool:
    """As `by_model`, for the alternative text in one language."""
    return (ai_texts.get("alt_texts") or {}).get(locale) == text

"""What a model is asked, and what it answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Shape(StrEnum):
    """What an answer is made of."""

    TEXT = "text"
    KEYWORDS = "keywords"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Any endpoint that speaks OpenAI's chat completions.

    Without `base_url` it is OpenAI's own. `seconds` bound the whole of one answer.
    """

    model: str
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the model gets to see it."""

    data: bytes = field(repr=False)
    content_type: str


@dataclass(frozen=True, slots=True)
class Question:
    """An instruction about a picture.

    The answer is one text of at most `longest` characters, or at most `most` keywords of that.
    """

    instruction: str
    picture: Picture
    shape: Shape
    longest: int
    most: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says, as `text` or as `keywords`; what it cost, in tokens."""

    text: str | None
    keywords: tuple[str, ...]
    model: str
    tokens_in: int
    tokens_out: int


# Raises DescribingError; asks once, so whoever wants to try again decides when.
Ask: TypeAlias = Callable[[Question], Awaitable[Answer]]

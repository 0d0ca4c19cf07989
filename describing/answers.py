"""The JSON that a model has to answer with, and reading what it did answer."""

import json
from typing import Any

from describing.errors import AnswerTooLong, AnswerUnusable
from describing.questions import Question, Shape

TEXT = {"type": "string"}
VALUES: dict[Shape, dict[str, Any]] = {
    Shape.TEXT: TEXT,
    Shape.KEYWORDS: {"type": "array", "items": TEXT},
}


def schema(shape: Shape) -> dict[str, Any]:
    """The schema of an answer. Limits are not in it, for not every endpoint takes them."""
    return {
        "type": "object",
        "properties": {shape.value: VALUES[shape]},
        "required": [shape.value],
        "additionalProperties": False,
    }


def read(content: str, question: Question) -> tuple[str | None, tuple[str, ...]]:
    """The text or the keywords of an answer. Raises AnswerUnusable, AnswerTooLong."""
    value = _value(content, question.shape)
    if question.shape is Shape.TEXT:
        return _text(value, question.longest), ()
    if not isinstance(value, list):
        raise AnswerUnusable("keywords are no list")
    words = tuple(dict.fromkeys(_text(word, question.longest) for word in value))
    if not words:
        raise AnswerUnusable("there are no keywords")
    if len(words) > question.most:
        raise AnswerTooLong(question.most, len(words))
    return None, words


def _value(content: str, shape: Shape) -> Any:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise AnswerUnusable("it is not JSON") from error
    if not isinstance(answer, dict) or list(answer) != [shape.value]:
        raise AnswerUnusable(f"it is not an object with {shape.value} alone")
    return answer[shape.value]


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise AnswerUnusable("a text is no text")
    tidy = "".join(c for c in value if c in "\n\t" or c.isprintable()).strip()
    if not tidy:
        raise AnswerUnusable("a text is empty")
    if len(tidy) > longest:
        raise AnswerTooLong(longest, len(tidy))
    return tidy

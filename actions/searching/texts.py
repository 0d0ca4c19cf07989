"""Texts that people look for: every word of one has to be found, the last one as it begins."""

from collections.abc import Sequence
from typing import Any

from actions.searching.errors import SearchTooLong
from documents.finding_indexes import MARKS, beginning
from documents.pages import Raw
from documents.words import EMPTY, forms, terms

MOST_CHARACTERS, MOST_WORDS = 200, 12
# With fewer letters a beginning would be that of nearly everything.
LEAST_LETTERS = 2


def text_where(text: str, marks: str = MARKS) -> list[Raw]:
    """Conditions for what a text finds, a picture unless `marks` is a field of others.

    None for a text without words.

    Raises SearchTooLong.
    """
    asked = said(text)
    # Whoever goes on behind a blank has finished the word.
    typing = not text[-1:].isspace()
    return [
        _term(whole, words, marks, begins=typing and place == len(asked))
        for place, (whole, words) in enumerate(asked, start=1)
    ]


def said(text: str) -> list[tuple[str, list[str]]]:
    """The terms that a text asks for, as `documents.words.terms`: small ones only if alone.

    Raises SearchTooLong.
    """
    if len(text) > MOST_CHARACTERS:
        raise SearchTooLong(MOST_CHARACTERS, MOST_WORDS)
    found = list(terms(text))
    asked = [(whole, words) for whole, words in found if whole not in EMPTY] or found
    if sum(len(words) for _, words in asked) > MOST_WORDS:
        raise SearchTooLong(MOST_CHARACTERS, MOST_WORDS)
    return asked


def _term(whole: str, words: Sequence[str], marks: str, *, begins: bool) -> Raw:
    """What one term asks: all of its words, or that it stands there as one word."""
    if len(words) == 1:
        return _word(whole, marks, begins=begins)
    last = len(words) - 1
    every = [
        _word(word, marks, begins=begins and place == last) for place, word in enumerate(words)
    ]
    return {"$or": [_word(whole, marks, begins=begins), {"$and": every}]}


def _word(word: str, marks: str, *, begins: bool) -> Raw:
    asked: list[Any] = [f"word:{form}" for form in forms(word)]
    if begins and len(word) >= LEAST_LETTERS:
        asked = [*asked[1:], beginning(f"word:{word}")]
    return {marks: asked[0] if len(asked) == 1 else {"$in": asked}}

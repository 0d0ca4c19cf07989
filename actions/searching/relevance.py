"""The order of how well pictures are met by a text.

A picture's place follows from itself and the text alone, so pages stay right whatever comes and
goes. Each word counts most in the code of the product, then as it was typed, then in another form,
and least where it only begins one. Of equals those count more where it stands further in front:
names and titles before keywords, and these before descriptions.
"""

from collections.abc import Sequence
from typing import Any

from actions.access import Permission, Viewer, require
from actions.searching.errors import NothingToRank, TooManyToRank
from actions.searching.texts import said
from documents.images import Image
from documents.pages import Order, Raw, count
from documents.words import forms

# So many are looked at for each page; an order of more would have to be kept.
MOST_RANKED = 10_000
IN_CODE, AS_TYPED, OTHERWISE = 3_000, 2_000, 1_000
# A place further behind is as good as this one.
LAST_PLACE = 999
RELEVANCE = "relevance"
CODE: Raw = {"$ifNull": [{"$arrayElemAt": ["$found_by.t", 0]}, []]}
SAID: Raw = {"$ifNull": [{"$arrayElemAt": ["$found_by.t", 1]}, []]}


def by_relevance(texts: Sequence[str | None], *, descending: bool = True) -> Order:
    """The order by the words of all `texts`; of equals the newer comes before the older.

    Raises NothingToRank, SearchTooLong.
    """
    words = [one for text in texts if text is not None for one in said(text)]
    if not words:
        raise NothingToRank
    points = {"$add": [_points(whole, parts) for whole, parts in words]}
    return Order(RELEVANCE, descending, computed=points)


async def must_rank(viewer: Viewer | None, where: Raw) -> None:
    """Make sure that so many can be put in order. Raises TooManyToRank."""
    require(viewer, Permission.READ_LIBRARY)
    if await count(Image, where, at_most=MOST_RANKED + 1) > MOST_RANKED:
        raise TooManyToRank(MOST_RANKED)


def _points(whole: str, parts: Sequence[str]) -> Raw:
    """What a term is worth: as one word, or else its other forms or parts, the best of them."""
    others = forms(whole)[1:] if len(parts) == 1 else parts
    found = [_placed(AS_TYPED, whole), *(_placed(OTHERWISE, one) for one in others)]
    coded = [_coded(IN_CODE, whole), *(_coded(OTHERWISE, one) for one in others)]
    return {"$max": [*coded, *found]}


def _coded(worth: int, word: str) -> Raw:
    return {"$cond": [{"$in": [f"word:{word}", CODE]}, worth, 0]}


def _placed(worth: int, word: str) -> Raw:
    place: Any = {"$indexOfArray": [SAID, f"word:{word}"]}
    less = {"$subtract": [worth, {"$min": ["$$place", LAST_PLACE]}]}
    missing = {"$lt": ["$$place", 0]}
    return {"$let": {"vars": {"place": place}, "in": {"$cond": [missing, 0, less]}}}

"""What models said, as it is kept."""

import asyncio
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from documents.analyses import AnalysisKind, by_model, locale_by_model
from documents.audit import Actor
from documents.errors import CannotMove, NoSuchDocument
from documents.suggestions import Suggestion, SuggestionState
from documents.transactions import Session, together

pytestmark = pytest.mark.usefixtures("database")


async def said(image_id: PydanticObjectId, count: int = 1) -> list[Suggestion]:
    """Suggestions for a picture, oldest first."""
    made = [
        Suggestion(
            image_id=image_id,
            file_number=1,
            job_id=PydanticObjectId(),
            kind=AnalysisKind.DESCRIPTION,
            text=str(number),
            locale=None,
            model="m",
            prompt="p",
            tokens_in=1,
            tokens_out=1,
        )
        for number in range(count)
    ]
    await Suggestion.insert_many(made)
    return made


async def decided(suggestion: Suggestion, there: SuggestionState) -> bool:
    """Whether this decision was the one that counts."""

    async def write(session: Session) -> None:
        await suggestion.decide(there, Actor(), session)

    try:
        await together(write)
    except CannotMove:
        return False
    return True


async def test_of_many_decisions_one_counts() -> None:
    """Whatever they are, and though all come at once."""
    [one] = await said(PydanticObjectId())
    ways = [SuggestionState.ACCEPTED, SuggestionState.DROPPED] * 5
    won = await asyncio.gather(*(decided(one, there) for there in ways))
    kept = await Suggestion.present(one.id)

    assert sum(won) == 1
    assert (kept.state, kept.decided_at is None) == (ways[won.index(True)], False)
    with pytest.raises(NoSuchDocument):
        await Suggestion.present(PydanticObjectId())


async def test_the_newest_are_told_of_each_picture() -> None:
    """So many of each, in a state or in any, in the order of the question."""
    first, second = PydanticObjectId(), PydanticObjectId()
    mine = await said(first, 4)
    await said(second, 1)
    await decided(mine[3], SuggestionState.DROPPED)
    found = await Suggestion.of_images(
        [(second, None, 2), (first, SuggestionState.OPEN, 2), (first, None, 2)]
    )

    assert [[raw["text"] for raw in some] for some in found] == [["0"], ["2", "1"], ["3", "2"]]


async def test_indexes_find_what_is_asked(database: AsyncDatabase[dict[str, Any]]) -> None:
    """No question reads more than it answers, or sorts."""
    mine = PydanticObjectId()
    await said(PydanticObjectId(), 5)
    await said(mine, 5)
    newest = [("created_at", -1), ("_id", -1)]
    for where in ({"image_id": mine}, {"image_id": mine, "state": "OPEN"}):
        plan = await database["suggestions"].find(where).sort(newest).explain()

        assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"]), where
        assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"]), where
        assert plan["executionStats"]["totalDocsExamined"] == 5, where


def test_words_are_the_models_while_they_are_the_same() -> None:
    """Cleared or changed they are not; what nobody accepted never was."""
    texts = {"title": "A", "alt_texts": {"en": "B"}}

    assert by_model("title", {"title": "A"}, texts)
    assert not by_model("title", {"title": "a"}, texts)
    assert not by_model("title", {}, texts)
    assert not by_model("headline", {"headline": None}, texts)
    assert locale_by_model("en", "B", texts)
    assert not locale_by_model("pt", "B", texts)
    assert not locale_by_model("en", "B", {})

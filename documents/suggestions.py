"""What models said of pictures: kept until a person accepts or drops it, and after."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.analyses import AnalysisKind
from documents.audit import Actor
from documents.clock import now
from documents.errors import CannotMove, NoSuchDocument
from documents.kept import Kept
from documents.pages import Raw
from documents.transactions import Session
from documents.unions import each


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    DROPPED = "DROPPED"


SUGGESTION_ARROWS = {
    SuggestionState.OPEN: {SuggestionState.ACCEPTED, SuggestionState.DROPPED},
    SuggestionState.ACCEPTED: set[SuggestionState](),
    SuggestionState.DROPPED: set[SuggestionState](),
}


class Suggestion(Kept):
    """One answer of a model about one picture. What the model said never changes."""

    image_id: PydanticObjectId
    # Which of the image's files it saw: see OriginalFile.
    file_number: int
    job_id: PydanticObjectId
    kind: AnalysisKind
    text: str | None = None
    keywords: list[str] = Field(default_factory=list)
    locale: str | None
    model: str
    prompt: str
    tokens_in: int
    tokens_out: int
    state: SuggestionState = SuggestionState.OPEN
    # Where it was accepted, the field that was written and whether in other words.
    field: str | None = None
    edited: bool = False
    decided_by: Actor | None = None
    decided_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how suggestions are kept."""

        name = "suggestions"
        indexes = [
            IndexModel([("image_id", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel(
                [
                    ("image_id", ASCENDING),
                    ("state", ASCENDING),
                    ("created_at", DESCENDING),
                    ("_id", DESCENDING),
                ]
            ),
            # A job that is done twice suggests once.
            IndexModel([("job_id", ASCENDING)], unique=True),
        ]

    @classmethod
    async def present(cls, id: PydanticObjectId, session: Session | None = None) -> "Suggestion":
        """The suggestion under `id`. Raises NoSuchDocument."""
        found = await cls.find_one({"_id": id}, session=session)
        if found is None:
            raise NoSuchDocument("suggestion", str(id))
        return found

    async def decide(
        self,
        there: SuggestionState,
        by: Actor,
        session: Session,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        """Take one arrow of SUGGESTION_ARROWS and set what is `told` with it. Raises CannotMove."""
        sources = [here for here, targets in SUGGESTION_ARROWS.items() if there in targets]
        decided = {"decided_by": by.model_dump(), "decided_at": now(), "state": there}
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "state": {"$in": sources}},
            {"$set": {**(told or {}), **decided}},
            session=session,
        )
        if result.matched_count == 0:
            raise CannotMove((await self.present(self.id, session)).state, there)

    @classmethod
    async def of_images(
        cls, asked: Sequence[tuple[PydanticObjectId, SuggestionState | None, int]]
    ) -> list[list[Raw]]:
        """The newest suggestions of images, in a state or in any, so many of each; one query."""
        return await each(cls, [_newest(*one) for one in asked])

    @classmethod
    async def forget(cls, image_ids: Sequence[PydanticObjectId]) -> None:
        """Remove what was said of images that are removed for good."""
        await cls.get_pymongo_collection().delete_many({"image_id": {"$in": list(image_ids)}})


def _newest(image_id: PydanticObjectId, state: SuggestionState | None, most: int) -> list[Raw]:
    where = {"image_id": image_id} if state is None else {"image_id": image_id, "state": state}
    newest = {"created_at": DESCENDING, "_id": DESCENDING}
    return [{"$match": where}, {"$sort": newest}, {"$limit": most}]

"""Imports: many pictures that are fetched from elsewhere, one job for all of them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument

from documents.analyses import AnalysisWish
from documents.audit import Actor
from documents.clock import now
from documents.duplicate_wishes import DuplicatePolicy, DuplicateScope
from documents.errors import CannotMove, NoSuchDocument
from documents.image_files import ImportSource
from documents.kept import Kept
from documents.pages import Raw
from documents.problems import Problem
from documents.same_name import SameName
from documents.transactions import Session


class ImportState(StrEnum):
    """Where an import is."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


# FAILED means that it could not go on as a whole; items that are refused do not fail it.
IMPORT_ARROWS = {
    ImportState.QUEUED: {ImportState.RUNNING, ImportState.CANCELLING, ImportState.FAILED},
    ImportState.RUNNING: {ImportState.FINISHED, ImportState.CANCELLING, ImportState.FAILED},
    ImportState.CANCELLING: {ImportState.CANCELLED, ImportState.FAILED},
    ImportState.FINISHED: {ImportState.QUEUED},
    ImportState.FAILED: {ImportState.QUEUED},
    ImportState.CANCELLED: set[ImportState](),
}
ENDED = {ImportState.FINISHED, ImportState.FAILED, ImportState.CANCELLED}


class SaidOfAll(BaseModel):
    """What is said of all items; groups and collections were found or made when it was begun.

    `places` are the numbers of the item at position 0 in collections, by the ids of those.
    `analyses` are what a model is asked about each new picture. The last three are what becomes of
    items that meet something that is there already.
    """

    product_code: str | None = None
    product_name: str | None = None
    group_id: PydanticObjectId | None = None
    collection_ids: list[PydanticObjectId] = Field(default_factory=list)
    places: dict[str, int] = Field(default_factory=dict)
    analyses: list[AnalysisWish] = Field(default_factory=list)
    duplicates: DuplicatePolicy = DuplicatePolicy.REUSE
    duplicates_by: DuplicateScope = DuplicateScope.FILE
    same_name: SameName = SameName.KEEP_BOTH


class Import(Kept):
    """Every item is counted in `counts`, by its state, in the transaction that moves it.

    `where` is what the source has to know, in plain values. `round` grows with each retry.
    """

    source: ImportSource
    actor: Actor
    importer_id: PydanticObjectId | None
    where: dict[str, Any] = Field(default_factory=dict)
    said: SaidOfAll = Field(default_factory=SaidOfAll)
    state: ImportState = ImportState.QUEUED
    problem: Problem | None = None
    listed: bool = False
    round: int = 1
    counts: dict[str, int] = Field(default_factory=dict)
    job_id: PydanticObjectId
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None

    class Settings:
        """Where and how imports are kept: lists of one's own, and of everybody's."""

        name = "imports"
        indexes = [
            IndexModel([("created_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel(
                [("importer_id", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)]
            ),
        ]

    @property
    def over(self) -> bool:
        """Whether nothing is done for it any more, unless it is retried."""
        return self.state in ENDED

    @classmethod
    async def present(cls, id: PydanticObjectId, session: Session | None = None) -> "Import":
        """The import under `id`. Raises NoSuchDocument."""
        found = await cls.find_one({"_id": id}, session=session)
        if found is None:
            raise NoSuchDocument("import", str(id))
        return found

    @classmethod
    async def move(
        cls,
        id: PydanticObjectId,
        there: ImportState,
        facts: Mapping[str, Any] | None = None,
        session: Session | None = None,
        *,
        again: bool = False,
    ) -> "Import":
        """Take one arrow of IMPORT_ARROWS and set `facts` with it. Raises CannotMove.

        With `again`, one round more is begun.
        """
        sources = [here for here, targets in IMPORT_ARROWS.items() if there in targets]
        ended = {"finished_at": now() if there in ENDED else None}
        sets = {**ended, **(facts or {}), "state": there, "updated_at": now()}
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "state": {"$in": sources}},
            {"$set": sets, "$inc": {"round": int(again)}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if raw is None:
            raise CannotMove((await cls.present(id, session)).state, there)
        moved: Import = cls.model_validate(raw)
        return moved

    @classmethod
    async def tally(
        cls, id: PydanticObjectId, changes: Mapping[str, int], session: Session
    ) -> "Import":
        """Change the counts, in the transaction that moves the items."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id},
            {
                "$inc": {f"counts.{state}": by for state, by in changes.items()},
                "$set": {"updated_at": now()},
            },
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        counted: Import = cls.model_validate(raw)
        return counted

    @classmethod
    async def note(cls, id: PydanticObjectId, facts: Raw) -> None:
        """Keep what was found out about it."""
        await cls.get_pymongo_collection().update_one({"_id": id}, {"$set": facts})

    @classmethod
    async def state_of(cls, id: PydanticObjectId) -> ImportState:
        """Where it is, as of now. Raises NoSuchDocument."""
        raw = await cls.get_pymongo_collection().find_one({"_id": id}, {"state": 1})
        if raw is None:
            raise NoSuchDocument("import", str(id))
        return ImportState(raw["state"])

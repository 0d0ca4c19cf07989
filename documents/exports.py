"""Exports of the catalogue: asked for, written by a job, kept for a day."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument

from documents.audit import Actor
from documents.clock import now
from documents.errors import CannotMove, NoSuchDocument
from documents.expiring import BY_EXPIRY, Expiring
from documents.problems import Problem
from documents.transactions import Session

KEPT_FOR = timedelta(hours=24)


class ExportFormat(StrEnum):
    """What is written."""

    JSON_LINES = "JSON_LINES"
    CSV = "CSV"
    XLSX = "XLSX"
    SHOPIFY_CSV = "SHOPIFY_CSV"
    SHOPIFY_CSV_LEGACY = "SHOPIFY_CSV_LEGACY"
    GOOGLE_XML = "GOOGLE_XML"
    GOOGLE_TSV = "GOOGLE_TSV"
    ZIP = "ZIP"


class ExportState(StrEnum):
    """Where an export is."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    READY = "READY"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


EXPORT_ARROWS = {
    ExportState.QUEUED: {
        ExportState.RUNNING,
        ExportState.CANCELLING,
        ExportState.CANCELLED,
        ExportState.FAILED,
    },
    # RUNNING again: by whoever goes on after a worker is lost.
    ExportState.RUNNING: {
        ExportState.RUNNING,
        ExportState.READY,
        ExportState.CANCELLING,
        ExportState.FAILED,
    },
    ExportState.CANCELLING: {ExportState.CANCELLED, ExportState.FAILED},
    ExportState.READY: set[ExportState](),
    ExportState.FAILED: {ExportState.QUEUED},
    ExportState.CANCELLED: {ExportState.QUEUED},
}
ENDED = {ExportState.READY, ExportState.FAILED, ExportState.CANCELLED}


class ExportStopped(Exception):
    """It is to be cancelled, its time is over, or another worker is at it."""


class ExportWhere(BaseModel):
    """Which pictures of the catalogue; None means all of them."""

    codes: list[str] | None = None
    roles: list[str] | None = None
    updated_after: datetime | None = None
    # Those that this sales channel takes.
    channel: str | None = None


class SentPart(BaseModel):
    """A part that the store has."""

    number: int
    length: int
    etag: str


class Tally(BaseModel):
    """What was written, and how many pictures were left out, by the reason."""

    products: int = 0
    pictures: int = 0
    skipped: dict[str, int] = Field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """All pictures that are not in it."""
        return sum(self.skipped.values())


class Checkpoint(BaseModel):
    """From where whoever comes after goes on: the parts that are sent, and what follows them.

    `after` is the row that was written last: code, position, id; `before` is how many pictures
    of its product, it included, there were up to it. `read` counts all rows.
    """

    multipart_id: str
    parts: list[SentPart] = Field(default_factory=list)
    tail: bytes = b""
    after: tuple[str | None, int, PydanticObjectId] | None = None
    before: int = 0
    read: int = 0
    tally: Tally = Field(default_factory=Tally)


class Export(Expiring):
    """One file; without a `key` it is not there yet. `base_url` is before public addresses.

    `holder` is the one try that may write to it. `asked` tells equal wishes of the operator.
    """

    actor: Actor
    job_id: PydanticObjectId
    format: ExportFormat
    where: ExportWhere = Field(default_factory=ExportWhere)
    locale: str | None = None
    base_url: str
    asked: str | None = None
    state: ExportState = ExportState.QUEUED
    problem: Problem | None = None
    holder: str | None = None
    expected: int | None = None
    tally: Tally = Field(default_factory=Tally)
    checkpoint: Checkpoint | None = None
    key: str | None = None
    bytes: int | None = None
    created_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None
    expires_at: datetime = Field(default_factory=lambda: now() + KEPT_FOR)

    class Settings:
        """Where and how exports are kept: lists of one's own, and of everybody's."""

        name = "exports"
        indexes = [
            BY_EXPIRY,
            IndexModel([("job_id", ASCENDING)]),
            IndexModel([("created_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel(
                [
                    ("actor.user_id", ASCENDING),
                    ("actor.api_key_id", ASCENDING),
                    ("created_at", DESCENDING),
                    ("_id", DESCENDING),
                ]
            ),
        ]

    @classmethod
    async def present(
        cls, id: PydanticObjectId, where: Mapping[str, Any], session: Session | None = None
    ) -> "Export":
        """The export under `id` that meets `where`. Raises NoSuchDocument."""
        alive = {"_id": id, "expires_at": {"$gt": now()}, **where}
        found = await cls.find_one(alive, session=session)
        if found is None:
            raise NoSuchDocument("export", str(id))
        return found

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> "Export | None":
        """What a job is to write; None where nobody may have it any more."""
        return await cls.find_one({"job_id": job_id, "expires_at": {"$gt": now()}})

    @classmethod
    async def unended(cls, asked: str) -> "Export | None":
        """The newest of the operator's equal wishes that has no file yet, and may still have."""
        where = {
            "actor.user_id": None,
            "actor.api_key_id": None,
            "asked": asked,
            "state": {"$ne": ExportState.READY},
            "expires_at": {"$gt": now()},
        }
        return await cls.find(where).sort("-created_at").first_or_none()

    @classmethod
    async def move(
        cls,
        id: PydanticObjectId,
        there: ExportState,
        facts: Mapping[str, Any] | None = None,
        session: Session | None = None,
        **where: Any,
    ) -> "Export":
        """Take one arrow of EXPORT_ARROWS and set `facts` with it. Raises CannotMove.

        It is kept for a day from then on. `where` are more things that must be so.
        """
        sources = [here for here, targets in EXPORT_ARROWS.items() if there in targets]
        ended = {"finished_at": now() if there in ENDED else None}
        sets = {**ended, "expires_at": now() + KEPT_FOR, **(facts or {}), "state": there}
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "state": {"$in": sources}, "expires_at": {"$gt": now()}, **where},
            {"$set": sets},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if raw is None:
            raise CannotMove((await cls.present(id, {}, session)).state, there)
        moved: Export = cls.model_validate(raw)
        return moved

    @classmethod
    async def end(
        cls,
        job_id: PydanticObjectId,
        there: ExportState,
        facts: Mapping[str, Any],
        session: Session,
    ) -> None:
        """End the export that a job writes, unless it has ended, or is another job's."""
        sources = [here for here, targets in EXPORT_ARROWS.items() if there in targets]
        await cls.get_pymongo_collection().update_one(
            {"job_id": job_id, "state": {"$in": sources}},
            {"$set": {**facts, "state": there, "finished_at": now()}},
            session=session,
        )

    async def note(self, facts: Mapping[str, Any]) -> None:
        """Keep how far it is; it is kept for a day from then on. Raises ExportStopped."""
        now_ = now()
        mine = {
            "_id": self.id,
            "holder": self.holder,
            "state": ExportState.RUNNING,
            "expires_at": {"$gt": now_},
        }
        result = await self.get_pymongo_collection().update_one(
            mine, {"$set": {**facts, "expires_at": now_ + KEPT_FOR}}
        )
        if result.matched_count == 0:
            raise ExportStopped

    @classmethod
    async def drop_files(cls, session: Session | None = None) -> None:
        """Let go of all exports that hold originals: what these say of a place is to go."""
        await cls.get_pymongo_collection().update_many(
            {"format": ExportFormat.ZIP, "expires_at": {"$gt": now()}},
            {"$set": {"expires_at": now()}},
            session=session,
        )

"""Tables that came back: what each row changed, or would change, and why not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.audit import Actor
from documents.clock import now
from documents.expiring import BY_EXPIRY, Expiring
from documents.jobs import LeaseLost
from documents.kept import Kept
from documents.transactions import Session

REPORTS_KEPT = timedelta(days=7)


class RowOutcome(StrEnum):
    """What became of a row."""

    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


class MetadataImportRow(Kept):
    """One row of a table; `number` is as spreadsheets count, the columns' names being row 1."""

    import_id: PydanticObjectId
    number: int
    image_id: PydanticObjectId | None = None
    outcome: RowOutcome
    fields: list[str] = Field(default_factory=list)
    # Code, message, path and params, as clients read them.
    error: dict[str, Any] | None = None
    expires_at: datetime

    class Settings:
        """Where and how rows are kept."""

        name = "metadata_import_rows"
        indexes = [
            IndexModel([("import_id", ASCENDING), ("number", ASCENDING)], unique=True),
            IndexModel([("import_id", ASCENDING), ("outcome", ASCENDING), ("number", ASCENDING)]),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        ]


class MetadataImport(Expiring):
    """One table of `rows` rows, of which `done` are dealt with; counted by outcome."""

    actor: Actor
    dry_run: bool
    rows: int
    # The columns of custom fields that there were when it was sent.
    own: list[str] = Field(default_factory=list)
    done: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    job_id: PydanticObjectId | None = None
    created_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None
    expires_at: datetime = Field(default_factory=lambda: now() + REPORTS_KEPT)

    class Settings:
        """Where and how they are kept."""

        name = "metadata_imports"
        indexes = [
            BY_EXPIRY,
            IndexModel([("job_id", ASCENDING)], sparse=True),
        ]

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> "MetadataImport | None":
        """What a job is to take in."""
        return await cls.find_one({"job_id": job_id})

    async def take(self, rows: Sequence[MetadataImportRow], session: Session) -> None:
        """Keep what became of the next rows, and count them; the last ones finish it.

        Raises LeaseLost where somebody else has done so meanwhile.
        """
        counted = {kind.lower(): sum(row.outcome is kind for row in rows) for kind in RowOutcome}
        done = self.done + len(rows)
        finished = {"finished_at": now()} if done == self.rows else {}
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "done": self.done},
            {"$set": {"done": done, **finished}, "$inc": counted},
            session=session,
        )
        if result.matched_count == 0:
            raise LeaseLost
        if rows:
            await MetadataImportRow.insert_many(list(rows), session=session)

"""The audit as a file: made by a job, fetched by whoever asked for it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.audit import Actor
from documents.clock import now
from documents.expiring import BY_EXPIRY, Expiring
from documents.transactions import Session

KEPT_FOR = timedelta(hours=24)


class AuditFormat(StrEnum):
    """How entries are written."""

    CSV = "CSV"
    JSON_LINES = "JSON_LINES"


class AuditExport(Expiring):
    """One file of the entries that `where` describes; without a `key` it is still being made."""

    actor: Actor
    job_id: PydanticObjectId
    where: dict[str, Any]
    format: AuditFormat
    key: str | None = None
    rows: int | None = None
    bytes: int | None = None
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime = Field(default_factory=lambda: now() + KEPT_FOR)

    class Settings:
        """Where and how exports are kept."""

        name = "audit_exports"
        indexes = [BY_EXPIRY, IndexModel([("job_id", ASCENDING)])]

    @classmethod
    async def of_job(cls, job_id: PydanticObjectId) -> "AuditExport | None":
        """What a job is to make; None where nobody may have it any more."""
        return await cls.find_one({"job_id": job_id, "expires_at": {"$gt": now()}})

    async def ready(self, key: str, rows: int, size: int, session: Session) -> None:
        """Say where the file lies."""
        told = {"key": key, "rows": rows, "bytes": size, "expires_at": now() + KEPT_FOR}
        await self.get_pymongo_collection().update_one(
            {"_id": self.id}, {"$set": told}, session=session
        )

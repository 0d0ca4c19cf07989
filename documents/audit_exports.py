"""The audit as a file: made by a job, fetched by whoever asked for it."""

from enum import StrEnum
from typing import Any

from pymongo import ASCENDING, IndexModel

from documents.expiring import BY_EXPIRY, MadeFile


class AuditFormat(StrEnum):
    """How entries are written."""

    CSV = "CSV"
    JSON_LINES = "JSON_LINES"


class AuditExport(MadeFile):
    """One file of the entries that `where` describes; without a `key` it is still being made."""

    where: dict[str, Any]
    format: AuditFormat
    key: str | None = None
    rows: int | None = None
    bytes: int | None = None

    class Settings:
        """Where and how exports are kept."""

        name = "audit_exports"
        indexes = [BY_EXPIRY, IndexModel([("job_id", ASCENDING)])]

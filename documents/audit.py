"""Who did what, when: append-only."""

from datetime import datetime
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.clock import now


class Actor(BaseModel):
    """Who acted, and with which session or key; no ids at all means Ecogram itself."""

    user_id: PydanticObjectId | None = None
    session_id: PydanticObjectId | None = None
    api_key_id: PydanticObjectId | None = None


class AuditEntry(Document):
    """One change of one object. Entries are only ever added."""

    actor: Actor
    action: str
    subject_kind: str
    subject_id: PydanticObjectId
    before: dict[str, Any] = Field(default_factory=dict)
    after: dict[str, Any] = Field(default_factory=dict)
    at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how entries are kept."""

        name = "audit"
        indexes = [
            IndexModel([("subject_id", ASCENDING), ("at", DESCENDING)]),
            IndexModel([("at", DESCENDING)]),
        ]

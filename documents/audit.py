"""Who did what, when: append-only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession

from documents.clock import now
from documents.kept import Kept
from documents.uncounted import SPARED, UNCOUNTED

# What `documents.stats` adds up.
ADDED_UP = frozenset(
    {
        "image.approved",
        "image.deleted",
        "image.rejected",
        "image.uploaded",
        "image.withdrawn",
    }
)


class Actor(BaseModel):
    """Who acted, and with which session or key; nothing at all means Ecogram itself."""

    user_id: PydanticObjectId | None = None
    session_id: PydanticObjectId | None = None
    api_key_id: PydanticObjectId | None = None
    # The name of an automatic rule, which acted for nobody.
    rule: str | None = None


class AuditEntry(Kept):
    """One change of one object. Entries are only ever added."""

    actor: Actor
    action: str
    subject_kind: str
    subject_id: PydanticObjectId
    before: dict[str, Any] = Field(default_factory=dict)
    after: dict[str, Any] = Field(default_factory=dict)
    at: datetime = Field(default_factory=now)
    # The counting that has it: see documents.uncounted. Nothing else of an entry ever changes.
    counted: int | None = Field(
        default_factory=lambda said: None if said["action"] in ADDED_UP else SPARED
    )

    class Settings:
        """Where and how entries are kept."""

        name = "audit"
        indexes = [
            UNCOUNTED,
            *(
                IndexModel(
                    [
                        *((field, ASCENDING) for field in fields),
                        ("at", DESCENDING),
                        ("_id", DESCENDING),
                    ]
                )
                for fields in (
                    (),
                    ("subject_id",),
                    ("subject_kind",),
                    ("actor.user_id",),
                    ("actor.rule",),
                    ("action",),
                )
            ),
        ]

    @classmethod
    async def add(cls, entries: Sequence["AuditEntry"], session: AsyncClientSession) -> None:
        """Keep entries in the transaction of the changes that they tell of."""
        if entries:
            await cls.insert_many(list(entries), session=session)

"""Tables of what is said of pictures: made by a job, fetched by whoever asked for them."""

from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.expiring import BY_EXPIRY, MadeFile
from documents.transactions import Session


class MetadataExport(MadeFile):
    """One table; without a `key` it is still being made.

    Of the images `ids` in that order or, where there are none, of those that `where` describes
    by the fields of a filter. `location` says that positions are in it.
    """

    ids: list[PydanticObjectId] | None = None
    where: dict[str, Any] = Field(default_factory=dict)
    location: bool = False
    key: str | None = None
    rows: int | None = None
    bytes: int | None = None

    class Settings:
        """Where and how exports are kept."""

        name = "metadata_exports"
        indexes = [
            BY_EXPIRY,
            IndexModel([("job_id", ASCENDING)]),
        ]

    @classmethod
    async def drop_all(cls, session: Session | None = None) -> None:
        """Let go of every table: what it says of a place is to be forgotten."""
        await cls.get_pymongo_collection().update_many(
            {"expires_at": {"$gt": now()}}, {"$set": {"expires_at": now()}}, session=session
        )

"""Places in the store that are not given to another picture yet."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel, UpdateOne

from documents.clock import now

# No worker is so slow that it still writes after that.
REST = timedelta(days=1)


class RetiredKey(Document):
    """A clash key whose picture is gone: a worker that was slow may yet write or delete there."""

    id: str  # type: ignore[assignment]  # the key itself
    retired_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how they are kept; MongoDB removes them after REST."""

        name = "retired_keys"
        indexes = [
            IndexModel(
                [("retired_at", ASCENDING)],
                name="expiry",
                expireAfterSeconds=int(REST.total_seconds()),
            )
        ]

    @classmethod
    async def add(cls, keys: Iterable[str]) -> None:
        """Let keys rest from now on; do this before their pictures' records are removed."""
        rest = {"$set": {"retired_at": now()}}
        writes = [UpdateOne({"_id": key}, rest, upsert=True) for key in keys]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, ordered=False)

    @classmethod
    async def among(cls, keys: Iterable[str]) -> set[str]:
        """Those of `keys` that rest; one query."""
        found = cls.get_pymongo_collection().find({"_id": {"$in": list(keys)}})
        return {raw["_id"] async for raw in found}

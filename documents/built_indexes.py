"""Which indexes of a collection are ours: only those are ever dropped, by one process at a time."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ReturnDocument

# Whoever builds says again and again that it lives; the turn of one that died is soon over.
LEASE = timedelta(seconds=30)
RENEWAL, PATIENCE = LEASE.total_seconds() / 3, 0.1
_UNTIL: dict[str, Any] = {"$add": ["$$NOW", LEASE // timedelta(milliseconds=1)]}


class BuiltIndexes(Document):
    """The names of the indexes that we have built for one collection, which is its id.

    Times are the database's own, so no two machines have to agree on one.
    """

    id: str  # type: ignore[assignment]
    names: list[str] = Field(default_factory=list)

    class Settings:
        """Where they are kept."""

        name = "built_indexes"

    @classmethod
    async def known(cls) -> dict[str, set[str]]:
        """All names, by collection."""
        rows = cls.get_pymongo_collection().find({}, {"names": 1})
        return {row["_id"]: set(row["names"]) async for row in rows}

    @classmethod
    @asynccontextmanager
    async def turn(cls, collection: str) -> AsyncIterator[set[str]]:
        """Be the only one who changes a collection's indexes; waits for whoever does.

        Gives the names as they are known by then.
        """
        holder = secrets.token_hex(8)
        await cls.get_pymongo_collection().update_one(
            {"_id": collection}, {"$setOnInsert": {"names": []}}, upsert=True
        )
        names = await cls._take(collection, holder)
        while names is None:
            await asyncio.sleep(PATIENCE)
            names = await cls._take(collection, holder)
        renewal = asyncio.create_task(cls._renew(collection, holder))
        try:
            yield names
        finally:
            renewal.cancel()
            await asyncio.wait([renewal])
            await cls.get_pymongo_collection().update_one(
                {"_id": collection, "holder": holder}, {"$unset": {"holder": "", "until": ""}}
            )

    @classmethod
    async def remember(cls, collection: str, names: Iterable[str]) -> None:
        """Take down which are ours from now on."""
        await cls.get_pymongo_collection().update_one(
            {"_id": collection}, {"$set": {"names": sorted(names)}}
        )

    @classmethod
    async def _take(cls, collection: str, holder: str) -> set[str] | None:
        free: dict[str, Any] = {
            "$or": [{"holder": None}, {"$expr": {"$lt": ["$until", "$$NOW"]}}],
        }
        row = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": collection, **free},
            [{"$set": {"holder": holder, "until": _UNTIL}}],
            return_document=ReturnDocument.AFTER,
        )
        return None if row is None else set(row["names"])

    @classmethod
    async def _renew(cls, collection: str, holder: str) -> None:
        while True:
            await asyncio.sleep(RENEWAL)
            await cls.get_pymongo_collection().update_one(
                {"_id": collection, "holder": holder}, [{"$set": {"until": _UNTIL}}]
            )

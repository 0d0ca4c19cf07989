"""Files made for those who download: cached for as long as they are what was asked for."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.cursor import AsyncCursor

from documents.clock import now
from documents.kept import Kept
from documents.pages import Raw
from documents.transactions import Session

KEPT_FOR = timedelta(hours=24)
# A made-up fingerprint of its own: nobody finds it any more, and a sweeper removes its files.
GONE = [
    {
        "$set": {
            "gone_at": "$$NOW",
            "fingerprint": {"$concat": ["gone:", {"$toString": "$_id"}]},
        }
    }
]


class DownloadMetadata(StrEnum):
    """What a downloaded file tells beside its pixels."""

    MERGED = "MERGED"
    ORIGINAL = "ORIGINAL"
    NONE = "NONE"


class Wanted(NamedTuple):
    """One picture as somebody wants to download it, and what it is made of."""

    image_id: PydanticObjectId
    metadata: DownloadMetadata
    fingerprint: str


class Download(Kept):
    """One made file; without a `key` it is still being made."""

    image_id: PydanticObjectId
    metadata: DownloadMetadata
    fingerprint: str
    # The job that makes it, and all that have tried: where a try may have left a file.
    job_id: PydanticObjectId
    job_ids: list[PydanticObjectId]
    key: str | None = None
    # An XMP file, where the file itself could not take all that people wrote.
    sidecar_key: str | None = None
    bytes: int | None = None
    sidecar_bytes: int | None = None
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    gone_at: datetime | None = None

    class Settings:
        """Where and how downloads are kept."""

        name = "downloads"
        indexes = [
            IndexModel(
                [("image_id", ASCENDING), ("metadata", ASCENDING), ("fingerprint", ASCENDING)],
                unique=True,
            ),
            IndexModel([("expires_at", ASCENDING)]),
            IndexModel([("gone_at", ASCENDING)], sparse=True),
        ]

    @classmethod
    async def found(
        cls, wanted: Iterable[Wanted], session: Session | None = None
    ) -> dict[Wanted, Raw]:
        """What there is of what is wanted, as raw rows; one query."""
        asked = set(wanted)
        where = {"image_id": {"$in": [one.image_id for one in asked]}, "gone_at": None}
        rows = cls.get_pymongo_collection().find(where, session=session)
        by_want = {_want(raw): raw async for raw in rows}
        return {want: raw for want, raw in by_want.items() if want in asked}

    @classmethod
    async def plan(cls, jobs: Mapping[Wanted, PydanticObjectId], session: Session) -> None:
        """Note which job makes what; whoever wants the same finds it."""
        fresh = {"expires_at": now() + KEPT_FOR}
        writes = [
            UpdateOne(
                {
                    "image_id": want.image_id,
                    "metadata": want.metadata,
                    "fingerprint": want.fingerprint,
                },
                {
                    "$set": {**fresh, "job_id": job_id},
                    "$addToSet": {"job_ids": job_id},
                    "$setOnInsert": {
                        "_id": PydanticObjectId(),
                        "created_at": now(),
                        "key": None,
                        "gone_at": None,
                    },
                },
                upsert=True,
            )
            for want, job_id in jobs.items()
        ]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, session=session)

    @classmethod
    async def keep_on(cls, ids: Sequence[PydanticObjectId], session: Session) -> None:
        """Keep made files for another day."""
        await cls.get_pymongo_collection().update_many(
            {"_id": {"$in": list(ids)}},
            {"$set": {"expires_at": now() + KEPT_FOR}},
            session=session,
        )

    @classmethod
    async def of_job(
        cls, job_id: PydanticObjectId, image_id: PydanticObjectId
    ) -> "Download | None":
        """What a job is to make; None where nobody wants it any more."""
        return await cls.find_one({"image_id": image_id, "job_id": job_id, "gone_at": None})

    async def ready(self, made: Mapping[str, Any], session: Session) -> bool:
        """Say where the file lies; False where nobody wants it any more."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "job_id": self.job_id, "gone_at": None},
            {"$set": {**made, "expires_at": now() + KEPT_FOR}},
            session=session,
        )
        return result.matched_count == 1

    @classmethod
    async def drop(
        cls, image_ids: Sequence[PydanticObjectId], session: Session | None = None
    ) -> None:
        """Let go of all that was made of these images; a sweeper removes the files."""
        where = {"image_id": {"$in": list(image_ids)}, "gone_at": None}
        await cls.get_pymongo_collection().update_many(where, GONE, session=session)

    @classmethod
    async def drop_expired(cls) -> None:
        """Let go of what nobody has asked for in a day."""
        where = {"expires_at": {"$lt": now()}, "gone_at": None}
        await cls.get_pymongo_collection().update_many(where, GONE)

    @classmethod
    async def dropped(cls, limit: int) -> list[Raw]:
        """Some whose files may go, by `_id` and `job_ids`."""
        return await cls._tries({"gone_at": {"$type": "date"}}).limit(limit).to_list()

    @classmethod
    async def of_images(cls, image_ids: Sequence[PydanticObjectId]) -> list[Raw]:
        """Every download of some images, dropped ones too, by `_id` and `job_ids`."""
        return await cls._tries({"image_id": {"$in": list(image_ids)}}).to_list()

    @classmethod
    def _tries(cls, where: Raw) -> AsyncCursor[Raw]:
        return cls.get_pymongo_collection().find(where, {"job_ids": 1})

    @classmethod
    async def forget(cls, ids: Sequence[PydanticObjectId]) -> None:
        """Remove the records, after their objects."""
        await cls.get_pymongo_collection().delete_many({"_id": {"$in": list(ids)}})


def wanted(image: Raw, metadata: DownloadMetadata) -> Wanted:
    """An image of a raw row as it would be made now.

    Whatever the made file depends on is in the fingerprint, so none is given out that is stale.
    """
    parts = [image["original"]["key"], image["original"].get("sha256")]
    if metadata is DownloadMetadata.MERGED:
        parts.append(json.dumps(image.get("edits") or {}, sort_keys=True, default=str))
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return Wanted(image["_id"], metadata, digest)


def _want(raw: Raw) -> Wanted:
    return Wanted(raw["image_id"], DownloadMetadata(raw["metadata"]), raw["fingerprint"])

"""Files that clients send to the store directly: announced, waited for, taken over once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.audit import Actor
from documents.clock import now
from documents.kept import Kept
from documents.same_name import SameName
from documents.transactions import Session

# Copying a handful of files inside the store takes seconds; who needs more is gone.
LEASE = timedelta(minutes=2)


class UploadMethod(StrEnum):
    """How the bytes are sent: as a form, as one request, or in parts."""

    POST = "POST"
    PUT = "PUT"
    MULTIPART = "MULTIPART"


class UploadPurpose(StrEnum):
    """What becomes of the bytes: an image, or the items of an import."""

    IMAGE = "IMAGE"
    ARCHIVE = "ARCHIVE"


class UploadState(StrEnum):
    """Where an upload is."""

    WAITING = "WAITING"
    TAKING = "TAKING"
    COMPLETED = "COMPLETED"
    EXPIRED = "EXPIRED"


# One caller at a time takes an upload over; it goes back to WAITING when the bytes are not there.
UPLOAD_ARROWS = {
    UploadState.WAITING: {UploadState.TAKING, UploadState.EXPIRED},
    UploadState.TAKING: {UploadState.WAITING, UploadState.COMPLETED, UploadState.EXPIRED},
    UploadState.COMPLETED: set[UploadState](),
    UploadState.EXPIRED: set[UploadState](),
}


class Upload(Kept):
    """What was announced of one file. `until` is when a caller that takes it over counts as dead.

    `bytes` and `content_type` are promises that are checked before it is taken over. An ARCHIVE
    is nobody's to take over: it is read where it is, and its `image_id` is no image's.
    `same_name` is heeded when it is taken over; with REPLACE, `image_id` may be another one then.
    """

    image_id: PydanticObjectId
    actor: Actor
    method: UploadMethod
    content_type: str
    bytes: int
    purpose: UploadPurpose = UploadPurpose.IMAGE
    same_name: SameName = SameName.KEEP_BOTH
    promised_sha256: str | None = None
    part_bytes: int | None = None
    multipart_id: str | None = None
    state: UploadState = UploadState.WAITING
    by: str | None = None
    until: datetime | None = None
    expires_at: datetime
    created_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how uploads are kept, until they expire."""

        name = "uploads"
        indexes = [
            IndexModel([("expires_at", ASCENDING)]),
            IndexModel([("image_id", ASCENDING)]),
            IndexModel([("multipart_id", ASCENDING)], sparse=True),
        ]

    @property
    def over(self) -> bool:
        """Whether nothing can come of it any more."""
        waiting = self.state is not UploadState.COMPLETED
        return self.state is UploadState.EXPIRED or (waiting and self.expires_at <= now())

    @classmethod
    async def among(
        cls, ids: Sequence[PydanticObjectId], actor: Actor | None = None
    ) -> "dict[PydanticObjectId, Upload]":
        """Those of `ids` that are there, by id; with `actor` only those of that account or key."""
        where: dict[str, Any] = {"_id": {"$in": list(ids)}}
        if actor is not None:
            where |= {"actor.user_id": actor.user_id, "actor.api_key_id": actor.api_key_id}
        return {upload.id: upload async for upload in cls.find(where)}

    @classmethod
    async def claim(cls, ids: Sequence[PydanticObjectId], by: str) -> "list[Upload]":
        """Those of `ids` that are now the caller's to take over; expired ones are nobody's."""
        moment = now()
        free = [
            {"state": UploadState.WAITING},
            {"state": UploadState.TAKING, "until": {"$lt": moment}},
        ]
        result = await cls.get_pymongo_collection().update_many(
            {
                "_id": {"$in": list(ids)},
                "purpose": {"$ne": UploadPurpose.ARCHIVE},
                "expires_at": {"$gt": moment},
                "$or": free,
            },
            {"$set": {"state": UploadState.TAKING, "by": by, "until": moment + LEASE}},
        )
        return await cls.held(ids, by) if result.modified_count else []

    @classmethod
    async def held(
        cls, ids: Sequence[PydanticObjectId], by: str, session: Session | None = None
    ) -> "list[Upload]":
        """Those of `ids` that `by` is taking over."""
        mine = {"_id": {"$in": list(ids)}, "state": UploadState.TAKING, "by": by}
        return await cls.find(mine, session=session).to_list()

    @classmethod
    async def release(cls, ids: Sequence[PydanticObjectId], by: str) -> None:
        """Let others try those of `ids` that `by` did not complete."""
        if not ids:
            return
        await cls.get_pymongo_collection().update_many(
            {"_id": {"$in": list(ids)}, "state": UploadState.TAKING, "by": by},
            {"$set": {"state": UploadState.WAITING, "by": None, "until": None}},
        )

    @classmethod
    async def complete(cls, ids: Sequence[PydanticObjectId], session: Session) -> None:
        """End uploads that the caller has seen to be its own in this transaction."""
        await cls.get_pymongo_collection().update_many(
            {"_id": {"$in": list(ids)}, "state": UploadState.TAKING},
            {"$set": {"state": UploadState.COMPLETED, "by": None, "until": None}},
            session=session,
        )

    @classmethod
    async def point(
        cls, image_id: PydanticObjectId, other_id: PydanticObjectId, session: Session
    ) -> None:
        """Say that what was sent for one image is another one, which was there before."""
        await cls.get_pymongo_collection().update_many(
            {"image_id": image_id}, {"$set": {"image_id": other_id}}, session=session
        )

    @classmethod
    async def keep(cls, id: PydanticObjectId, until: datetime) -> None:
        """End an archive's upload, as its import has begun; what was sent stays `until` then."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id, "state": UploadState.WAITING},
            {"$set": {"state": UploadState.COMPLETED, "expires_at": until}},
        )

    @classmethod
    async def begun(cls, id: PydanticObjectId, multipart_id: str) -> None:
        """Keep the store's id of an upload in parts."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id}, {"$set": {"multipart_id": multipart_id}}
        )

    @classmethod
    async def in_parts(cls, multipart_ids: Sequence[str]) -> set[str]:
        """Those of some of the store's ids whose upload may still be completed."""
        alive = [UploadState.WAITING, UploadState.TAKING]
        where = {"multipart_id": {"$in": list(multipart_ids)}, "state": {"$in": alive}}
        return set(await cls.get_pymongo_collection().distinct("multipart_id", where))

    @classmethod
    async def ended(cls, age: timedelta, limit: int) -> "list[Upload]":
        """End what was not completed in time; gives those that expired `age` ago or earlier.

        They are EXPIRED or COMPLETED, and `limit` at most.
        """
        moment = now()
        old = {"expires_at": {"$lte": moment - age}}
        idle = [
            {"state": UploadState.WAITING},
            {"state": UploadState.TAKING, "until": {"$lt": moment}},
        ]
        await cls.get_pymongo_collection().update_many(
            {**old, "$or": idle},
            {"$set": {"state": UploadState.EXPIRED, "by": None, "until": None}},
        )
        ends = [state for state, targets in UPLOAD_ARROWS.items() if not targets]
        return await cls.find({**old, "state": {"$in": ends}}).limit(limit).to_list()

    @classmethod
    async def forget(cls, ids: Sequence[PydanticObjectId]) -> None:
        """Remove records, as the last step of their ending."""
        await cls.get_pymongo_collection().delete_many({"_id": {"$in": list(ids)}})

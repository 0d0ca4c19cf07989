"""Uploads: claimed by one, whatever the rush, and ended once."""

import asyncio
from datetime import timedelta
from typing import Any

from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from documents.audit import Actor
from documents.clock import now
from documents.uploads import Upload, UploadMethod, UploadState


async def announced(count: int, *, left: timedelta = timedelta(hours=1)) -> list[PydanticObjectId]:
    """The ids of uploads that wait, and expire after `left`."""
    uploads = [
        Upload(
            image_id=PydanticObjectId(),
            actor=Actor(),
            method=UploadMethod.PUT,
            content_type="image/jpeg",
            bytes=1,
            expires_at=now() + left,
        )
        for _ in range(count)
    ]
    await Upload.insert_many(uploads)
    return [upload.id for upload in uploads]


async def test_each_upload_is_claimed_by_one(database: AsyncDatabase[Any]) -> None:
    """Of twenty who want the same ten uploads, each upload has exactly one."""
    ids = await announced(10)
    claims = await asyncio.gather(*(Upload.claim(ids, str(number)) for number in range(20)))

    assert sorted(upload.id for claim in claims for upload in claim) == sorted(ids)


async def test_an_expired_upload_is_nobodys(database: AsyncDatabase[Any]) -> None:
    """After its expiry nobody can begin to take it over."""
    ids = await announced(1, left=timedelta(seconds=-1))

    assert await Upload.claim(ids, "me") == []


async def test_a_claim_is_given_back_by_its_holder_alone(database: AsyncDatabase[Any]) -> None:
    """Who does not hold it cannot release it."""
    ids = await announced(1)
    await Upload.claim(ids, "me")
    await Upload.release(ids, "you")
    held = await Upload.claim(ids, "you")
    await Upload.release(ids, "me")
    free = await Upload.claim(ids, "you")

    assert held == []
    assert [upload.id for upload in free] == ids


async def test_what_is_in_work_is_not_ended(database: AsyncDatabase[Any]) -> None:
    """The sweeper leaves alone what somebody is taking over in these minutes."""
    waiting, held = await announced(2)
    await Upload.claim([held], "me")
    past = {"$set": {"expires_at": now() - timedelta(hours=1)}}
    await Upload.get_pymongo_collection().update_many({}, past)
    ended = await Upload.ended(timedelta(0), 10)

    assert [(upload.id, upload.state) for upload in ended] == [(waiting, UploadState.EXPIRED)]

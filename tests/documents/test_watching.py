"""Following a collection over the death of its database."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from beanie import PydanticObjectId
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

import documents
from app.embedded import mongod
from documents.jobs import Job, JobKind
from documents.watching import changes
from tests.conftest import needed

INSERTS = [{"$match": {"operationType": "insert"}}]
COUNT = 200


class Follower:
    """Everything that a change stream told, in its order; None where it began anew."""

    def __init__(self) -> None:
        self.heard: list[PydanticObjectId | None] = []
        self._task = asyncio.create_task(self._follow())

    async def until(self, count: int) -> None:
        """Wait until so much was told."""
        async with asyncio.timeout(60):
            while len(self.heard) < count:
                assert not self._task.done()
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Follow no more."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self) -> None:
        async for raw in changes(Job, INSERTS):
            self.heard.append(raw["_id"] if raw else None)


async def inserted() -> PydanticObjectId:
    """The id of a job that the database has acknowledged."""
    job = Job(kind=JobKind.PROCESS, image_id=PydanticObjectId())
    await job.insert()
    return job.id


async def test_no_event_is_lost_with_the_database(tmp_path: Path) -> None:
    """mongod killed in mid work and started again: each event is told once, and in its order."""
    async with AsyncExitStack() as dying, AsyncExitStack() as rest:
        with needed():
            uri = await dying.enter_async_context(mongod.running(tmp_path))
        client = AsyncMongoClient[dict[str, Any]](uri, tz_aware=True)
        await documents.connect(client["test_watching"])
        follower = Follower()
        await follower.until(1)
        before = [await inserted() for _ in range(COUNT)]
        pid = (await client.admin.command("serverStatus"))["pid"]
        os.kill(pid, signal.SIGKILL)
        await dying.aclose()
        await rest.enter_async_context(mongod.running(tmp_path))
        await rest.enter_async_context(client)
        after = [await inserted() for _ in range(COUNT)]
        await follower.until(1 + 2 * COUNT)
        await follower.stop()

    assert follower.heard == [None, *before, *after]


async def test_a_dropped_collection_is_followed_on(
    own_database: AsyncDatabase[dict[str, Any]],
) -> None:
    """Where no way leads on, the follower is told to look anew, and hears what comes then."""
    follower = Follower()
    await follower.until(1)
    first = await inserted()
    await follower.until(2)
    await own_database.drop_collection("jobs")
    await follower.until(3)
    second = await inserted()
    await follower.until(4)
    await follower.stop()

    assert follower.heard == [None, first, None, second]

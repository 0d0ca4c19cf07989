"""Turns are taken by themselves."""

import asyncio
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from documents.changes import Change, ChangeKind
from jobs import waking
from jobs.telling import tell


async def test_turns_are_taken_until_there_are_none_and_again_at_each_change(
    database: AsyncDatabase[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that fails holds up nobody, and each has a name of its own."""
    monkeypatch.setattr(waking, "LOOK_SECONDS", 60.0)
    asked: list[str] = []
    rested, woken = asyncio.Event(), asyncio.Event()

    async def turn(by: str) -> bool:
        asked.append(by)
        if len(asked) == 3:
            rested.set()
        if len(asked) > 3 and rested.is_set():
            woken.set()
        return len(asked) < 3

    async def fails(by: str) -> bool:
        raise RuntimeError(by)

    task = asyncio.create_task(tell([fails, turn]))
    async with asyncio.timeout(20):
        await rested.wait()
        number = 0
        while not woken.is_set():
            number += 1
            change = Change(id=number, kind=ChangeKind.DELETED, image_id=PydanticObjectId())
            await change.insert()
            await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert len(set(asked)) == 1
    assert asked[0].endswith(":1")


async def test_a_worker_that_tells_nobody_has_nothing_to_do() -> None:
    """It does not even follow the changes."""
    await tell([])

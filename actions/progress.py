"""Following work live: one change stream a process, any number of followers."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from actions.following.touched import TouchHub
from documents.jobs import Job, JobKind
from documents.pages import Raw
from documents.watching import changes

FOLLOWED = [JobKind.ANALYSE.value, JobKind.PROCESS.value, JobKind.PUBLISH.value]
PIPELINE = [
    {
        "$match": {
            "fullDocument.kind": {"$in": [*FOLLOWED, JobKind.EXPORT.value, JobKind.IMPORT.value]},
            # Every stage moves the progress; leases and the like do not.
            "$or": [
                {"operationType": "insert"},
                {"updateDescription.updatedFields.progress": {"$exists": True}},
            ],
        }
    }
]
# What a follower may lag behind. The oldest news is the first to go, and then looked up.
MOST_WAITING = 1_000
# Jobs whose stages a follower remembers; older ones are over and tell nothing more.
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class StageReached:
    """One stage of one job, told once to each follower."""

    image_id: PydanticObjectId
    job_id: PydanticObjectId
    kind: JobKind
    stage: str
    at: datetime
    progress: float
    problem: Raw | None


class Mailbox:
    """The newest jobs that a follower has not seen yet."""

    def __init__(self, wanted: Callable[[Raw], bool]) -> None:
        self.wanted = wanted
        self._waiting: deque[Raw | None] = deque(maxlen=MOST_WAITING)
        self._news = asyncio.Event()
        self._overflowed = False

    def put(self, raw: Raw | None) -> None:
        """Leave a job, or None for: something may have been missed, look again."""
        if raw is None or self.wanted(raw):
            self._overflowed |= len(self._waiting) == MOST_WAITING
            self._waiting.append(raw)
            self._news.set()

    async def take(self) -> Raw | None:
        """The oldest of what waits; None once all is read where something had to go."""
        while not self._waiting:
            if self._overflowed:
                self._overflowed = False
                return None
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()

    async def take_all(self) -> None:
        """Wait until something has come, and throw away all that has."""
        await self.take()
        self._waiting.clear()


class Hub:
    """Hands every change of a job, and every touch of a picture, to followers of this process."""

    def __init__(self) -> None:
        self._mailboxes: set[Mailbox] = set()
        self.touched = TouchHub()

    async def run(self) -> None:
        """Follow until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._run())
            group.create_task(self.touched.run())

    async def _run(self) -> None:
        async for raw in changes(Job, PIPELINE):
            for mailbox in self._mailboxes:
                mailbox.put(raw)

    @contextlib.contextmanager
    def open(self, wanted: Callable[[Raw], bool]) -> Iterator[Mailbox]:
        """A mailbox for the changes that are `wanted`, as long as the block runs."""
        mailbox = Mailbox(wanted)
        self._mailboxes.add(mailbox)
        try:
            yield mailbox
        finally:
            self._mailboxes.discard(mailbox)


async def follow(hub: Hub, where: Mapping[str, Any]) -> AsyncIterator[StageReached]:
    """Every stage of the jobs of some images: first what was told so far, then live, once each.

    `where` names the images by the fields of a job: {"image_id": {"$in": [...]}}, or {} for all,
    which tells only what is to come.
    """
    ids = set(where["image_id"]["$in"]) if where else None
    told: dict[PydanticObjectId, int] = {}

    def wanted(job: Raw) -> bool:
        return job["kind"] in FOLLOWED and (ids is None or job["image_id"] in ids)

    with hub.open(wanted) as mailbox:
        mailbox.put(None)
        while True:
            raw = await mailbox.take()
            jobs = [raw] if raw is not None else await _snapshot(where)
            for job in jobs:
                for reached in _news(job, told):
                    yield reached


async def _snapshot(where: Mapping[str, Any]) -> list[Raw]:
    if not where:
        return []
    found = Job.get_pymongo_collection().find({**where, "kind": {"$in": FOLLOWED}})
    return await found.sort("created_at").to_list()


def _news(job: Raw, told: dict[PydanticObjectId, int]) -> Iterator[StageReached]:
    """The stages of a job that this follower has not been told."""
    stages = job["stages"]
    already = told.get(job["_id"], 0)
    told[job["_id"]] = max(already, len(stages))
    if len(told) > MOST_REMEMBERED:
        del told[next(iter(told))]
    for stage in stages[already:]:
        yield StageReached(
            image_id=job["image_id"],
            job_id=job["_id"],
            kind=JobKind(job["kind"]),
            stage=stage["name"],
            at=stage["at"],
            progress=job["progress"],
            problem=job["problem"],
        )

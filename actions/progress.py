"""Following work live: a change stream a kind and process, any number of followers."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from actions.following.together import Gatherings
from actions.following.touched import TouchHub
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.pages import Raw
from documents.processing_states import ProcessingState
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
# What of a picture may put it into the queue of reviewers, or take it out.
PICTURES: list[Raw] = [
    {
        "$match": {
            "operationType": "update",
            "$or": [
                *(
                    {f"updateDescription.updatedFields.{field}": {"$exists": True}}
                    for field in ("assignee_id", "deleted_at", "review")
                ),
                {"updateDescription.updatedFields.state": ProcessingState.READY.value},
                # Processed again; what has just come in was in no queue.
                {
                    "updateDescription.updatedFields.state": ProcessingState.QUEUED.value,
                    "fullDocument.renditions.0": {"$exists": True},
                },
            ],
        }
    },
    {
        "$addFields": {
            "fullDocument.reassigned": {
                "$ne": [{"$type": "$updateDescription.updatedFields.assignee_id"}, "missing"]
            }
        }
    },
    {
        "$project": {
            f"fullDocument.{field}": 1
            for field in ("_id", "assignee_id", "deleted_at", "reassigned", "review", "state")
        }
    },
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
    """The newest changes that a follower has not seen yet."""

    def __init__(self, wanted: Callable[[Raw], bool]) -> None:
        self.wanted = wanted
        self._waiting: deque[Raw | None] = deque(maxlen=MOST_WAITING)
        self._news = asyncio.Event()
        self._overflowed = False

    def put(self, raw: Raw | None) -> None:
        """Leave a row, or None for: something may have been missed, look again."""
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
    """Hands every change of a job or a picture to the followers of this process."""

    def __init__(self) -> None:
        self._mailboxes: set[Mailbox] = set()
        self._of_pictures: set[Mailbox] = set()
        self.touched = TouchHub()
        self.gatherings = Gatherings(self.touched)

    async def run(self) -> None:
        """Follow jobs and pictures until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(_deliver(changes(Job, PIPELINE), self._mailboxes))
            group.create_task(_deliver(changes(Image, PICTURES), self._of_pictures))
            group.create_task(self.touched.run())

    def open(self, wanted: Callable[[Raw], bool]) -> AbstractContextManager[Mailbox]:
        """A mailbox for the changes of jobs that are `wanted`, as long as the block runs."""
        return _opened(self._mailboxes, wanted)

    def open_pictures(self, wanted: Callable[[Raw], bool]) -> AbstractContextManager[Mailbox]:
        """The same for changes of pictures, of which PICTURES says what is told."""
        return _opened(self._of_pictures, wanted)


async def _deliver(news: AsyncIterator[Raw | None], mailboxes: AbstractSet[Mailbox]) -> None:
    async for raw in news:
        for mailbox in mailboxes:
            mailbox.put(raw)


@contextlib.contextmanager
def _opened(mailboxes: set[Mailbox], wanted: Callable[[Raw], bool]) -> Iterator[Mailbox]:
    mailbox = Mailbox(wanted)
    mailboxes.add(mailbox)
    try:
        yield mailbox
    finally:
        mailboxes.discard(mailbox)


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

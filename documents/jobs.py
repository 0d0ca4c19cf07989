"""The truth about work: who does what, how far it is, and until when it is theirs.

A deliverer (a change stream, Celery) only wakes a worker; a lost, doubled or late message
changes nothing, because a job is claimed here, by one conditional update.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel, ReturnDocument

from documents.clock import now
from documents.images import Problem
from documents.kept import Kept
from documents.transactions import Session

# A lease is renewed four times before it ends, so a live worker is not robbed by a slow moment.
LEASE = timedelta(seconds=20)
MAX_ATTEMPTS = 3


class JobKind(StrEnum):
    """What a job does."""

    PROCESS = "PROCESS"
    PUBLISH = "PUBLISH"
    UNPUBLISH = "UNPUBLISH"
    ERASE = "ERASE"
    DOWNLOAD = "DOWNLOAD"
    REMOVE_LOCATION = "REMOVE_LOCATION"


class JobState(StrEnum):
    """Where a job is."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


JOB_ARROWS = {
    JobState.QUEUED: {JobState.RUNNING, JobState.CANCELLED},
    JobState.RUNNING: {
        JobState.QUEUED,
        JobState.SUCCEEDED,
        JobState.FAILED,
        JobState.CANCELLED,
    },
    JobState.SUCCEEDED: set[JobState](),
    JobState.FAILED: {JobState.QUEUED},
    JobState.CANCELLED: set[JobState](),
}
OPEN = [state for state, targets in JOB_ARROWS.items() if JobState.CANCELLED in targets]


class Stage(BaseModel):
    """One stage that was reached, told once."""

    name: str
    at: datetime = Field(default_factory=now)


class LeaseLost(Exception):
    """The job belongs to somebody else now, or to nobody: stop and leave it alone."""


class Job(Kept):
    """Anything that takes time. `due` is when it may be claimed: the lease's end while it runs."""

    kind: JobKind
    state: JobState = JobState.QUEUED
    image_id: PydanticObjectId
    payload: dict[str, Any] = Field(default_factory=dict)
    stages: list[Stage] = Field(default_factory=lambda: [Stage(name="QUEUED")])
    progress: float = 0.0
    attempts: int = 0
    problem: Problem | None = None
    due: datetime = Field(default_factory=now)
    by: str | None = None
    told_at: datetime = Field(default_factory=now)
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None

    class Settings:
        """Where and how jobs are kept."""

        name = "jobs"
        indexes = [
            IndexModel(
                [("due", ASCENDING)],
                name="open",
                partialFilterExpression={"state": {"$in": list(OPEN)}},
            ),
            IndexModel([("image_id", ASCENDING), ("created_at", ASCENDING)]),
            IndexModel([("by", ASCENDING)], sparse=True),
        ]

    @classmethod
    async def claim(cls, by: str, id: PydanticObjectId | None = None) -> "Job | None":
        """Take the job that has waited longest (or `id`, if it waits), with a lease of ours."""
        where = {"state": {"$in": OPEN}, "due": {"$lte": now()}}
        moment = now()
        raw = await cls.get_pymongo_collection().find_one_and_update(
            where if id is None else {**where, "_id": id},
            {
                "$set": {
                    "state": JobState.RUNNING,
                    "by": by,
                    "due": moment + LEASE,
                    "updated_at": moment,
                },
                "$inc": {"attempts": 1},
            },
            sort=[("due", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return None if raw is None else cls.model_validate(raw)

    async def renew(self) -> None:
        """Keep the lease. Raises LeaseLost."""
        await self._mine({"$set": {"due": now() + LEASE}})

    async def reach(self, stage: str, progress: float) -> None:
        """Tell that a stage is reached, once however often the job runs. Raises LeaseLost."""
        if any(told.name == stage for told in self.stages):
            return
        told = Stage(name=stage)
        await self._mine(
            {"$push": {"stages": told.model_dump()}, "$set": {"progress": progress}},
        )
        self.stages.append(told)

    async def finish(
        self,
        state: JobState,
        stage: str,
        problem: Problem | None = None,
        session: Session | None = None,
    ) -> None:
        """End the job, telling `stage` as its last one. Raises LeaseLost."""
        ended: dict[str, Any] = {
            "state": state,
            "progress": 1.0,
            "problem": problem.model_dump() if problem else None,
            "finished_at": now(),
            "by": None,
        }
        update = {"$set": ended, "$push": {"stages": Stage(name=stage).model_dump()}}
        await self._mine(update, session)

    async def give_back(self, problem: Problem, wait: timedelta, *, counted: bool = True) -> None:
        """Put the job back for another try after `wait`. Raises LeaseLost.

        A try that is not `counted` failed for a reason that is none of the job's doing.
        """
        back: dict[str, Any] = {
            "state": JobState.QUEUED,
            "problem": problem.model_dump(),
            "by": None,
            "due": now() + wait,
        }
        await self._mine({"$set": back, "$inc": {"attempts": 0 if counted else -1}})

    async def _mine(self, update: dict[str, Any], session: Session | None = None) -> None:
        update["$set"] = {**update.get("$set", {}), "updated_at": now()}
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "by": self.by, "state": JobState.RUNNING}, update, session=session
        )
        if result.matched_count == 0:
            raise LeaseLost

    @classmethod
    async def add(cls, jobs: Sequence["Job"], session: Session) -> None:
        """Keep new jobs, in the transaction that gives the reason for them."""
        if jobs:
            await cls.insert_many(list(jobs), session=session)

    @classmethod
    async def among(cls, ids: Sequence[PydanticObjectId]) -> "dict[PydanticObjectId, Job]":
        """Those of `ids` that are there, by id; one query."""
        return {job.id: job async for job in cls.find({"_id": {"$in": list(ids)}})}

    @classmethod
    def held(cls, kind: JobKind, image_id: PydanticObjectId, by: str) -> "Job":
        """A new job whose first lease is the caller's, who does it at once.

        Should the caller die before it is done, the lease runs out and a worker does it.
        """
        return cls(
            kind=kind,
            image_id=image_id,
            state=JobState.RUNNING,
            by=by,
            attempts=1,
            due=now() + LEASE,
        )

    @classmethod
    async def finish_held(cls, by: str, stage: str) -> None:
        """End all jobs that `by` holds as done."""
        ended = {"state": JobState.SUCCEEDED, "progress": 1.0, "finished_at": now(), "by": None}
        await cls.get_pymongo_collection().update_many(
            {"by": by, "state": JobState.RUNNING},
            {"$set": ended, "$push": {"stages": Stage(name=stage).model_dump()}},
        )

    @classmethod
    async def payloads(
        cls, kind: JobKind, image_ids: Sequence[PydanticObjectId]
    ) -> list[tuple[PydanticObjectId, dict[str, Any]]]:
        """What the jobs of a kind were told, each with its image; in any state they are."""
        where = {"image_id": {"$in": list(image_ids)}, "kind": kind}
        found = cls.get_pymongo_collection().find(where, {"image_id": 1, "payload": 1})
        return [(raw["image_id"], raw["payload"]) async for raw in found]

    @classmethod
    async def undelivered(cls, patience: timedelta, limit: int) -> list[PydanticObjectId]:
        """Jobs that wait but that no message may be under way for; marked as told again now."""
        moment = now()
        jobs = cls.get_pymongo_collection()
        found = jobs.find(
            {
                "state": {"$in": OPEN},
                "due": {"$lte": moment},
                "told_at": {"$lte": moment - patience},
            },
            {"_id": 1},
        )
        ids = [raw["_id"] async for raw in found.limit(limit)]
        await jobs.update_many({"_id": {"$in": ids}}, {"$set": {"told_at": moment}})
        return ids

"""The truth about work: who does what, how far it is, and until when it is theirs.

A deliverer (a change stream, Celery) only wakes a worker; a lost, doubled or late message
changes nothing, because a job is claimed here, by one conditional update.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument

from documents.clock import now
from documents.kept import Kept
from documents.problems import Problem
from documents.transactions import Session
from documents.uncounted import SPARED, UNCOUNTED

# A lease is renewed four times before it ends, so a live worker is not robbed by a slow moment.
LEASE = timedelta(seconds=20)
MAX_ATTEMPTS = 3
# Retries and leases are over by then.
SOON = timedelta(hours=1)
# No message is under way for a job that was given back.
NEVER = datetime.fromtimestamp(0, UTC)
# Each telling doubles the patience until the next, this often.
MOST_DOUBLINGS = 4


class JobKind(StrEnum):
    """What a job does."""

    ARCHIVE = "ARCHIVE"
    PROCESS = "PROCESS"
    PUBLISH = "PUBLISH"
    REBUILD_STATS = "REBUILD_STATS"
    REGENERATE = "REGENERATE"
    RENDER = "RENDER"
    UNPUBLISH = "UNPUBLISH"
    ERASE = "ERASE"
    DOWNLOAD = "DOWNLOAD"
    REMOVE_LOCATION = "REMOVE_LOCATION"
    IMPORT = "IMPORT"
    ANALYSE = "ANALYSE"
    SYNC = "SYNC"
    AUDIT_EXPORT = "AUDIT_EXPORT"
    METADATA_EXPORT = "METADATA_EXPORT"
    METADATA_IMPORT = "METADATA_IMPORT"
    EXPORT = "EXPORT"
    BULK_EDIT = "BULK_EDIT"


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
    """Anything that takes time. `due` is when it may be claimed: the lease's end while it runs.

    It is about an image or, an IMPORT, about an import.
    """

    kind: JobKind
    state: JobState = JobState.QUEUED
    # Of one picture; of an import; or of neither: a SYNC looks at everything.
    image_id: PydanticObjectId | None = None
    import_id: PydanticObjectId | None = None
    payload: dict[str, Any] = Field(default_factory=dict)
    stages: list[Stage] = Field(default_factory=lambda: [Stage(name="QUEUED")])
    progress: float = 0.0
    attempts: int = 0
    problem: Problem | None = None
    due: datetime = Field(default_factory=now)
    by: str | None = None
    told_at: datetime = Field(default_factory=now)
    tellings: int = 0
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None
    # The counting that has how it ended: see documents.uncounted.
    counted: int | None = SPARED

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
            IndexModel([("payload.content_hash", ASCENDING)], sparse=True),
            UNCOUNTED,
            *(
                IndexModel([*fields, ("created_at", DESCENDING), ("_id", DESCENDING)])
                for fields in ([], [("state", ASCENDING)], [("kind", ASCENDING)])
            ),
            IndexModel([("payload.regeneration", ASCENDING), ("state", ASCENDING)], sparse=True),
        ]

    @property
    def picture(self) -> PydanticObjectId:
        """The id of the one picture that it works on; not for kinds that work on none."""
        assert self.image_id is not None, f"A job of kind {self.kind} is about no image."
        return self.image_id

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
                    "told_at": moment,
                    "tellings": 0,
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

    async def note(self, facts: Mapping[str, Any]) -> None:
        """Keep with the job what whoever ends it has to know. Raises LeaseLost."""
        await self._mine({"$set": {f"payload.{name}": fact for name, fact in facts.items()}})
        self.payload |= facts

    async def reach(self, stage: str, progress: float) -> None:
        """Tell that a stage is reached, once however often the job runs. Raises LeaseLost."""
        if any(told.name == stage for told in self.stages):
            return
        told = Stage(name=stage)
        await self._mine(
            {"$push": {"stages": told.model_dump()}, "$set": {"progress": progress}},
        )
        self.stages.append(told)

    async def advance(self, progress: float) -> None:
        """Tell how far it is. Work that gets on is not given up for being lost now and then.

        Raises LeaseLost.
        """
        await self._mine({"$set": {"progress": progress, "attempts": 1}})
        self.attempts = 1

    async def show(self, progress: float) -> None:
        """Tell how far it is, of work that would begin anew. Raises LeaseLost."""
        await self._mine({"$set": {"progress": progress}})

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
            "counted": None,
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
            "told_at": NEVER,
        }
        await self._mine({"$set": back, "$inc": {"attempts": 0 if counted else -1}})

    async def step_aside(self) -> None:
        """Put the job back behind all that wait, to be gone on with. Raises LeaseLost."""
        back = {"state": JobState.QUEUED, "by": None, "due": now()}
        await self._mine({"$set": back, "$inc": {"attempts": -1}})

    @classmethod
    async def any_waits(cls) -> bool:
        """Whether there is a job that nobody has begun, or whose worker is lost."""
        waits = {"state": {"$in": OPEN}, "due": {"$lte": now()}}
        return await cls.get_pymongo_collection().find_one(waits, {"_id": 1}) is not None

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
    def held(
        cls,
        kind: JobKind,
        image_id: PydanticObjectId | None,
        by: str,
        *,
        import_id: PydanticObjectId | None = None,
    ) -> "Job":
        """A new job whose first lease is the caller's, who does it at once.

        Should the caller die before it is done, the lease runs out and a worker does it.
        """
        return cls(
            kind=kind,
            image_id=image_id,
            import_id=import_id,
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
    async def cancel_waiting(cls, id: PydanticObjectId, session: Session) -> bool:
        """End a job that nobody is at; False where somebody is, or it has ended."""
        cancelled: dict[str, Any] = {
            "state": JobState.CANCELLED,
            "progress": 1.0,
            "finished_at": now(),
            "updated_at": now(),
        }
        result = await cls.get_pymongo_collection().update_one(
            {"_id": id, "state": JobState.QUEUED},
            {"$set": cancelled, "$push": {"stages": Stage(name="CANCELLED").model_dump()}},
            session=session,
        )
        return result.matched_count == 1

    @classmethod
    async def queue_again(cls, id: PydanticObjectId, session: Session) -> bool:
        """Have a job done once more that was given up; False if it was not, or is no more."""
        again: dict[str, Any] = {
            "state": JobState.QUEUED,
            "progress": 0.0,
            "attempts": 0,
            "problem": None,
            "by": None,
            "due": now(),
            "told_at": NEVER,
            "tellings": 0,
            "finished_at": None,
            "updated_at": now(),
            "counted": SPARED,
        }
        result = await cls.get_pymongo_collection().update_one(
            {"_id": id, "state": JobState.FAILED},
            {"$set": again, "$push": {"stages": Stage(name="QUEUED").model_dump()}},
            session=session,
        )
        return result.matched_count == 1

    @classmethod
    async def put_off(cls, id: PydanticObjectId, wait: timedelta) -> None:
        """Let a job that nobody is at wait so long from now; not at all, where that is nothing."""
        await cls.get_pymongo_collection().update_one(
            {"_id": id, "state": JobState.QUEUED}, {"$set": {"due": now() + wait}}
        )

    @classmethod
    async def busy(cls, image_ids: Sequence[PydanticObjectId]) -> set[PydanticObjectId]:
        """Those of some images whose objects a job is at, or waits for.

        An ANALYSE stores nothing, and may wait for a day; a PUBLISH may wait for months until the
        picture may be shown.
        """
        where = {
            "image_id": {"$in": list(image_ids)},
            "state": {"$in": OPEN},
            "due": {"$lte": now() + SOON},
            "kind": {"$ne": JobKind.ANALYSE},
        }
        return set(await cls.get_pymongo_collection().distinct("image_id", where))

    @classmethod
    async def publishing(cls, content_hashes: Sequence[str]) -> set[str]:
        """Those of some addresses below which a job is making files, or is going to."""
        where = {"payload.content_hash": {"$in": list(content_hashes)}, "state": {"$in": OPEN}}
        return set(await cls.get_pymongo_collection().distinct("payload.content_hash", where))

    @classmethod
    async def has_published(cls, key: str) -> bool:
        """Whether a job that is over had a public file to make under this key."""
        below = key.split("/")[1]
        where = {"payload.content_hash": below, "state": {"$nin": OPEN}}
        found = cls.get_pymongo_collection().find(where, {"payload.keys": 1})
        return any([key in raw["payload"].get("keys", {}).values() async for raw in found])

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
        """Jobs that wait but that no message may be under way for; marked as told again now.

        One that merely stands in a long queue is told less and less often, or its messages
        would make the queue longer still.
        """
        moment = now()
        doublings = {"$min": ["$tellings", MOST_DOUBLINGS]}
        rested = {
            "$gte": [
                {"$subtract": [moment, "$told_at"]},
                {"$multiply": [patience.total_seconds() * 1000, {"$pow": [2, doublings]}]},
            ]
        }
        jobs = cls.get_pymongo_collection()
        waiting = {"state": {"$in": OPEN}, "due": {"$lte": moment}, "$expr": rested}
        ids = [raw["_id"] async for raw in jobs.find(waiting, {"_id": 1}).limit(limit)]
        again = {"$set": {"told_at": moment}, "$inc": {"tellings": 1}}
        await jobs.update_many({"_id": {"$in": ids}}, again)
        return ids

"""Jobs: who holds one, until when, and what is told of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from documents.clock import now
from documents.jobs import Job, JobKind, JobState, LeaseLost
from documents.problems import Problem
from tests.jobs.pictures import again, claimed, expire

PROBLEM = Problem(code="CRASHED", message="It broke.")
pytestmark = pytest.mark.usefixtures("database")


async def queued() -> Job:
    """A job that waits."""
    job = Job(kind=JobKind.PROCESS, image_id=PydanticObjectId())
    await job.insert()
    return job


async def test_one_of_many_gets_a_job() -> None:
    """Twenty workers that claim at the same moment get one job once."""
    job = await queued()
    found = await asyncio.gather(*(Job.claim(f"worker {n}") for n in range(20)))

    assert [one.id for one in found if one] == [job.id]


async def test_the_longest_wait_ends_first() -> None:
    """Jobs are done in the order in which they came."""
    jobs = [await queued() for _ in range(3)]
    found = [await Job.claim("worker") for _ in range(3)]

    assert [one and one.id for one in found] == [job.id for job in jobs]


async def test_a_lease_that_ran_out_is_somebody_elses() -> None:
    """A job of a dead worker is claimed again; the tries are counted."""
    job = await queued()
    await claimed(job, "dead")
    assert await Job.claim("next") is None
    await expire(job)
    taken = await Job.claim("next")

    assert taken is not None
    assert (taken.by, taken.attempts) == ("next", 2)


LATE: dict[str, Callable[[Job], Awaitable[Any]]] = {
    "renew": lambda job: job.renew(),
    "reach": lambda job: job.reach("CHECKED", 0.5),
    "note": lambda job: job.note({"key": "a"}),
    "finish": lambda job: job.finish(JobState.SUCCEEDED, "READY"),
    "give back": lambda job: job.give_back(PROBLEM, timedelta(0)),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
async def test_who_lost_a_job_changes_nothing(late: Callable[[Job], Awaitable[Any]]) -> None:
    """Whatever a worker without its lease tries, it is told so and nothing is written."""
    job = await queued()
    slow = await claimed(job, "slow")
    await expire(job)
    await claimed(job, "fast")
    before = await again(job)
    with pytest.raises(LeaseLost):
        await late(slow)

    assert await again(job) == before


async def test_a_renewed_lease_lasts() -> None:
    """A living worker keeps its job."""
    job = await claimed(await queued())
    await expire(job)
    await job.renew()

    assert await Job.claim("other") is None


async def test_a_stage_is_told_once() -> None:
    """However often a job is begun, each of its stages is told one time."""
    job = await claimed(await queued())
    await job.reach("CHECKED", 0.3)
    await job.give_back(PROBLEM, timedelta(0))
    second = await claimed(job)
    await second.reach("CHECKED", 0.3)
    await second.finish(JobState.SUCCEEDED, "READY")

    assert [stage.name for stage in (await again(job)).stages] == ["QUEUED", "CHECKED", "READY"]


async def test_a_pause_is_kept() -> None:
    """A job that was given back with a pause is not claimed before it is over."""
    job = await claimed(await queued())
    await job.give_back(PROBLEM, timedelta(hours=1), counted=False)

    assert await Job.claim("other") is None
    assert (await again(job)).attempts == 0


async def test_what_a_request_holds_is_its_own() -> None:
    """A held job is nobody else's until the lease is over, then a worker's."""
    held = Job.held(JobKind.ERASE, PydanticObjectId(), "request")
    await held.insert()
    assert await Job.claim("worker") is None
    await expire(held)
    assert await Job.claim("worker") is not None
    await Job.finish_held("request", "ERASED")

    assert (await again(held)).state is JobState.RUNNING


async def test_a_message_is_sent_again_after_a_while() -> None:
    """Waiting jobs are told again once patience is over, and then rest as long."""
    job = await queued()
    patience = timedelta(seconds=30)
    assert await Job.undelivered(patience, 10) == []
    assert await Job.undelivered(timedelta(0), 10) == [job.id]

    assert await Job.undelivered(patience, 10) == []


async def test_a_retry_is_told_when_it_is_due() -> None:
    """A job that was given back waits for its pause only: no message is under way for it."""
    job = await claimed(await queued())
    await job.give_back(PROBLEM, timedelta(hours=1))
    patience = timedelta(seconds=30)
    assert await Job.undelivered(patience, 10) == []
    await expire(job)

    assert await Job.undelivered(patience, 10) == [job.id]


async def test_a_long_queue_is_not_made_longer() -> None:
    """A job that merely waits is told less and less often; one that is claimed begins anew."""
    job, patience = await queued(), timedelta(seconds=30)
    jobs = Job.get_pymongo_collection()
    told = []
    for minutes in (0.6, 0.6, 1.1, 1.1, 2.1):
        past = now() - timedelta(minutes=minutes)
        await jobs.update_one({"_id": job.id}, {"$set": {"told_at": past}})
        told.append(await Job.undelivered(patience, 10) == [job.id])
    assert told == [True, False, True, False, True]
    await claimed(job)
    await expire(job)
    await jobs.update_one({"_id": job.id}, {"$set": {"told_at": now() - patience}})

    assert await Job.undelivered(patience, 10) == [job.id]


async def test_a_note_stays_with_the_job() -> None:
    """What one worker notes, the next one reads."""
    first = await claimed(await queued())
    await first.note({"key": "a/original/b.jpg"})
    await expire(first)
    second = await claimed(first)

    assert first.payload == second.payload == {"key": "a/original/b.jpg"}


async def test_an_index_finds_the_next_job(database: AsyncDatabase[dict[str, Any]]) -> None:
    """A worker looks for work without reading through all that was ever done."""
    for _ in range(50):
        await queued()
    plan = await database.command(
        "explain",
        {
            "find": "jobs",
            "filter": {
                "state": {"$in": ["QUEUED", "RUNNING"]},
                "due": {"$lte": (await queued()).due},
            },
            "sort": {"due": 1},
            "limit": 1,
        },
    )

    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
    assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"])

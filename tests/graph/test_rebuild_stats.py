"""Numbers that are counted anew because an administrator asks for it."""

import asyncio
from typing import Any

import pytest

from actions.counting import rebuilding
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.jobs import Job, JobKind, JobState
from documents.problems import Problem
from documents.stat_progress import StatProgress
from documents.stats import StatBucket
from documents.users import Role
from jobs.giving_up import give_up
from jobs.run import run
from jobs.tools import Tools
from tests import photos
from tests.actions.test_counting import arrived, catch_up_alone, counts, happened
from tests.graph.conftest import SignUp
from tests.graph.counting import counted, stats
from tests.graph.steps import processed, upload
from tests.server import Client, Sent, codes

REBUILD = """
mutation Rebuild($input: RebuildStatsInput!) {
  rebuildStats(input: $input) {
    job { id kind state progress } userErrors { code message path }
  }
}"""
JOB = "query ($id: ID!) { node(id: $id) { ... on Job { state progress stages { name } } } }"


async def asked(client: Client, **input: Any) -> dict[str, Any]:
    """What came of asking."""
    return dict((await client.ask(REBUILD, input=input))["rebuildStats"])


async def ended(client: Client, id: str) -> dict[str, Any]:
    """The job, once it has ended; its progress never went back."""
    seen = [0.0]
    async with asyncio.timeout(30):
        while True:
            job = dict((await client.ask(JOB, id=id))["node"])
            assert job["progress"] >= seen[-1], "It went back."
            seen.append(job["progress"])
            if job["state"] in {"SUCCEEDED", "FAILED"}:
                return job
            await asyncio.sleep(0.02)


async def claimed() -> Job:
    """The one job that counts anew, in our hands."""
    [waiting] = await Job.find({"kind": JobKind.REBUILD_STATS}).to_list()
    await waiting.set({"due": now(), "state": JobState.QUEUED})
    job = await Job.claim("us", waiting.id)
    assert job is not None
    return job


async def spoilt() -> None:
    """Numbers that nothing has led to."""
    await StatBucket.get_pymongo_collection().update_many(
        {}, {"$set": {"counts": {"imagesIn": 999, "waiting": -7}, "decided": {}}}
    )


async def test_spoilt_numbers_are_right_afterwards_while_work_goes_on(
    importer: Client, admin: Client, worker: None
) -> None:
    """All that came in before and while they are counted anew is in them, once."""
    before = await processed(importer, *(Sent(f"{n}.jpg", photos.jpeg(64 + n)) for n in range(3)))
    await counted()
    await StatProgress.release("test")
    await spoilt()
    wrong = (await admin.ask(
        "query { stats(range: {from: \"2026-01-01\", to: \"2026-12-31\"}, groupBy: MONTH) "
        "{ total { imagesIn waiting } } }"
    ))["stats"]["total"]  # fmt: skip

    async def write() -> None:
        for n in range(6):
            await upload(importer, Sent(f"m{n}.jpg", photos.jpeg(80 + n)))

    answer, _ = await asyncio.gather(asked(admin), write())
    job = await ended(admin, answer["job"]["id"])
    right = (await stats(admin))["total"]

    assert wrong["imagesIn"] == 999
    assert (answer["job"]["kind"], answer["userErrors"]) == ("REBUILD_STATS", [])
    assert (job["state"], job["progress"]) == ("SUCCEEDED", 1.0)
    assert [stage["name"] for stage in job["stages"]] == ["QUEUED", "READY"]
    assert right["imagesIn"] == len(before) + 6
    [entry] = await AuditEntry.find({"action": "stats.rebuilt"}).to_list()
    assert (entry.subject_kind, entry.actor.user_id is None) == ("job", False)


async def test_one_at_a_time(admin: Client, sign_up: SignUp) -> None:
    """Of two who ask at once one is told to wait; the same key is told of the same job."""
    other = await sign_up("otto", Role.ADMIN)
    answers = await asyncio.gather(asked(admin, idempotencyKey="a"), asked(other))
    refused = [code for answer in answers for code in codes(answer)]
    [won] = [one["job"]["id"] for one in answers if one["job"]]
    same = await asked(admin, idempotencyKey="a")

    assert refused == ["STATS_REBUILDING"]
    assert await Job.find({"kind": JobKind.REBUILD_STATS}).count() == 1
    if answers[0]["job"]:
        assert same["job"]["id"] == won
    else:
        assert codes(same) == ["STATS_REBUILDING"]


async def test_it_is_for_administrators(reviewer: Client, stranger: Client) -> None:
    """Nobody else, and nothing is begun."""
    assert await reviewer.refused(REBUILD, input={}) == "FORBIDDEN"
    assert await stranger.refused(REBUILD, input={}) == "UNAUTHENTICATED"
    assert await Job.find({"kind": JobKind.REBUILD_STATS}).count() == 0


async def test_whoever_comes_after_a_lost_worker_goes_on(
    admin: Client, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was counted is not counted again, and the numbers of before stand until the end."""
    await happened([arrived() for _ in range(450)])
    await catch_up_alone()
    await StatProgress.release("test")
    await spoilt()
    answer = await asked(admin)
    told: list[float] = []
    stopped = asyncio.Event()

    async def stop(job: Job, progress: float) -> None:
        told.append(progress)
        if progress > 0.3:
            stopped.set()
            await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(Job, "advance", stop)
        dying = asyncio.create_task(rebuilding.run(await claimed()))
        await asyncio.wait_for(stopped.wait(), 20)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
    in_between, there = (await counts())["imagesIn"], (await StatProgress.current()).done
    await run(await claimed(), tools)
    progress = await StatProgress.current()
    job = await ended(admin, answer["job"]["id"])

    assert (in_between, job["state"]) == (999, "SUCCEEDED")
    assert told == sorted(told)
    assert 0 < there < progress.done <= progress.expected
    assert ((await counts())["imagesIn"], progress.job_id) == (450, None)


async def test_it_looks_on_while_somebody_else_counts(admin: Client, tools: Tools) -> None:
    """It waits without holding up a worker, and ends once the numbers are there."""
    answer = await asked(admin)
    await StatProgress.claim("somebody else")
    await run(await claimed(), tools)
    waits = await Job.find_one({"kind": JobKind.REBUILD_STATS})
    await StatProgress.release("somebody else")
    await catch_up_alone()
    await run(await claimed(), tools)

    assert waits is not None
    assert (waits.state, waits.by, waits.attempts) == (JobState.QUEUED, None, 0)
    assert (await ended(admin, answer["job"]["id"]))["state"] == "SUCCEEDED"


async def test_after_it_was_given_up_another_may_begin(admin: Client, tools: Tools) -> None:
    """And whatever it had begun is counted in the end all the same."""
    await happened([arrived(Actor().user_id)])
    answer = await asked(admin)
    await give_up(await claimed(), Problem(code="INTERNAL", message="It broke."), tools)
    again = await asked(admin)

    assert (await ended(admin, answer["job"]["id"]))["state"] == "FAILED"
    assert codes(again) == []
    await catch_up_alone()
    assert (await counts())["imagesIn"] == 1

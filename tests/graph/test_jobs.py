"""All work, as whoever runs the house sees it and helps it along."""

import asyncio
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.operating.control import CANCELLING, RETRYING
from actions.operating.listing import NEWEST_FIRST, JobFilter
from documents.imports import Import
from documents.jobs import Job, JobKind, JobState
from documents.problems import Problem
from graph.ids import global_id
from graph.types.exports import Export
from jobs.giving_up import give_up
from jobs.tools import Tools
from tests import photos
from tests.graph.conftest import working
from tests.graph.documents import ERRORS
from tests.graph.exporting import begun, catalogue, keep
from tests.graph.steps import upload
from tests.graph.test_users import change, done
from tests.server import Client, Sent, codes

JOB = """
id kind state progress attempts problem { code } stages { name } subjectId isRetryable isCancellable
"""
JOBS = f"""
query ($where: JobsWhere, $first: Int! = 20, $after: String) {{
  jobs(where: $where, first: $first, after: $after) {{
    nodes {{ {JOB} }} pageInfo {{ hasNextPage endCursor }} totalCount
  }}
}}"""
RETRY = change("retryJob", f"job {{ {JOB} }}")
CANCEL = change("cancelJob", f"job {{ {JOB} }}")
AUDIT_EXPORT = f"""
mutation {{ exportAudit(input: {{}}) {{ export {{ id job {{ id }} }} {ERRORS} }} }}"""
AUDITED = "query ($where: AuditWhere) { audit(where: $where) { nodes { subjectId after } } }"
BROKEN = Problem(code="CRASHED", message="It broke.")
BY_HAND = [
    JobKind.ARCHIVE,
    JobKind.BULK_EDIT,
    JobKind.REBUILD_STATS,
    JobKind.REGENERATE,
    JobKind.SYNC,
]


async def listed(admin: Client, **where: Any) -> list[dict[str, Any]]:
    """The jobs that meet a filter."""
    return list((await admin.ask(JOBS, where=where))["jobs"]["nodes"])


async def kept(kind: JobKind, state: JobState = JobState.QUEUED, **more: Any) -> str:
    """The id of a job that is there."""
    job = Job(kind=kind, state=state, **more)
    await job.insert()
    return global_id("Job", job.id)


async def failed(tools: Tools) -> str:
    """The id of the job that waited longest, given up as a worker does it."""
    job = await Job.claim("a worker")
    assert job is not None
    await give_up(job, BROKEN, tools)
    return global_id("Job", job.id)


async def ended(admin: Client, id: str, seconds: float = 20) -> dict[str, Any]:
    """A job, once nobody has to do anything about it."""
    asked = f"query ($id: ID!) {{ node(id: $id) {{ ... on Job {{ {JOB} }} }} }}"
    async with asyncio.timeout(seconds):
        while (job := (await admin.ask(asked, id=id))["node"])["state"] in ("QUEUED", "RUNNING"):
            await asyncio.sleep(0.02)
    return dict(job)


async def test_jobs_are_listed_by_kind_and_state(admin: Client) -> None:
    """The newest first, by keyset; each comes once."""
    ids = [
        await kept(JobKind.SYNC, JobState.SUCCEEDED),
        await kept(JobKind.RENDER, JobState.FAILED, problem=BROKEN),
        await kept(JobKind.RENDER),
    ]
    walked: list[str] = []
    after, more = None, True
    while more:
        page = (await admin.ask(JOBS, first=2, after=after))["jobs"]
        walked += [job["id"] for job in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    [broken] = await listed(admin, kinds=["RENDER", "SYNC"], states=["FAILED"])

    assert walked == ids[::-1]
    assert [job["id"] for job in await listed(admin, kinds=["SYNC"])] == ids[:1]
    assert (broken["id"], broken["problem"]) == (ids[1], {"code": "CRASHED"})
    assert (broken["isRetryable"], broken["isCancellable"]) == (True, False)


@pytest.mark.usefixtures("database")
async def test_an_index_serves_each_list_of_jobs() -> None:
    """In its order: nothing is sorted in memory, and never are all jobs read."""
    for wanted in (
        JobFilter(),
        JobFilter(kinds=[JobKind.SYNC]),
        JobFilter(states=[JobState.FAILED, JobState.CANCELLED]),
        JobFilter(kinds=[JobKind.SYNC, JobKind.IMPORT], states=[JobState.FAILED]),
    ):
        rows = Job.get_pymongo_collection().find(wanted.where()).sort(NEWEST_FIRST.sort)
        plan = str((await rows.explain())["queryPlanner"]["winningPlan"])

        assert "COLLSCAN" not in plan
        assert "'SORT'" not in plan


async def test_work_is_for_admins(reviewer: Client, stranger: Client) -> None:
    """Nobody else sees all of it, or meddles with it."""
    id = await kept(JobKind.RENDER, JobState.FAILED)
    for client, code in ((reviewer, "FORBIDDEN"), (stranger, "UNAUTHENTICATED")):
        assert await client.refused(JOBS) == code
        assert await client.refused(RETRY, input={"id": id}) == code
        assert await client.refused(CANCEL, input={"id": id}) == code


async def test_a_job_says_what_it_is_about(admin: Client) -> None:
    """By a global id of the right type, with as many queries for many jobs as for one."""
    await keep(*catalogue())
    image, taken = PydanticObjectId(), PydanticObjectId()
    await kept(JobKind.RENDER, image_id=image)
    await kept(JobKind.IMPORT, import_id=taken)
    await kept(JobKind.METADATA_EXPORT)
    export = await begun(admin)
    audit = (await admin.ask(AUDIT_EXPORT))["exportAudit"]["export"]["id"]
    about = {job["kind"]: job["subjectId"] for job in await listed(admin)}

    assert about == {
        "RENDER": global_id("Image", image),
        "IMPORT": global_id(Import.__name__, taken),
        "EXPORT": export,
        "AUDIT_EXPORT": audit,
        "METADATA_EXPORT": None,
    }
    assert export.startswith(global_id(Export.__name__, "")[:6])


async def test_a_file_that_failed_is_written_after_all(admin: Client, tools: Tools) -> None:
    """By the same job, which keeps its history; the audit says who wanted it."""
    made = (await admin.ask(AUDIT_EXPORT))["exportAudit"]["export"]
    id = await failed(tools)
    again = await done(admin, RETRY, id=id)
    async with working(tools):
        finished = await ended(admin, id)
    [entry] = (await admin.ask(AUDITED, where={"actions": ["job.retried"]}))["audit"]["nodes"]

    assert (id, again["userErrors"]) == (made["job"]["id"], [])
    assert (again["job"]["state"], again["job"]["problem"]) == ("QUEUED", None)
    assert finished["state"] == "SUCCEEDED"
    names = [stage["name"] for stage in finished["stages"]]
    assert names == ["QUEUED", "FAILED", "QUEUED", "READY"]
    assert entry == {"subjectId": id, "after": {"kind": "AUDIT_EXPORT"}}


async def test_a_picture_that_failed_is_processed_again(admin: Client, tools: Tools) -> None:
    """By a job of its own, once; the old one has nothing to do with it any more."""
    [sent] = await upload(admin, Sent("a.jpg", photos.jpeg()))
    id = await failed(tools)
    answers = await asyncio.gather(*(done(admin, RETRY, id=id) for _ in range(2)))
    [again] = [answer["job"] for answer in answers if not answer["userErrors"]]
    late = await done(admin, RETRY, id=id)

    assert again["id"] != id
    assert (again["kind"], again["subjectId"]) == ("PROCESS", sent["imageId"])
    assert len([answer for answer in answers if codes(answer)]) == 1
    assert codes(late) == ["NOT_FOUND"]


async def test_an_export_that_failed_goes_on(admin: Client, tools: Tools) -> None:
    """As `resumeExport` does it, with that one's entry in the audit."""
    await keep(*catalogue())
    export = await begun(admin)
    again = await done(admin, RETRY, id=await failed(tools))
    told = await admin.ask(AUDITED, where={"actions": ["export.resumed"]})

    assert (again["userErrors"], again["job"]["subjectId"]) == ([], export)
    assert again["job"]["state"] == "QUEUED"
    assert [entry["subjectId"] for entry in told["audit"]["nodes"]] == [export]


async def test_of_two_who_retry_one_does(admin: Client) -> None:
    """The other is told that it is under way."""
    id = await kept(JobKind.UNPUBLISH, JobState.FAILED, image_id=PydanticObjectId())
    answers = await asyncio.gather(*(done(admin, RETRY, id=id) for _ in range(4)))

    assert sorted(map(codes, answers)) == [[], *[["INVALID_TRANSITION"]] * 3]


@pytest.mark.parametrize("kind", BY_HAND)
async def test_what_is_asked_for_anew_is_not_retried(admin: Client, kind: JobKind) -> None:
    """And is said so, by the list as well."""
    id = await kept(kind, JobState.FAILED)
    [job] = await listed(admin)

    assert job["isRetryable"] is False
    assert codes(await done(admin, RETRY, id=id)) == ["JOB_NOT_RETRYABLE"]


def test_every_kind_has_its_way_or_none() -> None:
    """A kind that is added is thought of here."""
    assert set(RETRYING) == set(JobKind) - set(BY_HAND)
    assert set(CANCELLING) <= set(JobKind)


async def test_what_waits_is_stopped_and_what_runs_is_not(admin: Client) -> None:
    """A file of the audit, for which nobody has to clean up."""
    waits = await kept(JobKind.AUDIT_EXPORT)
    runs = await kept(JobKind.AUDIT_EXPORT, JobState.RUNNING)
    answers = await asyncio.gather(*(done(admin, CANCEL, id=waits) for _ in range(2)))
    stopped = await ended(admin, waits)

    assert sorted(map(codes, answers)) == [[], ["INVALID_TRANSITION"]]
    assert (stopped["state"], stopped["isCancellable"]) == ("CANCELLED", False)
    assert codes(await done(admin, CANCEL, id=runs)) == ["INVALID_TRANSITION"]
    told = await admin.ask(AUDITED, where={"actions": ["job.cancelled"]})
    assert [entry["subjectId"] for entry in told["audit"]["nodes"]] == [waits]


async def test_an_export_is_stopped_by_its_job(admin: Client) -> None:
    """As `cancelExport` does it."""
    await keep(*catalogue())
    await begun(admin)
    [job] = await listed(admin, kinds=["EXPORT"])
    stopped = await done(admin, CANCEL, id=job["id"])

    assert (stopped["userErrors"], stopped["job"]["state"]) == ([], "CANCELLED")


SYNC = "mutation { synchronize(input: {dryRun: true}) { userErrors { code } } }"
RENEW = "mutation { regenerateRenditions(input: {}) { userErrors { code } } }"
URLS = """
mutation {
  importFromUrls(input: {urls: [{url: "https://shop.example/a.jpg"}]}) { userErrors { code } }
}"""


@pytest.mark.parametrize(
    ("query", "kind", "state"),
    [
        (SYNC, "SYNC", "CANCELLED"),
        (RENEW, "REGENERATE", "CANCELLED"),
        (URLS, "IMPORT", "QUEUED"),
    ],
)
async def test_each_kind_is_stopped_in_its_own_way(
    admin: Client, query: str, kind: str, state: str
) -> None:
    """An import is CANCELLING until a worker has seen so; its job ends with it."""
    [payload] = (await admin.ask(query)).values()
    [job] = await listed(admin, kinds=[kind])
    stopped = await done(admin, CANCEL, id=job["id"])

    assert payload["userErrors"] == stopped["userErrors"] == []
    assert stopped["job"]["state"] == state
    assert job["subjectId"]


async def test_an_import_that_failed_is_tried_again(admin: Client, tools: Tools) -> None:
    """As `retryImport` does it, by a new job."""
    await admin.ask(URLS)
    id = await failed(tools)
    again = await done(admin, RETRY, id=id)
    late = await done(admin, RETRY, id=id)

    assert again["userErrors"] == []
    assert (again["job"]["kind"], again["job"]["state"]) == ("IMPORT", "QUEUED")
    assert codes(late) == ["NOT_FOUND"]


async def test_what_must_be_finished_is_not_stopped(admin: Client) -> None:
    """Neither what is unknown nor what is no job can be."""
    id = await kept(JobKind.ERASE, image_id=PydanticObjectId())
    unknown = global_id("Job", PydanticObjectId())
    answers = [
        codes(await done(admin, query, id=one))
        for query in (CANCEL, RETRY)
        for one in (id, unknown, "nonsense")
    ]

    assert answers == [
        ["JOB_NOT_CANCELLABLE"],
        ["NOT_FOUND"],
        ["INVALID_ID"],
        ["INVALID_TRANSITION"],
        ["NOT_FOUND"],
        ["INVALID_ID"],
    ]

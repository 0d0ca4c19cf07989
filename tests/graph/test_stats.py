"""Numbers: of days, people, products and what is stored."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.monitoring import CommandListener, CommandStartedEvent

import documents
from actions.counting.days import Grouping
from documents.file_versions import FileVersion
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from documents.problems import Problem
from documents.sessions import UserSession
from documents.stat_progress import StatProgress
from documents.stats import Dimension, Place, StatBucket
from documents.transactions import together
from documents.users import Role
from graph.ids import global_id, object_id
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import SignUp
from tests.graph.counting import STATS, STORAGE, counted, stats, storage, today
from tests.graph.documents import APPROVE, DELETE, REJECT, RESUBMIT, WITHDRAW
from tests.graph.steps import image, processed, published, upload
from tests.graph.trashing import PURGE, replaced, settled
from tests.server import Client, Sent

PREPARE = """
mutation Prepare($input: PrepareDownloadsInput!) {
  prepareDownloads(input: $input) { userErrors { code } }
}"""
READ = {"sessions", "users", "stat_buckets", "stat_keys", "stat_progress"}
DOWNLOAD = "query ($id: ID!) { image(id: $id) { download(metadata: NONE) { state } } }"


def some(**numbers: int) -> dict[str, int]:
    """What is counted, where it is not nothing."""
    return numbers


def told(numbers: dict[str, Any]) -> dict[str, int]:
    """The counts that are not nothing."""
    return {name: n for name, n in numbers.items() if isinstance(n, int) and n}


async def test_what_happens_is_counted_once(
    importer: Client, reviewer: Client, admin: Client, worker: None
) -> None:
    """By day, importer, reviewer and product, with how long it took."""
    ids = [
        *await processed(importer, Sent("a.jpg", photos.jpeg()), productCode="A"),
        *await processed(importer, Sent("b.jpg", photos.jpeg()), productCode="B"),
        *await processed(admin, Sent("c.jpg", photos.jpeg()), Sent("d.jpg", photos.jpeg())),
    ]
    await counted()
    [first, second, third, _] = ids
    await published(reviewer, first)
    await reviewer.ask(REJECT, input={"ids": [second], "reason": "QUALITY"})
    await counted()
    await reviewer.ask(WITHDRAW, input={"ids": [first], "reason": "OUTDATED"})
    await reviewer.ask(RESUBMIT, input={"ids": [second]})
    await admin.ask(APPROVE, input={"ids": [second]})
    await reviewer.ask(DELETE, input={"ids": [third]})
    by_day = await stats(reviewer)
    by_importer = await stats(reviewer, by="IMPORTER")
    by_reviewer = await stats(reviewer, by="REVIEWER")
    by_product = await stats(reviewer, by="PRODUCT")
    whole = some(imagesIn=4, approved=2, rejected=1, withdrawn=1, deleted=1, waiting=1)

    assert told(by_day["total"]) == whole
    assert [told(group["numbers"]) for group in by_day["groups"]] == [whole]
    assert by_day["total"]["timeToDecision"]["count"] == 3
    took = by_day["total"]["timeToDecision"]
    assert 0 < took["medianSeconds"] <= took["p95Seconds"] < 60
    stages = {(one["kind"], one["stage"]): one for one in by_day["total"]["stages"]}
    assert stages["PROCESS", "CHECKED"]["durations"]["count"] == 4
    assert stages["PROCESS", "ALL"]["durations"]["medianSeconds"] > 0
    assert stages["PUBLISH", "ALL"]["durations"]["count"] >= 1
    assert {one["userName"]: told(one["numbers"]) for one in by_importer["groups"]} == {
        "ivo": some(imagesIn=2, approved=2, rejected=1, withdrawn=1),
        "ada": some(imagesIn=2, deleted=1, waiting=1),
    }
    assert {one["userName"]: told(one["numbers"]) for one in by_reviewer["groups"]} == {
        "rita": some(approved=1, rejected=1, withdrawn=1),
        "ada": some(approved=1),
    }
    assert {one["productCode"]: told(one["numbers"]) for one in by_product["groups"]} == {
        "A": some(imagesIn=1, approved=1, withdrawn=1),
        "B": some(imagesIn=1, approved=1, rejected=1),
    }


async def test_failures_are_told_by_code(importer: Client, reviewer: Client, worker: None) -> None:
    """A picture whose file is gone when its turn comes is one of its importer's."""
    [id] = await processed(importer, Sent("a.jpg", photos.jpeg()))
    before = await stats(reviewer)
    assert before["total"]["failures"] == []
    await fail(id)
    [own] = (await stats(importer, by="IMPORTER"))["groups"]

    assert own["numbers"]["failed"] == 1
    assert own["numbers"]["failures"] == [{"kind": "PROCESS", "code": "CRASHED", "count": 1}]


async def fail(id: str) -> None:
    """Let another try to process a picture fail."""
    job = Job(
        kind=JobKind.PROCESS, image_id=object_id("Image", id), state=JobState.RUNNING, by="test"
    )
    await job.insert()
    await job.finish(JobState.FAILED, "FAILED", Problem(code="CRASHED", message="It crashed."))


async def test_everybody_sees_what_they_may(
    importer: Client, reviewer: Client, admin: Client, sign_up: SignUp, stranger: Client
) -> None:
    """An importer is told their own numbers and nobody else's; storage is for reviewers."""
    await upload(importer, Sent("a.jpg", photos.jpeg()))
    await upload(admin, Sent("b.jpg", photos.jpeg()), Sent("c.jpg", photos.jpeg()))
    viewer = await sign_up("vera", Role.VIEWER)
    own = await stats(importer, by="IMPORTER")
    others = [group["userId"] for group in (await stats(admin, by="IMPORTER"))["groups"]]
    [hers] = [id for id in others if id != own["groups"][0]["userId"]]

    assert own["total"]["imagesIn"] == 1
    assert [group["userName"] for group in own["groups"]] == ["ivo"]
    assert (await stats(admin))["total"]["imagesIn"] == 3
    assert (await stats(admin, of={"importerId": hers}))["total"]["imagesIn"] == 2
    for by in ("REVIEWER", "PRODUCT"):
        assert await importer.refused(STATS, range=today(), by=by) == "FORBIDDEN"
    for of in ({"importerId": hers}, {"reviewerId": hers}, {"productCode": "A"}):
        assert await importer.refused(STATS, range=today(), of=of) == "FORBIDDEN"
    assert await importer.refused(STORAGE, range=today()) == "FORBIDDEN"
    assert await viewer.refused(STATS, range=today()) == "FORBIDDEN"
    assert await stranger.refused(STATS, range=today()) == "UNAUTHENTICATED"


async def test_nonsense_is_refused(reviewer: Client) -> None:
    """Ranges that end before they begin or never, two subjects, and what is no page or id."""
    day = {"from": "2026-01-01", "to": "2026-01-01"}
    image_id = global_id("Image", PydanticObjectId())
    wrong: list[dict[str, Any]] = [
        {"range": {"from": "2026-01-02", "to": "2026-01-01"}},
        {"range": {"from": "2024-01-01", "to": "2026-01-01"}},
        {"range": {"from": "0001-01-01", "to": "9999-12-31"}, "by": "MONTH"},
        {"range": {"from": "today", "to": "2026-01-01"}},
        {"range": day, "of": {"importerId": image_id}},
        {"range": day, "of": {"importerId": "x"}},
        {"range": day, "of": {"productCode": "A", "importerId": global_id("User", "0" * 24)}},
        {"range": day, "of": {"productCode": "A"}, "by": "PRODUCT"},
        {"range": day, "first": 0},
        {"range": day, "after": "x"},
    ]
    for asked in wrong:
        assert await reviewer.refused(STATS, **asked) == "BAD_REQUEST", asked
    for edge in ("0001-01-01", "9999-12-31"):
        found = await stats(reviewer, range={"from": edge, "to": edge}, by="MONTH")
        assert told(found["total"]) == {}


async def test_weeks_and_months_are_made_of_days(reviewer: Client) -> None:
    """Whole months come from buckets of months, and every way of telling adds up to the same."""
    await counted()
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(300)]
    at = {Place(Dimension.ALL, "", one.isoformat()): {"counts.imagesIn": 1} for one in days}
    epoch = (await StatProgress.current()).epoch
    await together(lambda session: StatBucket.add(epoch, at, session))
    spring = {"from": "2025-01-15", "to": "2025-06-20"}
    months = await stats(reviewer, range=spring, by="MONTH")
    weeks = await stats(reviewer, range=spring, by="WEEK")
    within = await stats(reviewer, range={"from": "2025-03-03", "to": "2025-03-05"}, by="MONTH")
    counts = {one["start"]: one["numbers"]["imagesIn"] for one in months["groups"]}

    assert list(counts.items())[:2] == [("2025-01-01", 17), ("2025-02-01", 28)]
    assert list(counts.items())[-1] == ("2025-06-01", 20)
    assert {found["total"]["imagesIn"] for found in (months, weeks)} == {157}
    assert (weeks["groups"][0]["start"], weeks["groups"][0]["numbers"]["imagesIn"]) == (
        "2025-01-13",
        5,
    )
    assert within["total"]["imagesIn"] == 3


async def test_products_come_in_pages(reviewer: Client) -> None:
    """Whoever had something counted last comes first; nobody is told twice."""
    await counted()
    epoch = (await StatProgress.current()).epoch
    at = {
        Place(Dimension.PRODUCT, f"P{n}", f"2025-03-{n + 1:02}"): {"counts.imagesIn": n + 1}
        for n in range(5)
    }
    await together(lambda session: StatBucket.add(epoch, at, session))
    march = {"from": "2025-03-02", "to": "2025-03-31"}
    found: list[str] = []
    after, more = None, True
    while more:
        page = await stats(reviewer, range=march, by="PRODUCT", first=2, after=after)
        found += [one["productCode"] for one in page["groups"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert found == ["P4", "P3", "P2", "P1"]


async def test_storage_is_what_the_store_has(
    importer: Client, reviewer: Client, admin: Client, worker: None, bucket: Bucket
) -> None:
    """After whatever is done to pictures, the numbers are those of a slow look at all objects."""
    files = [Sent(f"{n}.jpg", photos.jpeg(width=64 + n)) for n in range(3)]
    [first, second, third] = await processed(importer, *files)
    seen = [await compared(reviewer, bucket)]
    await published(reviewer, first, second)
    seen.append(await compared(reviewer, bucket))
    version = (await image(importer, second))["version"]
    await replaced(importer, second, version, Sent("new.jpg", photos.jpeg(width=99)))
    assert (await settled(importer, second))["state"] == "READY"
    seen.append(await compared(reviewer, bucket))
    await reviewer.ask(PREPARE, input={"ids": [third], "metadata": "NONE"})
    await made(reviewer, third)
    seen.append(await compared(reviewer, bucket))
    await admin.ask(DELETE, input={"ids": [first]})
    await admin.ask(PURGE, input={"ids": [first]})
    seen.append(await compared(reviewer, bucket))

    assert [set(one) for one in seen] == [
        {"ORIGINAL", "RENDITION"},
        {"ORIGINAL", "RENDITION", "PUBLISHED"},
        {"ORIGINAL", "RENDITION", "PUBLISHED", "EARLIER_VERSION"},
        {"ORIGINAL", "RENDITION", "PUBLISHED", "EARLIER_VERSION", "EXPORT"},
        {"ORIGINAL", "RENDITION", "EARLIER_VERSION", "EXPORT"},
    ]
    [day] = (await reviewer.ask(STORAGE, range=today()))["stats"]["storageByDay"]
    assert day["storage"] == (await reviewer.ask(STORAGE, range=today()))["stats"]["storage"]
    await StatProgress.anew()
    assert await compared(reviewer, bucket) == seen[-1]


async def made(client: Client, id: str) -> None:
    """Return once a file to take along is made."""
    async with asyncio.timeout(20):
        while (await client.ask(DOWNLOAD, id=id))["image"]["download"]["state"] != "READY":
            await asyncio.sleep(0.02)


async def compared(client: Client, bucket: Bucket) -> dict[str, tuple[int, int]]:
    """What the numbers say, which must be what lies in the store."""
    said = await storage(client)
    there = await listed(bucket)

    assert said == there
    return said


async def listed(bucket: Bucket) -> dict[str, tuple[int, int]]:
    """Bytes and objects by class, from the list of all objects and nothing that was counted."""
    present = {one.original.key async for one in Image.find({})}
    earlier = {one.original.key async for one in FileVersion.find({"dropped_at": None})} - present
    stems = {key.rpartition("/")[2].rpartition(".")[0] for key in earlier}
    found: dict[str, tuple[int, int]] = {}
    async for one in bucket.list(""):
        first, *_, last = one.key.split("/")
        stem = last.rpartition(".")[0]
        kind = "EARLIER_VERSION" if stem in stems and "new" not in stem else "RENDITION"
        kind = "ORIGINAL" if one.key in present else kind
        kind = {"published": "PUBLISHED", "downloads": "EXPORT"}.get(first, kind)
        size, count = found.get(kind, (0, 0))
        found[kind] = (size + one.length, count + 1)
    return found


class Reads(CommandListener):
    """What is read of the database."""

    def __init__(self) -> None:
        self.finds: list[dict[str, Any]] = []
        self.others: list[str] = []

    def started(self, event: CommandStartedEvent) -> None:
        """Note each query."""
        if event.command_name == "find":
            self.finds.append(dict(event.command))
        elif event.command_name in {"aggregate", "count", "distinct"}:
            self.others.append(event.command[event.command_name])

    def succeeded(self, event: Any) -> None:
        """Nothing to note."""

    def failed(self, event: Any) -> None:
        """Nothing to note."""


@pytest.fixture
async def reads(mongo_uri: str, database: AsyncDatabase[Any]) -> AsyncIterator[Reads]:
    """Everything that is read of the test's database from now on."""
    heard = Reads()
    client = AsyncMongoClient[dict[str, Any]](mongo_uri, tz_aware=True, event_listeners=[heard])
    async with client:
        await documents.connect(client[database.name])
        yield heard
        await documents.connect(database)


async def test_numbers_are_read_from_buckets_alone(
    reads: Reads, reviewer: Client, database: AsyncDatabase[Any]
) -> None:
    """No picture, job or audit entry is looked at, and no more buckets than are told of."""
    await counted()
    await filled()
    days = {"from": "2025-02-10", "to": "2025-06-20"}
    for by in Grouping:
        reads.finds.clear()
        reads.others.clear()
        found = (await reviewer.ask(STATS, range=days, by=by.value, first=5))["stats"]
        finds = list(reads.finds)

        assert found["total"]["imagesIn"] > 0
        # Who asks is looked up by one.
        assert set(reads.others) == {UserSession.get_pymongo_collection().name}
        assert {find["find"] for find in finds} <= READ
        for find in finds:
            if find["find"] in {"stat_buckets", "stat_keys"}:
                await explained(database, find)


async def filled() -> None:
    """Two hundred days of numbers, of twenty keys of each dimension."""
    epoch = (await StatProgress.current()).epoch
    at = {
        Place(dimension, key, (date(2025, 1, 1) + timedelta(days=n)).isoformat()): {
            "counts.imagesIn": 1
        }
        for dimension in Dimension
        for n in range(200)
        for key in ([""] if dimension is Dimension.ALL else [f"{n % 20:024x}"])
    }
    await together(lambda session: StatBucket.add(epoch, at, session))


async def explained(database: AsyncDatabase[Any], find: dict[str, Any]) -> None:
    """The query comes from an index, which leads to nothing but what is told."""
    asked = {name: find[name] for name in ("find", "filter", "sort", "limit") if name in find}
    plan = await database.command("explain", asked, verbosity="executionStats")
    done = plan["executionStats"]

    assert "COLLSCAN" not in str(plan)
    assert done["totalDocsExamined"] <= done["nReturned"]
    assert done["totalKeysExamined"] <= 5 * done["nReturned"] + 50

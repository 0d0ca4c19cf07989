"""Pictures that may be shown for a time."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions.library import ImageFilter
from actions.reviewing.validity import sweep_run_out
from documents.clock import now
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from storage.bucket import Bucket
from tests import photos
from tests.graph.documents import APPROVE, CATALOG, ERRORS
from tests.graph.reviewing import audited, changed, inner, kept, told, waiting
from tests.graph.steps import fetched, image, processed, public, published
from tests.graph.test_changes import changes
from tests.server import Client, Sent, codes

SET = f"""
mutation Set($input: SetImageValidityInput!) {{
  setImageValidity(input: $input) {{
    images {{ id version validFrom validUntil publication {{ at }} }} {ERRORS}
  }}
}}"""
EXPIRING = """
query Expiring($days: Int!) { images(where: {expiringWithinDays: $days}) { nodes { id } } }
"""
DAY = timedelta(days=1)
UNKNOWN = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"


async def limited(client: Client, *ids: str, **said: Any) -> dict[str, Any]:
    """The payload of limiting pictures; times as clients write them."""
    times = {
        name: one.isoformat() if isinstance(one, datetime) else one for name, one in said.items()
    }
    return dict((await client.ask(SET, input={"ids": list(ids), **times}))["setImageValidity"])


async def test_times_are_kept_and_told(reviewer: Client) -> None:
    """Cut to milliseconds, in UTC; both are replaced; each change is in the audit."""
    [id] = await waiting()
    begin, end = datetime(2040, 1, 1, 12, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
    first = await limited(
        reviewer, id, validFrom="2040-01-01T13:00:00.000999+01:00", validUntil=end
    )
    second = await limited(reviewer, id, validUntil=end)

    [one] = first["images"]
    assert datetime.fromisoformat(one["validFrom"]) == begin
    assert datetime.fromisoformat(one["validUntil"]) == end
    assert (one["version"], second["images"][0]["version"]) == (2, 3)
    assert second["images"][0]["validFrom"] is None
    entries = await audited(id, "image.validity_set")
    assert [entry.before["valid_from"] for entry in entries] == [None, begin]


async def test_a_time_must_lie_ahead(reviewer: Client, importer: Client) -> None:
    """What is over, or ends before it begins, is refused; so are importers."""
    [id] = await waiting()
    over = await limited(reviewer, id, validUntil=now() - timedelta(seconds=1))
    turned = await limited(reviewer, id, validFrom=now() + 2 * DAY, validUntil=now() + DAY)
    input = {"ids": [id]}

    assert told(over) == told(turned) == [("INVALID_VALIDITY", ["validUntil"], {})]
    assert await importer.refused(SET, input=input) == "FORBIDDEN"
    assert (await kept(id)).version == 1


async def test_each_refusal_is_told_at_its_place(reviewer: Client) -> None:
    """An unknown picture and a stale version; the others are limited, unless all or none."""
    [good, stale] = await waiting(2)
    input: dict[str, Any] = {
        "ids": [UNKNOWN, good],
        "decisions": [{"id": stale, "expectedVersion": 7}],
    }
    none = (await reviewer.ask(SET, input={**input, "errorPolicy": "ABORT"}))["setImageValidity"]
    some = (await reviewer.ask(SET, input=input))["setImageValidity"]

    assert none["images"] == []
    assert [one["id"] for one in some["images"]] == [good]
    assert [error[:2] for error in told(some)] == [
        ("NOT_FOUND", ["ids", "0"]),
        ("CONFLICT", ["decisions", "0", "expectedVersion"]),
    ]


async def test_of_two_who_saw_the_same_one_limits(reviewer: Client) -> None:
    """The other is told of the conflict."""
    [id] = await waiting()
    seen = {"decisions": [{"id": id, "expectedVersion": 1}]}
    answers = await asyncio.gather(*(reviewer.ask(SET, input=seen) for _ in range(4)))

    outcomes = sorted(codes(one["setImageValidity"]) for one in answers)
    assert outcomes == [[], *[["CONFLICT"]] * 3]


async def test_an_approved_picture_waits_for_its_day(reviewer: Client, worker: None) -> None:
    """Its job is due then; moved away it leaves the shop at once, brought near it comes back."""
    [id] = await processed(reviewer, Sent("a.jpg", photos.jpeg(64, 48)), productCode="SKU-1")
    begin = (now() + DAY).replace(microsecond=0)
    await limited(reviewer, id, validFrom=begin)
    answer = (await reviewer.ask(APPROVE, input={"ids": [id]}))["approveImages"]
    [job] = await Job.find({"kind": JobKind.PUBLISH}).to_list()

    assert answer["userErrors"] == []
    assert (job.state, job.due) == (JobState.QUEUED, begin)
    await limited(reviewer, id)
    shown = await public(reviewer, id)
    links = [reviewer.address + one["url"] for one in shown["publication"]["renditions"]]
    assert {(await fetched(link)).status_code for link in links} == {200}
    hidden = await limited(reviewer, id, validFrom=begin)
    assert hidden["images"][0]["publication"] is None
    assert {(await fetched(link)).status_code for link in links} == {410}
    [product] = (await reviewer.ask(CATALOG))["products"]["nodes"]
    assert product["images"] == []
    await changed(id, valid_from=now())
    await Job.get_pymongo_collection().update_many(
        {"kind": JobKind.PUBLISH, "state": JobState.QUEUED}, {"$set": {"due": now()}}
    )
    assert (await public(reviewer, id))["review"]["state"] == "APPROVED"


async def test_what_has_run_out_leaves_the_shop(
    reviewer: Client, bucket: Bucket, worker: None
) -> None:
    """At its end, not before, it is withdrawn as EXPIRED by nobody, and its files are gone.

    Shops that follow are told.
    """
    [id] = await processed(reviewer, Sent("a.jpg", photos.jpeg(64, 48)), productCode="SKU-1")
    [shown] = await published(reviewer, id)
    links = [reviewer.address + one["url"] for one in shown["publication"]["renditions"]]
    end = (now() + DAY).replace(microsecond=0)
    await limited(reviewer, id, validUntil=end)
    early = await sweep_run_out(bucket, end - timedelta(milliseconds=1))
    still = {(await fetched(link)).status_code for link in links}
    late = await sweep_run_out(bucket, end)
    found = await image(reviewer, id)

    assert (early, still, late) == (0, {200}, 1)
    assert (found["review"]["state"], found["review"]["reason"]) == ("WITHDRAWN", "EXPIRED")
    assert found["publication"] is None
    assert {(await fetched(link)).status_code for link in links} == {410}
    feed = (await changes(reviewer))["nodes"]
    assert [one["kind"] for one in feed if one["imageId"] == id][-1] == "WITHDRAWN"
    [entry] = await audited(id, "image.withdrawn")
    assert entry.actor.model_dump(exclude_none=True) == {}
    assert await sweep_run_out(bucket, end) == 0


async def test_sweepers_do_not_get_in_each_others_way(reviewer: Client, bucket: Bucket) -> None:
    """Of several at once, each picture is withdrawn by one; pending and deleted ones by none."""
    over: dict[str, Any] = {"valid_until": now() - DAY}
    ids = await waiting(5, review={"state": "APPROVED", "at": now()}, **over)
    [pending] = await waiting(**over)
    [deleted] = await waiting(review={"state": "APPROVED", "at": now()}, deleted_at=now(), **over)
    swept = await asyncio.gather(*(sweep_run_out(bucket) for _ in range(3)))
    entries = [await audited(id, "image.withdrawn") for id in (*ids, pending, deleted)]

    assert sum(swept) == 5
    assert [len(some) for some in entries] == [1, 1, 1, 1, 1, 0, 0]


async def test_what_is_over_is_not_approved(reviewer: Client) -> None:
    """It would have to leave at once."""
    [id] = await waiting(valid_until=now())
    answer = (await reviewer.ask(APPROVE, input={"ids": [id]}))["approveImages"]

    assert told(answer) == [("VALIDITY_OVER", ["ids", "0"], {})]


async def test_what_ends_soon_is_found(reviewer: Client) -> None:
    """What ends within the days asked for, not what has ended or never does."""
    ends = [now() - DAY, now() + DAY, now() + 29 * DAY, now() + 31 * DAY]
    ids = [(await waiting(valid_until=end))[0] for end in ends]
    await waiting()
    found = (await reviewer.ask(EXPIRING, days=30))["images"]["nodes"]

    assert {one["id"] for one in found} == set(ids[1:3])
    assert await reviewer.refused(EXPIRING, days=0) == "BAD_REQUEST"
    assert await reviewer.refused(EXPIRING, days=3_661) == "BAD_REQUEST"


@pytest.mark.usefixtures("database")
async def test_an_index_serves_what_ends_soon() -> None:
    """Of many pictures only those are looked at whose time ends."""
    await waiting(300)
    [soon] = await waiting(valid_until=now() + DAY)
    where = ImageFilter(expiring_within_days=7).where()
    found = Image.get_pymongo_collection().find(where).sort([("created_at", -1), ("_id", -1)])
    plan = await found.explain()

    assert plan["executionStats"]["totalDocsExamined"] < 10
    assert "valid_until" in str(plan["queryPlanner"]["winningPlan"])
    assert [raw["_id"] async for raw in Image.get_pymongo_collection().find(where)] == [inner(soon)]

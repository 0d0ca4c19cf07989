"""What waits, for whom, in which order, and live."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.reviewing.queue import Queue, QueueAssignee
from documents.clock import now
from documents.images import Image
from documents.review_queue import OLDEST_FIRST
from documents.users import Role
from graph.context import House
from graph.ids import global_id
from tests.graph.conftest import SignUp
from tests.graph.documents import DELETE, ERRORS, REJECT, RESUBMIT
from tests.graph.reviewing import account, audited, changed, inner, kept, told, waiting
from tests.server import Client, Stream, codes

ASSIGN = f"""
mutation Assign($input: AssignImagesInput!) {{
  assignImages(input: $input) {{ images {{ id version assigneeId assignedAt }} {ERRORS} }}
}}"""
QUEUE = """
query Queue($assignee: ReviewQueueAssignee! = ANYONE, $where: ImagesWhere, $first: Int! = 20,
    $after: String) {
  reviewQueue(assignee: $assignee, where: $where, first: $first, after: $after) {
    nodes { id assigneeId } pageInfo { hasNextPage endCursor } totalCount
  }
}"""
CHANGED = """
subscription Changed($assignee: ReviewQueueAssignee! = ANYONE, $where: ImagesWhere) {
  reviewQueueChanged(assignee: $assignee, where: $where) {
    kind imageId image { id assigneeId productCode }
  }
}"""
UNKNOWN = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"


async def user(name: str) -> str:
    """The global id of an account."""
    return global_id("User", (await account(name)).id)


async def queued(client: Client, **asked: Any) -> list[str]:
    """The ids of a queue, in its order."""
    found = (await client.ask(QUEUE, **asked))["reviewQueue"]
    assert found["totalCount"] >= len(found["nodes"])
    return [node["id"] for node in found["nodes"]]


async def assigned(client: Client, to: str | None, *ids: str, **more: Any) -> dict[str, Any]:
    """The payload of giving pictures to an account."""
    input = {"ids": list(ids), "reviewerId": to, **more}
    return dict((await client.ask(ASSIGN, input=input))["assignImages"])


async def test_the_oldest_waits_in_front(reviewer: Client) -> None:
    """Page by page, each picture once; what is decided, deleted or not ready is not there."""
    ids = await waiting(5)
    for age, id in enumerate(ids):
        await changed(id, created_at=now() - timedelta(hours=age))
    [failed] = await waiting(state="FAILED")
    [deleted, rejected] = await waiting(2)
    await reviewer.ask(DELETE, input={"ids": [deleted]})
    await reviewer.ask(REJECT, input={"ids": [rejected], "reason": "QUALITY"})
    first = (await reviewer.ask(QUEUE, first=3))["reviewQueue"]
    cursor = first["pageInfo"]["endCursor"]
    rest = await queued(reviewer, first=3, after=cursor)

    assert [node["id"] for node in first["nodes"]] + rest == ids[::-1]
    assert first["totalCount"] == 5
    assert failed not in rest


async def test_one_that_is_submitted_again_has_its_old_place(reviewer: Client) -> None:
    """It has waited longest already."""
    ids = await waiting(2)
    await changed(ids[1], created_at=now() + timedelta(hours=1))
    await reviewer.ask(REJECT, input={"ids": [ids[0]], "reason": "QUALITY"})
    await reviewer.ask(RESUBMIT, input={"ids": [ids[0]]})

    assert await queued(reviewer) == ids


async def test_each_has_a_queue_of_their_own(
    reviewer: Client, admin: Client, importer: Client
) -> None:
    """What is given to one is in no other's; all of it is in everybody's. Versions stay."""
    [hers, his, free] = await waiting(3)
    rita, ada = await user("rita"), await user("ada")
    answer = await assigned(admin, rita, hers)
    await assigned(reviewer, ada, his)

    assert [(one["assigneeId"], one["version"]) for one in answer["images"]] == [(rita, 1)]
    assert await queued(reviewer, assignee="ME") == [hers]
    assert await queued(admin, assignee="ME") == [his]
    assert await queued(admin, assignee="UNASSIGNED") == [free]
    assert await queued(reviewer) == [hers, his, free]
    [entry] = await audited(hers, "image.assigned")
    assert entry.after == {"assignee_id": (await account("rita")).id}
    await assigned(reviewer, None, hers)
    assert await queued(reviewer, assignee="ME") == []
    assert await importer.refused(QUEUE) == "FORBIDDEN"
    assert await importer.refused(ASSIGN, input={"ids": [free]}) == "FORBIDDEN"


async def test_a_queue_is_narrowed_as_the_library_is(reviewer: Client) -> None:
    """Every condition of `images` holds of what waits, in the order of the queue, page by page."""
    [first, other, last] = await waiting(3)
    [decided] = await waiting(review={"state": "APPROVED"})
    for id in (first, last, decided):
        await changed(id, product_code="MUG-1", found_by=[{"t": ["word:mug"]}, {"t": []}])
    mugs = {"product": {"eq": "MUG-1"}, "search": "mug"}
    page = (await reviewer.ask(QUEUE, where=mugs, first=1))["reviewQueue"]
    rest = await queued(reviewer, where=mugs, after=page["pageInfo"]["endCursor"])
    unready = {"processing": {"eq": "FAILED"}}
    custom = {"customFields": [{"key": "unknown", "equals": {"text": "a"}}]}

    assert [node["id"] for node in page["nodes"]] + rest == [first, last]
    assert page["totalCount"] == 2
    assert await queued(reviewer, where={"not": mugs}) == [other]
    assert await queued(reviewer, where=unready) == []
    assert await queued(reviewer, where=mugs, assignee="ME") == []
    assert "errors" in await reviewer.raw(QUEUE, where=custom)


async def test_assigning_does_what_it_can(reviewer: Client) -> None:
    """What is decided, and what is not there, is told at its place; with ABORT none is given."""
    [free, rejected] = await waiting(2)
    await reviewer.ask(REJECT, input={"ids": [rejected], "reason": "QUALITY"})
    rita, mixed = await user("rita"), (rejected, free, UNKNOWN)
    none = await assigned(reviewer, rita, *mixed, errorPolicy="ABORT")
    some = await assigned(reviewer, rita, *mixed)

    assert (codes(none), none["images"]) == (["ALREADY_DECIDED", "NOT_FOUND"], [])
    assert [one["id"] for one in some["images"]] == [free]
    assert [error[:2] for error in told(some)] == [
        ("ALREADY_DECIDED", ["ids", "0"]),
        ("NOT_FOUND", ["ids", "2"]),
    ]


async def test_only_reviewers_are_given_pictures(
    reviewer: Client, importer: Client, sign_up: SignUp
) -> None:
    """Importers, shut accounts, and ids of nobody are refused; `reviewers` has all others."""
    [id] = await waiting()
    await sign_up("rex", Role.REVIEWER)
    rex = await account("rex")
    listed = (await reviewer.ask("{ reviewers { id name role } }"))["reviewers"]
    await rex.set({"disabled_at": now()})
    for to in (await user("ivo"), await user("rex"), global_id("User", inner(UNKNOWN))):
        answer = await assigned(reviewer, to, id)
        assert told(answer) == [("NOT_A_REVIEWER", ["reviewerId"], {})]

    assert [(one["name"], one["role"]) for one in listed] == [
        ("ada", "ADMIN"),
        ("rex", "REVIEWER"),
        ("rita", "REVIEWER"),
    ]
    left = (await reviewer.ask("{ reviewers { name } }"))["reviewers"]
    assert [one["name"] for one in left] == ["ada", "rita"]
    assert codes(await assigned(reviewer, id, id)) == ["INVALID_ID"]
    assert await importer.refused("{ reviewers { id } }") == "FORBIDDEN"
    assert (await kept(id)).assignee_id is None


async def test_of_two_who_assign_the_last_counts(reviewer: Client) -> None:
    """The record and the last entry of the audit say the same."""
    [id] = await waiting()
    rita, ada = await user("rita"), await user("ada")
    await asyncio.gather(*(assigned(reviewer, to, id) for to in (rita, ada) * 4))
    entries = await audited(id, "image.assigned")
    chain = [entry.before["assignee_id"] for entry in entries]

    assert entries[-1].after["assignee_id"] == (await kept(id)).assignee_id
    assert chain == [None, *(entry.after["assignee_id"] for entry in entries[:-1])]


@asynccontextmanager
async def following(client: Client, **asked: Any) -> AsyncIterator[Stream]:
    """A queue, live, from its first READ_AGAIN on."""
    async with client.subscribed(CHANGED, **asked) as stream:
        first = (await stream.next())["reviewQueueChanged"]
        assert first == {"kind": "READ_AGAIN", "imageId": None, "image": None}
        yield stream


async def events(stream: Stream, count: int) -> list[tuple[str, str]]:
    """The next so many changes, each with its picture."""
    told = [(await stream.next())["reviewQueueChanged"] for _ in range(count)]
    return [(one["kind"], one["imageId"]) for one in told]


async def test_queues_are_followed_live(reviewer: Client, admin: Client) -> None:
    """Each is told what joins and what leaves it: given, taken away, decided, put back, deleted."""
    [id] = await waiting()
    rita, ada = await user("rita"), await user("ada")
    async with (
        following(reviewer) as all_of_it,
        following(reviewer, assignee="ME") as hers,
        following(reviewer, assignee="UNASSIGNED") as free,
    ):
        await assigned(admin, rita, id)
        await assigned(admin, ada, id)
        await assigned(admin, rita, id)
        await reviewer.ask(REJECT, input={"ids": [id], "reason": "QUALITY"})
        await reviewer.ask(RESUBMIT, input={"ids": [id]})
        await reviewer.ask(DELETE, input={"ids": [id]})

        waits, gone = ("WAITING", id), ("GONE", id)
        assert await events(all_of_it, 6) == [waits, waits, waits, gone, waits, gone]
        assert await events(hers, 6) == [waits, gone, waits, gone, waits, gone]
        assert await events(free, 3) == [gone, gone, gone]


MUGS = {"product": {"eq": "MUG-1"}}


async def test_a_part_of_a_queue_is_followed_live(reviewer: Client, admin: Client) -> None:
    """Edits bring pictures in and out, decisions too; of others nothing is told."""
    [mug, other, vase] = await waiting(3)
    [decided] = await waiting(review={"state": "APPROVED"})
    await changed(mug, product_code="MUG-1")
    async with following(reviewer, where=MUGS) as stream:
        await changed(decided, product_code="MUG-1")
        await changed(vase, title="Vase")
        await changed(other, product_code="MUG-1")
        joined = (await stream.next())["reviewQueueChanged"]
        await reviewer.ask(REJECT, input={"ids": [mug], "reason": "QUALITY"})
        left = (await stream.next())["reviewQueueChanged"]
        await changed(other, product_code="MUG-2")

        assert joined == {
            "kind": "WAITING",
            "imageId": other,
            "image": {"id": other, "assigneeId": None, "productCode": "MUG-1"},
        }
        assert (left["kind"], left["imageId"], left["image"]["id"]) == ("GONE", mug, mug)
        assert await events(stream, 1) == [("GONE", other)]


async def test_a_part_of_ones_own_queue_is_followed(reviewer: Client, admin: Client) -> None:
    """The filter is beside whose queue it is; each of two who follow has their own."""
    [id] = await waiting()
    await changed(id, product_code="MUG-1")
    rita, ada = await user("rita"), await user("ada")
    async with (
        following(reviewer, assignee="ME", where=MUGS) as hers,
        following(admin, assignee="ME", where=MUGS) as his,
    ):
        await assigned(admin, rita, id)
        assert await events(hers, 1) == [("WAITING", id)]
        await assigned(admin, ada, id)

        assert await events(hers, 1) == [("GONE", id)]
        assert await events(his, 1) == [("WAITING", id)]


async def test_the_same_part_of_a_queue_is_looked_up_once(
    reviewer: Client, admin: Client, house: House
) -> None:
    """All who follow it hear the same; with the last of them the following ends."""
    [id] = await waiting()
    async with (
        following(reviewer, where=MUGS) as first,
        following(admin, where=MUGS) as second,
        following(admin, where={"product": {"eq": "VASE"}}),
    ):
        looks = len(house.hub.gatherings._known)
        await changed(id, product_code="MUG-1")
        told = [await events(stream, 1) for stream in (first, second)]

    assert looks == 2
    assert told == [[("WAITING", id)]] * 2
    async with asyncio.timeout(10):
        while house.hub.gatherings._known:
            await asyncio.sleep(0.01)


async def test_parts_that_are_no_parts_are_refused(reviewer: Client, importer: Client) -> None:
    """What `reviewQueue` refuses, and importers."""
    custom = {"customFields": [{"key": "unknown", "equals": {"text": "a"}}]}
    for client, where, code in (
        (reviewer, {"search": "a" * 201}, "BAD_REQUEST"),
        (reviewer, {"groupId": "x"}, "BAD_REQUEST"),
        (reviewer, custom, "BAD_REQUEST"),
        (importer, MUGS, "FORBIDDEN"),
    ):
        async with client.subscribed(CHANGED, where=where) as stream:
            assert code in str(await stream.hear()), where


async def test_a_picture_joins_when_it_is_ready(reviewer: Client, importer: Client) -> None:
    """What merely comes in is in no queue; processed again it leaves it and comes back."""
    [id] = await waiting(state="PROCESSING")
    async with following(reviewer) as stream:
        await changed(id, state="READY")
        assert await events(stream, 1) == [("WAITING", id)]


async def test_queues_are_for_reviewers(importer: Client) -> None:
    """An importer is refused at once."""
    async with importer.subscribed(CHANGED) as stream:
        message = await stream.hear()

    assert "FORBIDDEN" in str(message)


@pytest.mark.usefixtures("database")
async def test_an_index_serves_each_queue() -> None:
    """In its order: nothing is sorted, and nothing is looked at that does not wait."""
    await waiting(200, state="FAILED")
    await waiting(200, review={"state": "APPROVED"})
    me = PydanticObjectId()
    await waiting(200, assignee_id=me)
    await waiting(200)
    viewer = replace(OPERATOR, user_id=me)
    for whose in QueueAssignee:
        queue = Queue.of(viewer, whose)
        found = Image.get_pymongo_collection().find(queue.where()).sort(OLDEST_FIRST.sort)
        plan = await found.limit(21).hint(queue.index).explain()
        assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"])
        assert plan["executionStats"]["totalKeysExamined"] < 25

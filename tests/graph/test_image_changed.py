"""Pictures, followed live as lists show them."""

import asyncio
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.following import touched
from actions.following.touched import TouchedBox, TouchHub
from documents.watching import Touch
from graph.context import House
from graph.ids import global_id
from tests import photos
from tests.graph.documents import DELETE, REJECT, RESUBMIT, UPDATE
from tests.graph.reviewing import changed, waiting
from tests.graph.steps import processed, upload
from tests.server import Client, Sent, Stream

CHANGED = """
subscription Changed($where: ImagesWhere, $ids: [ID!], $after: String) {
  imageChanged(where: $where, ids: $ids, after: $after) {
    eventId imageId missed image { id title state product { code } review { state } }
  }
}"""


async def event(stream: Stream) -> dict[str, Any]:
    """The next event."""
    return dict((await stream.next())["imageChanged"])


async def until(stream: Stream, id: str, **fields: Any) -> dict[str, Any]:
    """The next event of a picture in which its fields are so."""
    while True:
        found = await event(stream)
        image = found["image"]
        if found["imageId"] == id and image and fields.items() <= image.items():
            return found


async def until_gone(stream: Stream, id: str) -> dict[str, Any]:
    """The next event that tells that a picture has left; it may be told twice that it is there."""
    while True:
        found = await event(stream)
        if found["imageId"] == id and found["image"] is None:
            return found


async def edited(client: Client, id: str, version: int, **said: Any) -> None:
    """Say something of a picture."""
    input = {"id": id, "expectedVersion": version, **said}
    assert (await client.ask(UPDATE, input=input))["updateImage"]["userErrors"] == []


async def begun(house: House) -> None:
    """Return once the subscription follows."""
    async with asyncio.timeout(10):
        while not house.hub.touched._boxes:
            await asyncio.sleep(0.01)


async def test_a_list_is_kept_in_step(
    importer: Client, reviewer: Client, worker: None, house: House
) -> None:
    """What comes in, is edited, leaves the filter, comes back and is deleted is told."""
    pending = {"where": {"reviewState": "PENDING", "productCode": "A"}}
    [old] = await processed(importer, Sent("a.jpg", photos.jpeg()), productCode="A")
    async with reviewer.subscribed(CHANGED, **pending) as stream:
        await begun(house)
        [new] = await processed(importer, Sent("b.jpg", photos.jpeg()), productCode="A")
        ready = await until(stream, new, state="READY")
        await upload(importer, Sent("c.jpg", photos.jpeg()), productCode="B")
        await edited(importer, old, 1, title="Shoe")
        title = await until(stream, old, title="Shoe")
        await reviewer.ask(REJECT, input={"ids": [old], "reason": "QUALITY"})
        await until_gone(stream, old)
        await reviewer.ask(RESUBMIT, input={"ids": [old]})
        back = await until(stream, old, state="READY")
        await reviewer.ask(DELETE, input={"ids": [new]})
        deleted = await until_gone(stream, new)

    assert ready["image"]["product"] == {"code": "A"}
    assert title["image"]["id"] == old
    assert back["image"]["review"] == {"state": "PENDING"}
    assert deleted["missed"] is False


async def test_an_edit_is_told_once(importer: Client, house: House) -> None:
    """All of its writes are one event; that it was judged again, with the same result, is none."""
    [first, second] = await waiting(2)
    async with importer.subscribed(CHANGED) as stream:
        await begun(house)
        await edited(importer, first, 1, title="One")
        told = [await event(stream)]
        await changed(first, readiness_of="rules")
        await edited(importer, second, 1, title="Two")
        told.append(await event(stream))
        await changed(first, readiness_of="others", readiness=["google:WARN"])
        told.append(await event(stream))

    assert [one["imageId"] for one in told] == [first, second, first]


async def test_whoever_comes_back_misses_nothing(
    importer: Client, worker: None, house: House
) -> None:
    """With the id of the last event, what happened meanwhile is told, and then what happens."""
    first, second = await processed(
        importer, Sent("a.jpg", photos.jpeg()), Sent("b.jpg", photos.jpeg())
    )
    async with importer.subscribed(CHANGED) as stream:
        await begun(house)
        await edited(importer, first, 1, title="One")
        last = (await until(stream, first, title="One"))["eventId"]
    await edited(importer, first, 2, title="Two")
    await edited(importer, second, 1, title="Three")
    async with importer.subscribed(CHANGED, after=last) as stream:
        found: dict[str, str] = {}
        while len(found) < 2:
            told = await event(stream)
            found[told["imageId"]] = told["image"]["title"]
        await edited(importer, first, 3, title="Four")
        await until(stream, first, title="Four")

    assert found == {first: "Two", second: "Three"}


async def test_only_some_are_followed(importer: Client, worker: None, house: House) -> None:
    """With ids, others are not told of."""
    first, second = await processed(
        importer, Sent("a.jpg", photos.jpeg()), Sent("b.jpg", photos.jpeg())
    )
    async with importer.subscribed(CHANGED, ids=[second]) as stream:
        await begun(house)
        await edited(importer, first, 1, title="One")
        await edited(importer, second, 1, title="Two")
        # That it was processed may still be told.
        told = [await event(stream)]
        while told[-1]["image"]["title"] != "Two":
            told.append(await event(stream))

    assert {one["imageId"] for one in told} == {second}


async def test_a_place_that_is_gone_is_told(importer: Client, house: House) -> None:
    """The database does not reach back for ever: then one has to read anew."""
    async with importer.subscribed(CHANGED) as stream:
        await begun(house)
        await upload(importer, Sent("a.jpg", photos.jpeg()))
        last = (await event(stream))["eventId"]
    long_ago = f"{last[:2]}00000001{last[10:]}"
    async with importer.subscribed(CHANGED, after=long_ago) as stream:
        found = await event(stream)
        await upload(importer, Sent("b.jpg", photos.jpeg()))
        goes_on = await event(stream)

    assert found == {"eventId": None, "imageId": None, "image": None, "missed": True}
    assert goes_on["eventId"] > last


async def test_what_may_not_be_followed_is_refused(importer: Client, stranger: Client) -> None:
    """Strangers, ids of other things, too many, and what is no event."""
    ids = [global_id("Image", PydanticObjectId())] * 251
    for client, asked, code in (
        (stranger, {}, "UNAUTHENTICATED"),
        (importer, {"ids": ids}, "BAD_REQUEST"),
        (importer, {"ids": ["x"]}, "BAD_REQUEST"),
        (importer, {"ids": [global_id("User", PydanticObjectId())]}, "BAD_REQUEST"),
        (importer, {"after": ""}, "BAD_REQUEST"),
        (importer, {"after": "00"}, "BAD_REQUEST"),
        (importer, {"after": "{}"}, "BAD_REQUEST"),
        (importer, {"where": {"groupId": "x"}}, "BAD_REQUEST"),
    ):
        async with client.subscribed(CHANGED, **asked) as stream:
            told = await stream.hear()

        errors = told["payload"]["errors"] if told["type"] == "next" else told["payload"]
        assert [one["extensions"]["code"] for one in errors] == [code], asked


async def test_a_burst_is_told_once() -> None:
    """Each picture once, in the order of its last change, so that event ids only grow."""
    hub, ids = TouchHub(), [PydanticObjectId() for _ in range(3)]
    with hub.open() as box:
        hub.hand_out([Touch(ids[n % 3], f"{n:04}") for n in range(10)])
        found = await box.take()

    assert found == [Touch(ids[1], "0007"), Touch(ids[2], "0008"), Touch(ids[0], "0009")]


async def test_the_slow_are_told_to_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box holds so much and no more; what comes after it was full is told as ever."""
    monkeypatch.setattr(touched, "MOST_WAITING", 5)
    box = TouchedBox()
    some = [Touch(PydanticObjectId(), f"{n:04}") for n in range(7)]
    for one in some:
        box.put(one)

    assert await box.take() is None
    assert await box.take() == some[5:]
    box.put(None)
    assert await box.take() is None

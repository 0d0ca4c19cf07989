"""Many subscribers of the same thing: looked up, executed and serialised once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import field
from typing import Any

import orjson
import pytest
import strawberry
from pymongo.errors import OperationFailure

from actions.access import Viewer
from actions.following import together
from actions.following.follower import Followed, ImageChange
from actions.following.together import ChangeBox, Gatherings
from actions.following.touched import TouchHub
from documents.users import Role
from graph.context import House
from graph.following import rechecked
from graph.reading import ReadOnce
from graph.sharing import Made, SharingExecutor
from tests import photos
from tests.graph.documents import UPDATE
from tests.graph.steps import upload
from tests.server import Client, Sent, Stream

CHANGED = "subscription { imageChanged { eventId imageId missed image { id title } } }"
PRIVATE = "subscription { imageChanged { image { title originalUrl } } }"
SUBSCRIBERS = 50


async def uploaded(client: Client) -> str:
    """The id of a picture of theirs."""
    [result] = await upload(client, Sent("a.jpg", photos.jpeg()))
    return str(result["imageId"])


async def titled(client: Client, id: str, version: int, title: str) -> None:
    """Give a picture a title."""
    input = {"id": id, "expectedVersion": version, "title": title}
    assert (await client.ask(UPDATE, input=input))["updateImage"]["userErrors"] == []


async def gathered(house: House, count: int) -> None:
    """Return once so many follow."""
    async with asyncio.timeout(20):
        while sum(len(one.boxes) for one in house.hub.gatherings._known.values()) < count:
            await asyncio.sleep(0.01)


async def heard(stream: Stream, title: str) -> dict[str, Any]:
    """The payload of the event of a picture that has this title."""
    while True:
        payload: dict[str, Any] = (await stream.hear())["payload"]
        image = payload["data"]["imageChanged"]["image"]
        if image is not None and image["title"] == title:
            return payload


async def test_fifty_subscribers_are_served_by_one_look(
    importer: Client, reviewer: Client, house: House
) -> None:
    """All hear the same event, whoever they are; with the last of them, the following ends."""
    id = await uploaded(importer)
    async with AsyncExitStack() as stack:
        coming = [
            stack.enter_async_context(client.subscribed(CHANGED))
            for client in (importer, reviewer)
            for _ in range(SUBSCRIBERS // 2)
        ]
        streams = [await one for one in coming]
        await gathered(house, SUBSCRIBERS)
        looks = len(house.hub.gatherings._known)
        await titled(importer, id, 1, "Shoe")
        told = await asyncio.gather(*(heard(stream, "Shoe") for stream in streams))

    assert looks == 1
    assert told == [told[0]] * SUBSCRIBERS
    assert told[0]["data"]["imageChanged"]["imageId"] == id
    async with asyncio.timeout(10):
        while house.hub.gatherings._known or house.hub.touched._boxes:
            await asyncio.sleep(0.01)


async def test_what_depends_on_who_asks_is_told_to_nobody_else(
    importer: Client, reviewer: Client, house: House
) -> None:
    """In the same event one gets a link to the original, and another one the refusal of it."""
    id = await uploaded(importer)
    async with (
        importer.subscribed(PRIVATE) as first,
        reviewer.subscribed(PRIVATE) as second,
        importer.subscribed(PRIVATE) as third,
        reviewer.subscribed(PRIVATE) as fourth,
    ):
        await gathered(house, 4)
        await titled(importer, id, 1, "Shoe")
        refused, allowed = await heard(first, "Shoe"), await heard(second, "Shoe")
        again, too = await heard(third, "Shoe"), await heard(fourth, "Shoe")

    for told in (refused, again):
        assert told["data"]["imageChanged"]["image"]["originalUrl"] is None
        assert [one["extensions"]["code"] for one in told["errors"]] == ["FORBIDDEN"]
    assert "errors" not in allowed
    assert allowed["data"]["imageChanged"]["image"]["originalUrl"].startswith("http")
    assert allowed == too


async def test_a_slow_subscriber_is_told_to_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for one is bounded; what comes after it was full is told as ever."""
    monkeypatch.setattr(together, "MOST_WAITING", 3)
    box, some = ChangeBox(), [ImageChange(str(number)) for number in range(5)]
    box.put(some[:3])
    box.put(some[3:])

    assert [await box.take() for _ in range(3)] == [ImageChange(None), *some[3:]]


async def test_what_fails_for_one_fails_for_all_and_begins_anew(house: House) -> None:
    """The database's refusal reaches each of those who follow together, and not the next."""
    gatherings, followed = Gatherings(TouchHub()), Followed(where={"$nothing": 1})
    async with gatherings.joined(followed) as one, gatherings.joined(followed) as two:
        for box in (one, two):
            with pytest.raises(OperationFailure):
                await box.take()
        async with gatherings.joined(followed):
            [known] = gatherings._known.values()
            assert len(known.boxes) == 1


calls: list[str | None] = []


@strawberry.type
class Told:
    """What an event says."""

    number: int
    made: strawberry.Private[Made] = field(default_factory=Made)

    @strawberry.field
    def plain(self) -> int:
        """Known to whoever asks."""
        calls.append(None)
        return self.number

    @strawberry.field
    async def own(self, info: strawberry.Info[Any, None], wrong: bool = False) -> str:
        """Of the one who asks."""
        await asyncio.sleep(0)
        calls.append(info.context.viewer.name)
        if wrong:
            raise ValueError("Wrong.")
        return str(info.context.viewer.name)


@strawberry.type
class Query:
    """There has to be one."""

    nothing: int = 0


@strawberry.type
class Subscription:
    """The events of the context."""

    @strawberry.subscription
    async def told(self, info: strawberry.Info[Any, None]) -> AsyncIterator[Told]:
        """One after the other."""
        for event in info.context.events:
            yield event


schema = strawberry.Schema(
    query=Query,
    subscription=Subscription,
    execution_context_class=SharingExecutor,
    extensions=[ReadOnce],
)


class Asking:
    """A subscriber's context."""

    def __init__(self, name: str, events: list[Told]) -> None:
        self.viewer, self.events = Viewer(name=name, role=Role.VIEWER), events


async def answers(query: str, name: str, events: list[Told], **variables: Any) -> list[Any]:
    """What a subscriber is told, as JSON says it, and whether with errors."""
    context = Asking(name, events)
    stream = await schema.stream(query, context_value=context, variable_values=variables)
    return [
        (orjson.loads(orjson.dumps(result.data)), bool(result.errors))  # type: ignore[union-attr]
        async for result in stream
    ]


PLAIN, OWN = "subscription { told { plain } }", "subscription { told { own } }"
WRONG = "subscription { told { own(wrong: true) } }"
PERHAPS = "subscription($with: Boolean!) { told { number plain @include(if: $with) } }"


@pytest.mark.parametrize(
    ("query", "names", "called"),
    [
        (PLAIN, ["ada", "bob"], [None]),
        (OWN, ["ada", "bob", "ada"], ["ada", "bob"]),
    ],
)
async def test_an_event_is_executed_once_for_all_who_may_know_it(
    query: str, names: list[str], called: list[str | None]
) -> None:
    """Once for everybody where no field knows who asks, else once for each."""
    calls.clear()
    events = [Told(number=7)]
    told = await asyncio.gather(*(answers(query, name, events) for name in names))

    wanted = [{"plain": 7} if query == PLAIN else {"own": name} for name in names]
    assert told == [[({"told": one}, False)] for one in wanted]
    assert calls == called


async def test_errors_are_made_anew_for_each() -> None:
    """So that each has an error of their own to look up."""
    calls.clear()
    events = [Told(number=7)]
    told = [await answers(WRONG, "ada", events) for _ in range(2)]

    assert told == [[(None, True)], [(None, True)]]
    assert set(calls) == {"ada"}


async def test_other_variables_have_another_answer() -> None:
    """Also those of @include."""
    events = [Told(number=number) for number in range(2)]
    told = [await answers(PERHAPS, "ada", events, **{"with": one}) for one in (True, False, True)]

    with_, without = ([{"number": n, "plain": n} for n in (0, 1)], [{"number": n} for n in (0, 1)])
    assert [[data["told"] for data, _ in one] for one in told] == [with_, without, with_]


async def ended() -> None:
    """What a check raises."""
    raise PermissionError


async def test_a_right_that_ends_ends_the_stream_while_it_waits() -> None:
    """No event has to come for it, and the source is closed."""
    closed = asyncio.Event()

    async def silent() -> AsyncIterator[int]:
        try:
            yield 1
            await asyncio.Event().wait()
        finally:
            closed.set()

    stream = rechecked(silent(), ended, seconds=0.05)
    first = await anext(stream)
    with pytest.raises(PermissionError):
        await anext(stream)

    assert first == 1
    assert closed.is_set()


async def test_a_time_out_of_the_source_is_its_own() -> None:
    """It is not taken for the end of the right."""

    async def late() -> AsyncIterator[int]:
        raise TimeoutError("late")
        yield

    with pytest.raises(TimeoutError, match="late"):
        await anext(rechecked(late(), ended))

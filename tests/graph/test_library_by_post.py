"""Pages of the library: kept until a picture, or what somebody may do, changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, get_named_type
from pymongo.asynchronous.database import AsyncDatabase

from actions.limiting.budgets import Budgets, CostRules
from actions.publishing.freshness import Freshness
from documents.hearing import LIBRARY, PEOPLE
from documents.images import Image
from documents.transactions import Session, together
from documents.users import Role, User
from graph.compiled.packing import Fragments
from graph.compiled.plainness import attribute_of
from graph.context import House
from graph.library_documents import OF_IMAGE, library_request
from graph.limits import MOST_TOKENS
from graph.schema import schema
from storage.client import S3Location
from storage.credentials import credentials
from storage.links import Presigner
from tests.actions.shops import shown
from tests.clock import Clock
from tests.graph import test_cost
from tests.graph.conftest import SignUp
from tests.server import Client

commands = test_cost.commands
Database = AsyncDatabase[dict[str, Any]]
TITLES = "{ images(orderBy: {direction: ASC}) { nodes { id title } totalCount } }"
SIGNED = "{ images { nodes { renditions { url } } } }"
LOGOUT = "mutation { logout { userErrors { code } } }"
WHERE = "query ($where: ImagesWhere) { images(where: $where) { nodes { id } } }"


@pytest.fixture
def clock() -> Clock:
    """At a full hour."""
    return Clock(1_800_000_000.0)


@pytest.fixture
async def house(house: House, object_store: S3Location, clock: Clock) -> AsyncIterator[House]:
    """A house that hears of changes, and keeps what it may."""
    library, people = Freshness(read=LIBRARY), Freshness(read=PEOPLE)
    listening = [asyncio.create_task(one.run()) for one in (library, people)]
    for one in (library, people):
        await one.reached(lambda one: one.known)
    links = Presigner(object_store, credentials(object_store), clock=clock)
    budgets = Budgets(CostRules(budget=10_000, rate=1))
    keeping = replace(house, library=library, people=people, links=links, budgets=budgets)
    yield replace(keeping, kept_bytes=1024 * 1024, fragments=Fragments(1024 * 1024))
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)


@pytest.fixture
async def pictures(database: Database) -> list[Image]:
    """Two pictures."""
    made = [shown(number, product_code="SKU-1") for number in range(2)]
    await Image.insert_many(made)
    return made


@pytest.fixture
async def viewer(house: House, pictures: list[Image], admin: Client, sign_up: SignUp) -> Client:
    """Somebody who may look, once nothing happens any more."""
    client = await sign_up("vera", Role.VIEWER)
    await ended(house, rename)
    return client


async def changed(house: House, change: Any) -> None:
    """Make a change, and wait until it was heard of."""
    epoch = house.library.epoch
    await change()
    await house.library.reached(lambda one: one.epoch > epoch)


async def ended(house: House, change: Any) -> None:
    """As `changed`, for what becomes of people."""
    epoch = house.people.epoch
    await change()
    await house.people.reached(lambda one: one.epoch > epoch)


async def rename() -> None:
    """Change an account."""
    vera = {"email": "vera@example.com"}
    await User.get_pymongo_collection().update_one(vera, {"$set": {"name": "Vera"}})


async def retitled(image: Image, title: str) -> None:
    """Say something else of a picture."""

    async def write(session: Session) -> None:
        await Image.change(image.id, {}, {"$set": {"edits.title": title}}, session)

    await together(write)


def titles(found: dict[str, Any]) -> list[str | None]:
    """The titles of the pictures, in the order in which they came in."""
    return [one["title"] for one in found["images"]["nodes"]]


def reads(commands: Any) -> list[str]:
    """What was asked of the database, but for what was paid."""
    return [name for name in commands.names if name in ("aggregate", "find")]


async def test_a_kept_page_asks_the_database_nothing(viewer: Client, commands: Any) -> None:
    """The second time neither the account nor a picture is read; the data are the same."""
    first = await viewer.ask(TITLES)
    commands.names.clear()
    second = await viewer.ask(TITLES)

    assert second == first
    assert titles(first) == [None, None]
    assert reads(commands) == []


async def test_a_change_is_seen_as_soon_as_it_is_heard(
    house: House, viewer: Client, pictures: list[Image]
) -> None:
    """A text, a new picture and one that is gone; nothing waits for a time."""
    assert titles(await viewer.ask(TITLES)) == [None, None]
    await changed(house, lambda: retitled(pictures[0], "Red"))
    assert sorted(map(str, titles(await viewer.ask(TITLES)))) == ["None", "Red"]
    await changed(house, lambda: Image.insert_many([shown(7)]))
    more = await viewer.ask(TITLES)
    await changed(house, lambda: Image.get_pymongo_collection().delete_many({}))

    assert more["images"]["totalCount"] == 3
    assert await viewer.ask(TITLES) == {"images": {"nodes": [], "totalCount": 0}}


async def test_readers_who_race_with_writers_see_nothing_old(
    house: House, viewer: Client, pictures: list[Image]
) -> None:
    """Once a change was on the stream, no page that is asked for then is older than it."""
    floor, done = 0, asyncio.Event()
    old: list[tuple[int, int]] = []
    answers = 0

    async def write() -> None:
        nonlocal floor
        mine = [{"$match": {"documentKey._id": pictures[0].id}}]
        async with await Image.get_pymongo_collection().watch(mine) as stream:
            for number in range(1, 13):
                await retitled(pictures[0], str(number))
                moment = (await stream.next())["clusterTime"]
                await house.library.reached(
                    lambda one, at=moment: one.latest is not None and one.latest >= at  # type: ignore[misc]
                )
                floor = number

    async def read() -> None:
        nonlocal answers
        while not done.is_set():
            least = floor
            seen = max(int(title or 0) for title in titles(await viewer.ask(TITLES)))
            answers += 1
            if seen < least:
                old.append((least, seen))

    readers = [asyncio.create_task(read()) for _ in range(4)]
    async with asyncio.timeout(30):
        await write()
        done.set()
        await asyncio.gather(*readers)

    assert old == []
    assert answers > 4
    assert "12" in titles(await viewer.ask(TITLES))


async def test_many_who_ask_at_once_are_answered_by_one_query(
    house: House, viewer: Client, pictures: list[Image], commands: Any
) -> None:
    """Fifty who come after a change cost the library what one costs."""
    await viewer.ask(TITLES)
    await changed(house, lambda: retitled(pictures[0], "Red"))
    await viewer.ask("{ images { nodes { id } } }")
    commands.names.clear()
    answers = await asyncio.gather(*(viewer.ask(TITLES) for _ in range(50)))

    assert all(one == answers[0] for one in answers)
    # The rows, and how many there are.
    assert len(reads(commands)) == 2


async def test_whoever_signs_out_is_told_nothing_more(house: House, viewer: Client) -> None:
    """As soon as that was heard; the page that was kept is for others."""
    await viewer.ask(TITLES)
    await ended(house, lambda: viewer.ask(LOGOUT))

    assert await viewer.refused(TITLES) == "UNAUTHENTICATED"


async def test_whoever_lost_their_account_is_told_nothing_more(
    house: House, viewer: Client
) -> None:
    """Others are told as before."""
    await viewer.ask(TITLES)
    accounts = User.get_pymongo_collection()
    await ended(house, lambda: accounts.delete_one({"email": "vera@example.com"}))

    assert await viewer.refused(TITLES) == "UNAUTHENTICATED"


async def test_strangers_are_told_nothing_that_was_kept(
    viewer: Client, stranger: Client, address: str
) -> None:
    """Nor is somebody with a token that is none."""
    await viewer.ask(TITLES)

    assert await stranger.refused(TITLES) == "UNAUTHENTICATED"
    async with Client(address, token="eyJ") as forger:
        assert await forger.refused(TITLES) == "UNAUTHENTICATED"


async def test_each_role_has_pages_of_its_own(viewer: Client, admin: Client, commands: Any) -> None:
    """What a viewer was told is not told to an administrator."""
    first = await viewer.ask(TITLES)
    await admin.ask("{ images { nodes { id } } }")
    commands.names.clear()

    assert await admin.ask(TITLES) == first
    assert len(reads(commands)) == 2


async def test_everyone_pays_for_what_they_are_told(viewer: Client) -> None:
    """The bill of a kept page is as of the first one, and what is left is less."""
    costs = [(await viewer.raw(TITLES))["extensions"]["cost"] for _ in range(3)]

    assert len({one["requested"] for one in costs}) == 1
    assert costs[0]["remaining"] > costs[1]["remaining"] > costs[2]["remaining"]
    assert {one["restoreRate"] for one in costs} == {1}


async def test_nothing_is_told_to_those_who_cannot_pay(viewer: Client) -> None:
    """Not even what is kept: 429, with the time to wait."""
    query = TITLES.replace("(", "(first: 100, ")
    for _ in range(200):
        answer = await viewer.raw(query)
        if "errors" in answer:
            break

    assert answer["errors"][0]["extensions"]["code"] == "COST_EXCEEDED"
    assert "data" not in answer


async def test_links_are_made_anew_before_they_end(
    viewer: Client, clock: Clock, pictures: list[Image]
) -> None:
    """They stay the same for ten minutes, and are good for fifty more."""
    made = {"preset": "THUMB", "key": "a/thumb/a.jpg", "width": 4, "height": 3, "bytes": 9}
    rows = Image.get_pymongo_collection()
    said = {"$set": {"renditions": [made | {"content_type": "image/jpeg"}]}}
    await rows.update_many({}, said)
    first = await viewer.ask(SIGNED)
    clock.now += 599
    same = await viewer.ask(SIGNED)
    clock.now += 1
    fresh = await viewer.ask(SIGNED)

    assert "X-Amz-Signature" in json.dumps(first)
    assert same == first
    assert fresh != first


async def test_what_failed_is_not_kept(viewer: Client) -> None:
    """The next one may find it mended, and is told the id of their own request."""
    answers = [await viewer.raw("{ images(first: 0) { nodes { id } } }") for _ in range(2)]
    told = [answer["errors"][0]["extensions"] for answer in answers]

    assert [one["code"] for one in told] == ["BAD_REQUEST"] * 2
    assert told[0]["correlationId"] != told[1]["correlationId"]


@pytest.mark.parametrize("media", ["application/json", "application/graphql-response+json"])
async def test_headers_are_those_of_every_answer(viewer: Client, media: str) -> None:
    """Kept or not, in the media type that was wanted."""
    headers = viewer.headers | {"accept": media}
    answers = [
        await viewer.http.post("/graphql", json={"query": TITLES}, headers=headers)
        for _ in range(2)
    ]
    told = [
        {name: one.headers[name] for name in ("content-type", "vary")} | {"is": one.status_code}
        for one in answers
    ]

    assert told[0] == told[1]
    assert told[0]["content-type"] == media
    assert [set(one.json()) for one in answers] == [{"data", "extensions"}] * 2


def asks(query: str, **variables: Any) -> bool:
    """Whether the answer to a query may be kept."""
    body = json.dumps({"query": query, "variables": variables})
    return library_request(body.encode(), "", MOST_TOKENS) is not None


@pytest.mark.parametrize(
    "query",
    [
        TITLES,
        SIGNED,
        "{ images { edges { cursor node { ...P } } } } fragment P on Image { review { at } }",
        "{ images(where: {reviewState: APPROVED}, first: 3) { nodes { publication { at } } } }",
        "{ a: images { totalCount } b: images(after: null) { ... { pageInfo { endCursor } } } }",
    ],
)
def test_what_pictures_alone_answer_is_kept(query: str) -> None:
    """Whatever it is called, and wherever its fields stand."""
    assert asks(query)


@pytest.mark.parametrize(
    "query",
    [
        "{ images { nodes { product { code } } } }",
        "{ images { nodes { group { name } id } } }",
        "{ images { nodes { originalUrl } } }",
        "{ images { edges { node { ...P } } } } fragment P on Image { quality { state } }",
        "{ images { nodes { id } } viewer { id } }",
        "{ images(where: {expiringWithinDays: 3}) { nodes { id } } }",
        "query ($w: ImagesWhere = {expiringWithinDays: 3}) { images(where: $w) { nodes { id } } }",
        '{ images(where: {customFields: [{key: "a"}]}) { nodes { id } } }',
        "mutation { images { nodes { id } } }",
        "subscription { images { nodes { id } } }",
        "{ images { nodes { id } }",
        "query A { images { nodes { id } } } query B { images { nodes { id } } }",
        "{ products { nodes { images { title } } } }",
    ],
)
def test_what_other_things_answer_is_not_kept(query: str) -> None:
    """Nor what depends on the time, or cannot be read."""
    assert not asks(query)


def test_filters_in_variables_count_as_well() -> None:
    """Those that pictures answer alone are kept."""
    assert asks(WHERE, where={"reviewState": "APPROVED"})
    assert not asks(WHERE, where={"expiringWithinDays": 3})
    assert not asks(WHERE, where=[{"and": [{"expiringWithinDays": 3}]}])


def test_whatever_is_no_document_is_not_kept() -> None:
    """Lists, numbers, long ones, and those that want events."""
    bodies: list[bytes] = [
        b'["images"]',
        b'{"query": 1, "a": "images"}',
        b'{"a": "images"',
        b'"images"',
    ]
    good = json.dumps({"query": TITLES}).encode()
    spread = "".join(f"fragment F{n} on Image {{ ...F{n + 1} ...F{n + 1} }} " for n in range(60))
    deep = f"{{ images {{ nodes {{ id ...F0 }} }} }} {spread} fragment F60 on Image {{ id }}"

    assert [library_request(body, "", MOST_TOKENS) for body in bodies] == [None] * 4
    assert library_request(good + b" " * 9000, "", MOST_TOKENS) is None
    assert library_request(good, "text/event-stream", MOST_TOKENS) is None
    assert library_request(good, "multipart/mixed", MOST_TOKENS) is None
    assert asks(deep)


def test_below_what_is_kept_are_only_plain_fields() -> None:
    """Nothing there asks who is looking, what time it is, or another collection."""
    image = schema._schema.type_map["Image"]
    assert isinstance(image, GraphQLObjectType)
    fields = [image.fields[name] for name in OF_IMAGE if name in image.fields]
    seen: set[str] = set()
    strange: list[str] = []
    while fields:
        field = fields.pop()
        kind = get_named_type(field.type)
        if attribute_of(field) is None or isinstance(kind, GraphQLUnionType):
            strange.append(str(kind))
        if isinstance(kind, GraphQLObjectType) and kind.name not in seen:
            seen.add(kind.name)
            fields += kind.fields.values()

    assert seen >= {"Review", "Rendition", "PublishedRendition", "ImageMetadata"}
    assert strange == []

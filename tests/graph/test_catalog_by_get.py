"""The catalogue by GET: kept by those between us and shops, and by us until it changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType, get_named_type
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import Viewer
from actions.accounts.remembered import KNOWN_FOR, known_until
from actions.publishing.following import follow
from actions.publishing.freshness import Freshness
from app.settings import Settings
from app.web import make_app
from documents.catalog import CatalogRow
from documents.clock import now
from documents.images import Image
from documents.transactions import Session, together
from graph.catalog_documents import CATALOG_FIELDS, catalog_request
from graph.context import House
from graph.limits import MOST_TOKENS
from tests.actions.shops import shown
from tests.graph import test_cost
from tests.graph.public_addresses import got
from tests.graph.test_http import URQL
from tests.graph.test_review import shop
from tests.graph.test_schema import BUILT
from tests.server import Client, listening

commands = test_cost.commands
Database = AsyncDatabase[dict[str, Any]]
TITLES = "{ products { nodes { code images { title } } } }"
REVOKE = (
    "mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { userErrors { code } } }"
)
KEYS = "{ apiKeys { nodes { id } } }"
VARY = {"accept", "authorization", "x-api-key"}


@pytest.fixture
async def house(house: House) -> AsyncIterator[House]:
    """A house that hears of changes, and whose silence is never too long on a busy machine."""
    freshness = Freshness(clock=lambda: 0.0)
    listening = asyncio.create_task(freshness.run())
    await freshness.reached(lambda one: one.known)
    yield replace(house, freshness=freshness)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


@pytest.fixture
async def shopper(admin: Client) -> AsyncIterator[Client]:
    """A shop with a key."""
    async with await shop(admin) as client:
        yield client


@pytest.fixture
async def pictures(database: Database) -> list[Image]:
    """Two pictures that shops see."""
    made = [shown(number, product_code="SKU-1") for number in range(2)]
    await database["products"].insert_one({"code": "SKU-1", "name": "Shoe"})
    await Image.insert_many(made)
    await together(partial(follow, [one.id for one in made]))
    return made


def address(query: str, **variables: Any) -> str:
    """The address of a query."""
    told = {"query": query} | ({"variables": json.dumps(variables)} if variables else {})
    return str(httpx.URL("/graphql", params=told))


async def ask(client: Client, query: str = TITLES, **headers: str) -> httpx.Response:
    """The answer to a query by GET."""
    return await got(client, address(query), **headers)


async def retitled(image: Image, title: str) -> None:
    """Say something else of a picture, in one transaction with what shops see of it."""

    async def write(session: Session) -> None:
        await Image.change(image.id, {}, {"$set": {"edits.title": title}}, session)
        await follow([image.id], session)

    await together(write)


def titles(answer: httpx.Response) -> list[str | None]:
    """The titles of the first product's pictures."""
    return [one["title"] for one in answer.json()["data"]["products"]["nodes"][0]["images"]]


async def heard(house: House, epoch: int) -> None:
    """Wait until a change after that one was heard of."""
    await house.freshness.reached(lambda one: one.epoch > epoch)


async def all_heard(house: House, database: Database) -> None:
    """Wait until all that was written so far was heard of: a transaction is several changes."""
    async with database.client.start_session() as session:
        noted = {"$inc": {"noted": 1}}
        await database["products"].update_one({"code": "SKU-1"}, noted, session=session)
        last = session.operation_time
    await house.freshness.reached(lambda one: one.latest is not None and one.latest >= last)


@pytest.mark.usefixtures("pictures")
async def test_an_answer_may_be_kept_by_caches(shopper: Client) -> None:
    """Public, for a while, apart for each who asks, and 304 for who has it already."""
    answer = await ask(shopper)
    named = [answer.headers["etag"], f"W/{answer.headers['etag']}", f'"x",{answer.headers["etag"]}']
    again = [await ask(shopper, if_none_match=one) for one in named]
    other = await ask(shopper, if_none_match='"x"')

    assert titles(answer) == [None, None]
    assert set(answer.json()) == {"data"}
    assert answer.headers["cache-control"] == (
        "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
    )
    assert {one.strip().lower() for one in answer.headers["vary"].split(",")} >= VARY
    assert [(one.status_code, one.content) for one in again] == [(304, b"")] * 3
    assert {one.headers["etag"] for one in again} == {answer.headers["etag"]}
    assert again[0].headers["cache-control"] == answer.headers["cache-control"]
    assert (other.status_code, other.content) == (200, answer.content)


@pytest.mark.usefixtures("pictures")
async def test_a_kept_answer_asks_the_database_nothing(shopper: Client, commands: Any) -> None:
    """The second time neither the key nor the catalogue is read; the bytes are the same."""
    first = await ask(shopper)
    commands.names.clear()
    second = await ask(shopper)

    assert second.content == first.content
    assert commands.names == []


async def test_a_change_is_seen_as_soon_as_it_is_heard(
    house: House, shopper: Client, pictures: list[Image]
) -> None:
    """The text, the tag and the name of the product are new; nothing waits for a time."""
    before = await ask(shopper)
    epoch = house.freshness.epoch
    await retitled(pictures[0], "Red")
    await heard(house, epoch)
    after = await ask(shopper, if_none_match=before.headers["etag"])

    assert titles(after) == ["Red", None]
    assert after.headers["etag"] != before.headers["etag"]


async def test_who_may_read_is_told_apart(
    house: House, admin: Client, shopper: Client, stranger: Client, pictures: list[Image]
) -> None:
    """A kept answer is for those who may read: not for strangers, wrong keys or revoked ones."""
    good = await ask(shopper)
    nobody, staff = await ask(stranger), await ask(admin)
    wrong = await got(stranger, address(TITLES), x_api_key="eco_1_2")
    [key] = (await admin.ask(KEYS))["apiKeys"]["nodes"]
    epoch = house.freshness.epoch
    await admin.ask(REVOKE, input={"id": key["id"]})
    await heard(house, epoch)
    revoked = await ask(shopper)

    assert titles(good) == titles(staff) == [None, None]
    codes = [one.json()["errors"][0]["extensions"]["code"] for one in (nobody, wrong, revoked)]
    assert codes == ["UNAUTHENTICATED"] * 3
    assert [one for one in (nobody, wrong, revoked, staff) if "etag" in one.headers] == []
    assert not any("public" in one.headers.get("cache-control", "") for one in (nobody, staff))


@pytest.mark.usefixtures("pictures")
async def test_an_open_catalogue_is_for_all(house: House) -> None:
    """With the setting, strangers read it, and nothing else; a wrong key is still refused."""
    app = make_app(Settings(), replace(house, public_catalog=True, catalog_seconds=0), {})
    async with listening(app) as at, Client(at) as client:
        found, posted = await ask(client), await client.ask(TITLES)
        wrong = await ask(client, authorization="Bearer eco_1_2")
        images = await client.refused("{ images { nodes { id } } }")

    assert titles(found) == [None, None]
    assert posted == found.json()["data"]
    assert found.headers["cache-control"] == "no-store"
    assert wrong.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert images == "UNAUTHENTICATED"


@pytest.mark.usefixtures("pictures")
async def test_what_fails_is_not_kept(shopper: Client) -> None:
    """An answer with errors has no tag, and no cache may keep it."""
    asked = [
        "{ products(first: 1000) { nodes { code } } }",
        "{ products { nope } }",
        '{ changes(after: "x") { latest } }',
    ]
    answers = [await ask(shopper, query) for query in asked]

    assert all(one.json()["errors"] for one in answers)
    assert [one for one in answers if "etag" in one.headers] == []
    assert not any("public" in one.headers.get("cache-control", "") for one in answers)


CATALOGUE = [
    TITLES,
    'query { ...All } fragment All on Query { changes { latest } product(code: "1") { code } }',
    "{ ... on Query { catalogSnapshot { cursor } } }",
    "query A { changes { latest } }",
]
OTHER = [
    "",
    "{",
    "{ viewer { email } }",
    "{ products { nodes { code } } viewer { email } }",
    "{ products { nodes { code } } ...More } fragment More on Query { images { totalCount } }",
    "{ ...A } fragment A on Query { ...A }",
    "{ ...A0 ...A0 } "
    + " ".join(f"fragment A{n} on Query {{ ...A{n + 1} ...A{n + 1} }}" for n in range(60)),
    "{ ...Unknown }",
    "{ __schema { types { name } } }",
    "mutation { products }",
    "subscription { products }",
    "query A { changes { latest } } query B { images { totalCount } }",
    "fragment A on Query { changes { latest } }",
    "{ products: viewer { email } }",
    "{" * 10_000,
]


def told(query: str, accept: str = "*/*", **more: str) -> Any:
    """What a request is taken for."""
    params = httpx.QueryParams({"query": query, **more})
    return catalog_request(str(params).encode(), accept, MOST_TOKENS)


def test_only_documents_that_read_the_catalogue_alone_are_kept() -> None:
    """By the fields at the root, through fragments and aliases; one more field, and none is."""
    assert all(told(query) is not None for query in CATALOGUE)
    assert [query for query in OTHER if told(query) is not None] == []
    assert told(TITLES, operationName="B") is None
    assert told("query A { changes { latest } } query B { viewer { email } }", operationName="A")
    assert told(TITLES, variables="{") is None
    assert told(TITLES, extensions="{}") is None
    assert told(TITLES, accept="text/event-stream") is None
    assert told(TITLES, accept='multipart/mixed;subscriptionSpec="1.0"') is None
    assert told(TITLES, accept=URQL) is not None
    assert told(TITLES + " " * 8192) is None
    assert catalog_request(b"query=%ff", "", MOST_TOKENS) is None
    assert catalog_request(b"query={changes{latest}}&query={viewer{email}}", "", 9) is None


def test_equal_requests_have_one_answer() -> None:
    """The order of variables is no matter; values, media types and operations are."""
    same = [told(TITLES, variables=one) for one in ('{"a":1,"b":2}', '{"b": 2, "a": 1}')]
    others = [
        told(TITLES, variables='{"a":1,"b":3}'),
        told(TITLES + " "),
        told(TITLES, accept="application/graphql-response+json"),
    ]

    assert same[0] == same[1]
    assert len({same[0], *others}) == 4


def test_below_the_catalogue_are_only_types_for_shops() -> None:
    """Whatever can be reached from a field that is kept is of the catalogue, or says nothing."""
    assert BUILT.query_type is not None
    roots = [get_named_type(BUILT.query_type.fields[name].type) for name in CATALOG_FIELDS]
    found: set[str] = set()
    while roots:
        one = roots.pop()
        if isinstance(one, GraphQLObjectType) and one.name not in found:
            found.add(one.name)
            roots += [get_named_type(field.type) for field in one.fields.values()]

    plain = {"PageInfo", "PublishedRendition", "FocalPoint", "ChangeConnection", "ChangeEdge"}
    assert {name for name in found - plain if not name.startswith("Catalog")} == set()


async def test_readers_who_race_with_writers_see_nothing_old(
    house: House, shopper: Client, pictures: list[Image], database: Database
) -> None:
    """Once a change was on the stream, no answer that is asked for then is older than it."""
    floor, done = [0, 0], asyncio.Event()
    old: list[tuple[int, list[int]]] = []
    answers = 0

    async def write(which: int) -> None:
        rows = CatalogRow.get_pymongo_collection()
        mine = [{"$match": {"documentKey._id": pictures[which].id}}]
        async with await rows.watch(mine, full_document="updateLookup") as stream:
            for number in range(1, 9):
                await retitled(pictures[which], str(number))
                moment = (await stream.next())["clusterTime"]
                await house.freshness.reached(
                    lambda one, at=moment: one.latest is not None and one.latest >= at  # type: ignore[misc]
                )
                floor[which] = number

    async def read() -> None:
        nonlocal answers
        while not done.is_set():
            least = list(floor)
            seen = [int(title or 0) for title in titles(await ask(shopper))]
            answers += 1
            old.extend((at, seen) for at, wanted in enumerate(least) if seen[at] < wanted)

    readers = [asyncio.create_task(read()) for _ in range(4)]
    async with asyncio.timeout(30):
        await asyncio.gather(write(0), write(1))
        done.set()
        await asyncio.gather(*readers)

    assert old == []
    assert answers > 4
    assert titles(await ask(shopper)) == ["8", "8"]


async def test_many_who_ask_at_once_are_answered_by_one_query(
    house: House, shopper: Client, pictures: list[Image], database: Database, commands: Any
) -> None:
    """Fifty who come after a change cost what one costs."""
    await ask(shopper)
    await retitled(pictures[0], "Red")
    await all_heard(house, database)
    # The key is known again.
    await ask(shopper, "{ changes { latest } }")
    commands.names.clear()
    answers = await asyncio.gather(*(ask(shopper) for _ in range(50)))

    assert {one.content for one in answers} == {answers[0].content}
    assert titles(answers[0]) == ["Red", None]
    assert len(commands.names) <= 3


def test_a_key_is_not_known_for_longer_than_it_is_good() -> None:
    """One that runs out in a moment is looked at again then; all others after KNOWN_FOR."""
    soon, late = now() + timedelta(seconds=5), now() + timedelta(days=5)
    until = [known_until(Viewer(expires_at=one)) for one in (soon, late, None)]

    assert until[0] == soon
    assert all(soon < one <= now() + KNOWN_FOR for one in until[1:])


@pytest.mark.usefixtures("pictures")
async def test_keys_are_forgotten_where_they_are_too_many(
    shopper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then each is looked at again, and all are answered as before."""
    monkeypatch.setattr("actions.accounts.remembered.MOST_KNOWN", 0)
    found = [titles(await ask(shopper)) for _ in range(2)]

    assert found == [[None, None]] * 2

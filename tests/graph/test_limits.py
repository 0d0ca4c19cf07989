"""What one client may ask: a cost that is known before anything runs, and a budget to pay it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from graphql import get_introspection_query, parse, validate
from pymongo.asynchronous.database import AsyncDatabase

from actions.limiting import budgets as limiting
from actions.limiting.budgets import Budgets, CostRules
from actions.limiting.errors import BudgetSpent, TooDear
from app.settings import Settings
from app.web import make_app
from documents.budgets import Budget
from documents.users import Role
from graph.context import House
from graph.cost import cost_of
from graph.schema import schema
from tests.clock import Clock
from tests.graph.conftest import SignUp
from tests.graph.test_http import GRAPHQL, code_of, error_of
from tests.graph.test_validation import nested
from tests.server import Client, listening

GRAPH = schema._schema
HIDDEN = '{ ...T } fragment T on Query { __type(name: "Image") { name } }'
KEY = """
mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }"""

COSTS: list[tuple[str, dict[str, Any], int]] = [
    # An object is 1, whatever its plain fields; nothing is free.
    ("{ viewer { id email name role } }", {}, 1),
    ("{ __typename }", {}, 1),
    ("{ a: viewer { id } b: viewer { id } }", {}, 2),
    # A page: itself, and each row with the objects in it; `first` is 20 unless it is sent.
    ("{ images(first: 50) { nodes { id title } } }", {}, 51),
    ("{ images { nodes { id } } }", {}, 21),
    ("{ images(first: 0) { nodes { id } } }", {}, 1),
    ("{ images(first: 10) { edges { cursor node { id } } pageInfo { hasNextPage } } }", {}, 22),
    ("{ images(first: 10) { nodes { group { name } } } }", {}, 21),
    # A list that is not paged counts as five; what must be counted costs five.
    ("{ images(first: 10) { nodes { renditions { url } } } }", {}, 61),
    ("{ images(first: 10) { totalCount nodes { id } } }", {}, 16),
    # Pages in pages multiply.
    ("{ imageGroups(first: 10) { nodes { images(first: 20) { nodes { id } } } } }", {}, 221),
    # Variables, their defaults, and what is no number.
    ("query ($n: Int!) { images(first: $n) { nodes { id } } }", {"n": 7}, 8),
    ("query ($n: Int! = 9) { images(first: $n) { nodes { id } } }", {}, 10),
    ("query ($n: Int! = 9) { images(first: $n) { nodes { id } } }", {"n": "many"}, 21),
    ("query ($n: Int!) { images(first: $n) { nodes { id } } }", {"n": 10**9}, 501),
    ("query ($n: Int!) { images(first: $n) { nodes { id } } }", {"n": -5}, 1),
    # As many as were asked for by id.
    ('{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 3),
    ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a"] * 40}, 40),
    # Fragments count wherever they are spread.
    ("{ images(first: 10) { ...P } } fragment P on ImageConnection { nodes { id } }", {}, 11),
    ('{ node(id: "a") { ... on Image { group { id } } ... on Job { id } } }', {}, 2),
    # The schema itself.
    ("{ __schema { types { name } } }", {}, 100),
    # A subscription, whatever it tells later.
    ("subscription { imageProcessing { stage } }", {}, 11),
    # A change, each entry that it is sent, and what it answers.
    ("mutation { logout { userErrors { code } } }", {}, 16),
    (
        "mutation ($input: ApproveImagesInput!) { approveImages(input: $input) { images { id } } }",
        {"input": {"ids": ["a"] * 30}},
        10 + 30 + 1 + 5,
    ),
]


@pytest.mark.parametrize(("document", "variables", "points"), COSTS, ids=lambda one: str(one)[:60])
def test_the_formula(document: str, variables: dict[str, Any], points: int) -> None:
    """docs/limits.md, by examples."""
    parsed = parse(document)

    assert validate(GRAPH, parsed) == []
    assert cost_of(GRAPH, parsed, None).points(variables) == points


def test_each_operation_has_its_own_cost() -> None:
    """Of several in a document, the one that is asked for is paid."""
    document = parse("query A { viewer { id } } query B { images { nodes { id } } }")

    assert [cost_of(GRAPH, document, name).points({}) for name in "AB"] == [1, 21]


def test_fragments_in_fragments_are_added_up_once() -> None:
    """A document that spreads out into more fields than there are atoms has its cost at once."""
    page = "images(first: $n) { nodes { id } }"
    text = (
        nested(60).replace("a: __typename", page).replace("{ ...F0 }", "query ($n: Int!) {...F0}")
    )
    cost = cost_of(GRAPH, parse(text), None)

    assert cost.points({"n": 3}) == 2**59 * 4


async def paid(budgets: Budgets, cost: int, client: str = "ada") -> bool:
    """Whether the client could pay."""
    try:
        await budgets.pay(client, cost)
    except BudgetSpent:
        return False
    return True


SLOW = CostRules(budget=1_000, rate=1, request=500)


async def test_processes_share_one_budget(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks three processes at once spends no more than who asks one."""
    monkeypatch.setattr(limiting, "HELD", 40.0)
    processes = [Budgets(SLOW) for _ in range(3)]
    tries = [paid(processes[n % 3], 30) for n in range(120)]
    count = sum(await asyncio.gather(*tries))

    # 1,000 points, but for the handful that each process may still hold, and with the few that
    # came in meanwhile.
    assert (1_000 - 3 * 40) // 30 <= count <= 1_060 // 30


async def test_a_process_asks_the_database_now_and_then(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes a handful, spends it without asking, and is never given more than there is."""
    takes: list[int] = []
    take = Budget.take

    async def counted(*args: Any, **options: Any) -> Any:
        granted = await take(*args, **options)
        takes.append(granted.points)
        return granted

    monkeypatch.setattr(Budget, "take", counted)
    budgets = Budgets(CostRules(budget=10_000, rate=1_000), Clock())
    for _ in range(100):
        await budgets.pay("ada", 10)

    assert takes == [500, 500]


async def test_what_is_not_spent_is_given_back(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handful may be spent for a while; afterwards it is in the budget again."""
    monkeypatch.setattr(limiting, "HELD", 50.0)
    clock = Clock()
    budgets = Budgets(CostRules(budget=1_000, rate=1), clock)
    lefts = []
    for _ in range(5):
        lefts.append(await budgets.pay("ada", 1))
        clock.now += 50
    raw = await _level()

    assert lefts[0] == 999
    # One handful is out, and not five.
    assert raw["granted"] == 50
    assert raw["level"] <= 54


async def test_a_budget_fills_up_again(database: object) -> None:
    """Who has spent it all is told how long to wait, and after that may ask again."""
    budgets = Budgets(CostRules(budget=100, rate=10, request=100))
    assert await paid(budgets, 100)
    with pytest.raises(BudgetSpent) as refused:
        await budgets.pay("ada", 50)
    assert refused.value.retry_after_seconds in range(1, 6)
    earlier = {"$set": {"at": (await _level())["at"] - timedelta(seconds=5)}}
    await Budget.get_pymongo_collection().update_one({"_id": "ada"}, earlier)

    assert await paid(budgets, 50)
    assert not await paid(budgets, 50)
    assert await paid(budgets, 50, client="bob")


async def test_what_no_budget_would_pay_is_told_so(database: object) -> None:
    """Waiting would not help, so there is no word of it; the budget is not touched."""
    for rules, limit in ((SLOW, 500), (CostRules(budget=0, request=70), 70)):
        with pytest.raises(TooDear) as refused:
            await Budgets(rules).pay("ada", limit + 1)
        assert (refused.value.limit, refused.value.retry_after_seconds) == (limit, None)

    assert await Budget.count() == 0


async def test_without_a_limit_nothing_is_written(database: object) -> None:
    """A budget of 0 is none: everybody pays, and nobody is counted."""
    assert await Budgets(CostRules(budget=0)).pay("ada", 1_000) is None
    assert await Budget.count() == 0


async def test_a_process_keeps_few_clients_in_mind(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Strangers from everywhere cannot fill its memory."""
    monkeypatch.setattr(limiting, "MOST_CLIENTS", 3)
    budgets = Budgets(SLOW)
    for n in range(6):
        await budgets.pay(f"client-{n}", 1)

    assert list(budgets._handfuls) == ["client-3", "client-4", "client-5"]


@asynccontextmanager
async def serving(
    house: House, settings: Settings | None = None, **parts: Any
) -> AsyncIterator[str]:
    """The service with other parts."""
    async with listening(make_app(settings or Settings(), replace(house, **parts), {})) as at:
        yield at


async def test_an_answer_says_what_it_cost(importer: Client) -> None:
    """What was asked, what is left, and what comes back each second."""
    cost = (await importer.raw("{ images(first: 50) { nodes { id } } }"))["extensions"]["cost"]

    assert cost["requested"] == 51
    assert 0 < cost["remaining"] <= 1_000_000
    assert cost["restoreRate"] == 20_000


async def test_without_a_budget_only_the_cost_is_told(house: House, stranger: Client) -> None:
    """There is nothing that could remain."""
    async with serving(house, budgets=Budgets(CostRules(budget=0))) as at:
        answer = await stranger.http.post(f"{at}/graphql", json={"query": "{ __typename }"})

    assert answer.json()["extensions"] == {"cost": {"requested": 1}}


async def test_who_has_spent_too_much_waits(
    house: House, importer: Client, sign_up: SignUp
) -> None:
    """429 with Retry-After in each media type; others, keys of the same account too, go on."""
    other = await sign_up("ann", Role.ADMIN)
    key = (await other.ask(KEY, input={"name": "Shop", "scopes": ["CATALOG_READ"]}))["createApiKey"]
    # What was paid until here went by other rules.
    await Budget.get_pymongo_collection().delete_many({})
    tight = Budgets(CostRules(budget=60, rate=1, request=60))
    page = {"query": "{ images(first: 40) { nodes { id } } }"}
    async with serving(house, budgets=tight) as at:
        url = f"{at}/graphql"
        paid_for = await importer.http.post(url, json=page, headers=importer.headers)
        for media_type in ("application/json", GRAPHQL):
            headers = importer.headers | {"accept": media_type}
            refused = await importer.http.post(url, json=page, headers=headers)
            seconds = int(refused.headers["retry-after"])
            facts = error_of(refused)["extensions"]
            assert refused.status_code == 429
            assert refused.json()["extensions"] == {"cost": {"requested": 41}}
            assert (facts["code"], facts["limit"]) == ("COST_EXCEEDED", 60)
            assert facts["retryAfter"] == seconds
            assert 1 <= seconds <= 22
        rest = [
            await importer.http.post(url, json=page, headers=other.headers),
            await importer.http.post(url, json=page, headers={"x-api-key": key["secret"]}),
            await importer.http.post(url, json=page),
        ]

    assert paid_for.json()["extensions"]["cost"]["requested"] == 41
    assert [answer.status_code for answer in rest] == [200, 200, 200]
    payers = {budget.id.split(":")[0] for budget in await Budget.find_all().to_list()}
    assert payers == {"user", "key", "address"}


async def test_strangers_of_one_address_share_a_budget(house: House, stranger: Client) -> None:
    """A wrong token makes nobody somebody else."""
    tight = Budgets(CostRules(budget=150, rate=1, request=150))
    async with serving(house, budgets=tight) as at:
        statuses = []
        for token in ("a", "b", "c", "d"):
            headers = {"authorization": f"Bearer {token}.b.c"}
            body = {"query": "{ images(first: 100) { nodes { id } } }"}
            answer = await stranger.http.post(f"{at}/graphql", json=body, headers=headers)
            statuses.append(answer.status_code)

    assert statuses == [200, 429, 429, 429]
    assert [one.id for one in await Budget.find_all().to_list()] == ["address:127.0.0.1"]


async def test_what_is_too_dear_is_refused_before_it_runs(house: House, importer: Client) -> None:
    """Pages in pages in pages: no waiting helps, so it is a bad request with its cost."""
    document = (
        "{ imageGroups(first: 100) { nodes { images(first: 100) { nodes { "
        "group { images(first: 100) { nodes { id } } } } } } } }"
    )
    answer = await importer.http.post(
        "/graphql", json={"query": document}, headers=importer.headers | {"accept": GRAPHQL}
    )

    error = error_of(answer)["extensions"]
    assert (answer.status_code, error["code"]) == (400, "COST_EXCEEDED")
    assert error["requested"] == 1 + 100 * (2 + 100 * (3 + 100))
    assert "retryAfter" not in error
    assert "retry-after" not in answer.headers


async def test_a_subscription_pays_when_it_begins(house: House, importer: Client) -> None:
    """Who has spent all gets no stream."""
    follow = "subscription { imageProcessing { stage } }"
    tight = Budgets(CostRules(budget=100, rate=1))
    async with serving(house, budgets=tight) as at, Client(at, token=importer.token) as client:
        await client.ask("{ images(first: 95) { nodes { id } } }")
        async with client.subscribed(follow) as stream:
            told = await stream.hear()

    assert told["type"] == "error"
    assert told["payload"][0]["extensions"]["code"] == "COST_EXCEEDED"
    assert await Budget.count() == 1


async def test_the_schema_can_be_kept_to_ourselves(house: House, stranger: Client) -> None:
    """Without introspection everything else works, __typename included."""
    async with serving(house, introspection=False) as at:
        url = f"{at}/graphql"
        refused = [
            await stranger.http.post(url, json={"query": document})
            for document in (get_introspection_query(), HIDDEN)
        ]
        answer = await stranger.http.post(url, json={"query": "{ __typename }"})

    assert [code_of(one) for one in refused] == ["INTROSPECTION_DISABLED"] * 2
    assert answer.json()["data"] == {"__typename": "Query"}


async def test_graphiql_can_be_switched_off(house: House, stranger: Client) -> None:
    """A browser then gets no page, but what a program would get."""
    headers = {"accept": "text/html,*/*"}
    async with serving(house, Settings(graphiql=False)) as at:
        answer = await stranger.http.get(f"{at}/graphql", headers=headers)

    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")
    assert answer.headers["content-type"] == "application/json"


async def test_a_bug_of_ours_is_hidden_but_can_be_found(
    importer: Client, database: AsyncDatabase[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    """The client reads an id and nothing of the cause; the log has the cause."""
    await database["custom_fields"].insert_one({"key": "the secret cause"})
    body = {"query": "{ customFields { key } }"}
    answer = await importer.http.post("/graphql", json=body, headers=importer.headers)

    [error] = answer.json()["errors"]
    assert error["message"] == "Something went wrong on our side."
    assert error["extensions"] == {
        "code": "INTERNAL",
        "correlationId": answer.headers["x-request-id"],
    }
    assert "secret" not in answer.text
    assert "the secret cause" in caplog.text


async def _level() -> Any:
    return await Budget.get_pymongo_collection().find_one({"_id": "ada"})

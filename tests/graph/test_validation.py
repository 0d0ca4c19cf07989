"""Documents are validated once; their limits hold each time."""

from typing import Any

from graphql import get_introspection_query
from strawberry.extensions.validation_cache import DEFAULT_MAXSIZE, _get_validate_cache

from graph.limits import MOST_ALIASES, MOST_DEPTH, MOST_FRAGMENTS
from tests.server import Client

VIEWER = "query SentAgain { viewer { email } }"
GREEDY = " ".join(f"a{number}: __typename" for number in range(MOST_ALIASES + 1))


async def test_a_document_that_comes_again_is_not_validated_again(stranger: Client) -> None:
    """Validating takes longer than answering most queries, so it is done once a document."""
    validated: Any = _get_validate_cache(DEFAULT_MAXSIZE)
    await stranger.ask(VIEWER)
    before = validated.cache_info()
    await stranger.ask(VIEWER)

    assert validated.cache_info().hits == before.hits + 1
    assert validated.cache_info().misses == before.misses


def nested(fragments: int) -> str:
    """Each fragment spreads the next one twice: spread out, it is 2 to the power of them."""
    links = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(fragments - 1)]
    last = f"fragment F{fragments - 1} on Query {{ a: __typename }}"
    return " ".join(["{ ...F0 }", *links, last])


async def test_fragments_in_fragments_are_measured_once(stranger: Client) -> None:
    """A small document that spreads out into more aliases than there are atoms is just refused."""
    [error] = (await stranger.raw(nested(MOST_FRAGMENTS)))["errors"]

    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert f"{2 ** (MOST_FRAGMENTS - 1)} aliases found" in error["message"]


async def test_fragments_have_their_limit(stranger: Client) -> None:
    """One fragment more than allowed is refused by their number."""
    [error] = (await stranger.raw(nested(MOST_FRAGMENTS + 1)))["errors"]

    assert f"{MOST_FRAGMENTS + 1} fragments found" in error["message"]


def deep(levels: int) -> str:
    """A document that is so deep, the lower half of it through a fragment."""
    names = [("images(first: 1)", "nodes", "group")[level % 3] for level in range(levels)]
    upper, lower = names[:6], names[6:]
    inner = " { ".join([*lower, "__typename"]) + " }" * len(lower)
    outer = " { ".join([*upper, "...Lower"]) + " }" * len(upper)
    return f"{{ {outer} }} fragment Lower on ImageGroup {{ {inner} }}"


async def test_a_document_may_be_so_deep_and_no_deeper(stranger: Client) -> None:
    """Levels are counted through fragments; who asks is looked at once the document is good."""
    told = [await stranger.refused(deep(levels)) for levels in (MOST_DEPTH, MOST_DEPTH + 1)]

    assert told == ["UNAUTHENTICATED", "BAD_REQUEST"]


async def test_introspection_is_as_deep_as_it_must_be(stranger: Client) -> None:
    """What tools ask to learn the schema is not measured."""
    found = await stranger.ask(get_introspection_query())

    assert found["__schema"]["queryType"]["name"] == "Query"


async def test_a_refusal_that_is_remembered_names_each_request(stranger: Client) -> None:
    """The same bad document is refused each time, under the id of that request."""
    told = [(await stranger.raw(f"{{ {GREEDY} }}"))["errors"] for _ in range(2)]

    [first], [second] = told
    assert "aliases found" in first["message"]
    assert first["message"] == second["message"]
    assert first["extensions"]["correlationId"] != second["extensions"]["correlationId"]

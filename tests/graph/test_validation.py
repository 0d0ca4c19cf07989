"""Documents are validated once; their limits hold each time."""

from typing import Any

from strawberry.extensions.validation_cache import DEFAULT_MAXSIZE, _get_validate_cache

from graph.limits import MOST_ALIASES
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


async def test_a_refusal_that_is_remembered_names_each_request(stranger: Client) -> None:
    """The same bad document is refused each time, under the id of that request."""
    told = [(await stranger.raw(f"{{ {GREEDY} }}"))["errors"] for _ in range(2)]

    [first], [second] = told
    assert "aliases found" in first["message"]
    assert first["message"] == second["message"]
    assert first["extensions"]["correlationId"] != second["extensions"]["correlationId"]

"""Compiled or not, the answer is the same to the letter: data, errors, and their order."""

import gc
import os
import warnings
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from graphql import GraphQLSchema, execute, parse
from graphql.execution import Executor
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.utils.await_maybe import await_maybe

from graph.compiled.executor import CompiledExecutor
from tests.graph.compiled.data import Maker
from tests.graph.compiled.queries import document
from tests.graph.compiled.things import schema

CORE: GraphQLSchema = schema._schema
# Ask for more by the environment, to look longer.
EXAMPLES = int(os.environ.get("ECOGRAM_TEST_EXAMPLES", "1000"))


@pytest.fixture(scope="module")
def collected() -> Iterator[None]:
    """Leaves no coroutine behind for the warnings of other tests."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


async def answered(
    by: type[Executor[Any]], asked: Any, context: object, variables: dict[str, Any]
) -> tuple[str, list[Any]]:
    """The data, with the order of its keys, and the errors as clients read them."""
    result = await await_maybe(
        execute(
            CORE,
            asked,
            context_value=context,
            variable_values=variables,
            executor_class=by,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # as Strawberry has it
        )
    )
    return repr(result.data), [error.formatted for error in result.errors or ()]


# graphql-core cancels what runs beside an error that bubbles, and some of it never began.
@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**64), faults=st.sampled_from([0, 5, 50]))
async def test_the_answer_is_the_same(seed: int, faults: int) -> None:
    """Whatever is asked of whatever data: first, when compiled, and when it is compiled."""
    random = Random(seed)
    asked = parse(document(random, CORE))
    for _ in range(3):
        thing = Maker(random, faults).thing()
        variables = {"yes": random.random() < 0.5, "no": random.random() < 0.2}
        expected = await answered(StrawberryGraphQLCoreExecutionContext, asked, thing, variables)

        assert await answered(CompiledExecutor, asked, thing, variables) == expected

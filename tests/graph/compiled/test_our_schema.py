"""Our own schema over rows as they are kept: compiled or not, the answer is the same."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from graphql import execute, parse
from graphql.execution import Executor
from starlette.requests import HTTPConnection
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.utils.await_maybe import await_maybe

from actions.access import Viewer
from benchmarks.reading import PAGE, QUERY, SIGNED, fill
from documents.users import Role
from graph.compiled.executor import CompiledExecutor
from graph.compiled.lazy import Lazy
from graph.context import Context, House
from graph.schema import schema
from storage.client import S3Location
from storage.credentials import credentials
from storage.links import Presigner
from tests.graph.compiled.queries import document

CORE = schema._schema
SEEDS = range(40)


@pytest.fixture
async def library(house: House, object_store: S3Location) -> House:
    """Some pictures, and links that are signed at the same moment."""
    await fill(12)
    links = Presigner(object_store, credentials(object_store), clock=lambda: 1_800_000_000.0)
    return replace(house, links=links)


async def answered(
    by: type[Executor[Any]], asked: Any, house: House, role: Role
) -> tuple[str, list[Any]]:
    """Data and errors, for somebody with a role."""
    viewer = Viewer(user_id=None, session_id=None, role=role, email="a@example.com", name="A")
    connection = HTTPConnection({"type": "http", "headers": []})
    result = await await_maybe(
        execute(
            CORE,
            asked,
            context_value=Context(connection, house, _viewer=viewer),
            variable_values={"yes": True, "first": PAGE},
            executor_class=by,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # as Strawberry has it
            operation_extensions={},
        )
    )
    return repr(result.data), [error.formatted for error in result.errors or ()]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN])
async def test_lists_are_the_same(library: House, role: Role) -> None:
    """Whatever is asked of images, groups, products and what hangs on them."""
    for seed in SEEDS:
        asked = parse(document(Random(seed), CORE, ("images", "libraryProducts")))
        expected = await answered(StrawberryGraphQLCoreExecutionContext, asked, library, role)
        for _ in range(3):
            assert await answered(CompiledExecutor, asked, library, role) == expected


@pytest.mark.parametrize("query", [QUERY, SIGNED])
async def test_what_is_measured_is_the_same(library: House, query: str) -> None:
    """The benchmark's pages, public files and signed links."""
    asked = parse(query)
    expected = await answered(StrawberryGraphQLCoreExecutionContext, asked, library, Role.VIEWER)
    for _ in range(3):
        assert await answered(CompiledExecutor, asked, library, Role.VIEWER) == expected

    assert "'url': " in expected[0]
    assert expected[1] == []


def test_lazy_objects_know_all_their_fields() -> None:
    """A field with a default, or one that READS forgot, would be read in two ways."""
    kinds = [
        definition
        for kind in schema.schema_converter.type_map.values()
        if isinstance(definition := kind.definition, StrawberryObjectDefinition)
        and issubclass(definition.origin, Lazy)
    ]
    plain = {
        (definition.origin, field.python_name)
        for definition in kinds
        for field in definition.fields
        if field.is_basic_field
    }

    assert {kind.origin.__name__ for kind in kinds} >= {"Image", "Review", "Rendition"}
    assert [(kind, name) for kind, name in plain if name not in kind.READS] == []
    assert [(kind, name) for kind, name in plain if hasattr(kind, name)] == []

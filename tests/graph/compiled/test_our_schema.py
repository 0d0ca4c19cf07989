"""Our own schema over rows as they are kept: compiled or not, the answer is the same."""

from dataclasses import replace
from random import Random
from typing import Any

import orjson
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
from documents.images import Image
from documents.users import Role
from graph.compiled.executor import CompiledExecutor
from graph.compiled.lazy import Lazy
from graph.compiled.packing import Fragments
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
    return read(result.data), [error.formatted for error in result.errors or ()]


def read(data: Any) -> str:
    """The answer as clients read it, in its order; whether parts of it were kept does not show."""
    return orjson.dumps(data).decode()


@pytest.fixture
def keeping(library: House) -> House:
    """The same, where rows are packed and what was made of them is kept."""
    return replace(library, fragments=Fragments(10_000_000))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMIN])
async def test_packed_rows_are_answered_the_same(keeping: House, role: Role) -> None:
    """At first, when they are compiled, and when all of them are kept."""
    plain = replace(keeping, fragments=None)
    for seed in SEEDS:
        asked = parse(document(Random(seed), CORE, ("images",)))
        expected = await answered(StrawberryGraphQLCoreExecutionContext, asked, plain, role)
        for by in (CompiledExecutor, StrawberryGraphQLCoreExecutionContext, CompiledExecutor):
            assert await answered(by, asked, keeping, role) == expected
        assert await answered(CompiledExecutor, asked, keeping, role) == expected


async def test_kept_rows_are_those_that_were_read(keeping: House) -> None:
    """A row that changes, or loses what it must have, is answered as if nothing was kept."""
    plain, asked = replace(keeping, fragments=None), parse(QUERY)
    rows = Image.get_pymongo_collection()
    [first, second] = await rows.find({"review.state": "APPROVED"}).limit(2).to_list()
    changes: list[dict[str, Any]] = [
        {"$set": {"edits.title": "Green"}},
        {"$unset": {"imported": 1}},
        {"$set": {"version": "seven"}},
        {"$set": {"review.note": None, "publication": None}},
    ]
    seen = set()
    for _ in range(3):
        await answered(CompiledExecutor, asked, keeping, Role.VIEWER)
    for change in changes:
        for row in (first, second):
            await rows.update_one({"_id": row["_id"]}, change)
            expected = await answered(CompiledExecutor, asked, plain, Role.VIEWER)
            seen.add(str(expected))

            assert await answered(CompiledExecutor, asked, keeping, Role.VIEWER) == expected
    assert len(seen) > len(changes)


async def test_kept_links_are_those_of_their_time(keeping: House, object_store: S3Location) -> None:
    """When the time of signing has moved on, so have those of rows that are kept."""
    times = [1_800_000_000.0]
    signed = Presigner(object_store, credentials(object_store), clock=lambda: times[-1])
    house, asked = replace(keeping, links=signed), parse(SIGNED)
    for _ in range(3):
        before = await answered(CompiledExecutor, asked, house, Role.VIEWER)
    times.append(times[0] + 600)
    plain = replace(house, fragments=None)
    after = await answered(CompiledExecutor, asked, plain, Role.VIEWER)

    assert after != before
    assert await answered(CompiledExecutor, asked, house, Role.VIEWER) == after


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

    assert '"url":' in expected[0]
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

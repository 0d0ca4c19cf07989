"""Inputs of many fields: built as Strawberry builds them, but faster."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from graphql import GraphQLInputObjectType
from graphql.utilities import coerce_input_value
from strawberry.types.arguments import convert_argument

from graph.schema import schema
from graph.types.images_where import ImagesWhere
from graph.types.sparse import sparse

FILTERS: list[dict[str, Any]] = [
    {},
    {"productCode": "SHOE-1"},
    {"productCode": None, "width": {"gte": 100, "lt": None}},
    {"keyword": {"in": ["red", "blue"]}, "search": "shoe", "missing": ["ALT_TEXT"]},
    {
        "and": [{"productCode": "A"}, {"or": [{"search": "b"}, {"not": {"search": "c"}}]}],
        "place": {"circle": {"latitude": 1.0, "longitude": 2.0, "metres": 3.0}},
    },
]


@pytest.mark.parametrize("given", FILTERS)
def test_a_sparse_filter_is_what_strawberry_makes_of_it(given: dict[str, Any]) -> None:
    """Also within itself, and with nulls in it."""
    with strawberrys_own():
        expected = built(given)

    assert built(given) == expected


def test_an_input_with_another_default_than_none_cannot_be_sparse() -> None:
    """Null would be taken for the default there."""
    import strawberry  # noqa: PLC0415  only this test makes an input

    @strawberry.input
    class Sized:
        size: int = 3

    with pytest.raises(AssertionError, match="size"):
        sparse(Sized)


@contextmanager
def strawberrys_own() -> Iterator[None]:
    """Filters are built by Strawberry for so long."""
    definition = ImagesWhere.__strawberry_definition__  # type: ignore[attr-defined]
    own, definition.from_input = definition.from_input, None
    try:
        yield
    finally:
        definition.from_input = own


def built(given: dict[str, Any]) -> object:
    """As graphql-core hands it over: with the defaults of all that was not given."""
    kind = schema._schema.type_map["ImagesWhere"]
    assert isinstance(kind, GraphQLInputObjectType)
    registry = schema.schema_converter.scalar_registry
    return convert_argument(coerce_input_value(given, kind), ImagesWhere, registry, schema.config)

"""Scalars and enums: which values pass as they are, and what makes the others fit."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
)
from graphql.pyutils import Undefined, is_awaitable

Complete = Callable[[Any], Any]


class Unexpected(Exception):
    """A value that only graphql-core may judge: it finds the words and the place."""


class Leaf(NamedTuple):
    """`passes` is an expression of `{v}` that is true of values to be given back as they are.

    `complete` makes an answer of all others but None, or raises.
    """

    passes: str
    complete: Complete


TEXT = "{v}.__class__ is str"
# As graphql-core has them: 32 bits, and every float but the infinite ones and NaN.
PASSES = {
    GraphQLString: TEXT,
    GraphQLID: TEXT,
    GraphQLBoolean: "{v} is True or {v} is False",
    GraphQLInt: "{v}.__class__ is int and -2147483648 <= {v} <= 2147483647",
    GraphQLFloat: "{v}.__class__ is float and {v} - {v} == 0",
}
NEVER = "False"
# A scalar that is serialised by one of these gives such a value back as it is.
IDENTITY: dict[object, str] = {int: "{v}.__class__ is int", str: TEXT}
# Certainly neither errors nor awaitable.
SAFE = frozenset({str, int, float, bool, datetime, date, dict, list})


def leaf(of: GraphQLLeafType) -> Leaf:
    """How values of `of` are completed."""
    slow = _coerced(of)
    if isinstance(of, GraphQLEnumType):
        return Leaf(NEVER, _named(of, slow))
    return Leaf(PASSES.get(of) or IDENTITY.get(of.coerce_output_value, NEVER), slow)


def _coerced(of: GraphQLLeafType) -> Complete:
    """By the type's own coercion, for what graphql-core would give it too."""
    coerce = of.coerce_output_value

    def complete(value: Any) -> Any:
        if value.__class__ not in SAFE and _is_strange(value):
            raise Unexpected
        made = coerce(value)
        if made.__class__ not in SAFE and _is_strange(made):
            raise Unexpected
        return made

    return complete


def _is_strange(value: Any) -> bool:
    missing = value is None or value is Undefined
    return missing or isinstance(value, Exception) or is_awaitable(value)


def _named(of: GraphQLEnumType, slow: Complete) -> Complete:
    """By a table of the members and of their texts, for coercion looks through them all."""
    wrapped = getattr(of, "wrapped_cls", Enum)
    values = [value.value for value in of.values.values()]
    texts = {value: slow(value) for value in values if value.__class__ is str}
    members = {one.name: slow(one) for one in wrapped if one.value in values}

    def complete(value: Any) -> Any:
        kind = value.__class__
        if kind is wrapped:
            return members[value._name_]
        return texts[value] if kind is str and value in texts else slow(value)

    return complete

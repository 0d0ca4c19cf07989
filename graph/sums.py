"""Sums whose unknowns are the variables of a request."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

from graphql import FieldNode, ValueNode, VariableNode, value_from_ast_untyped

Variables: TypeAlias = dict[Any, Any]
# A number, or what a number follows from once the variables are known.
Sum: TypeAlias = int | Callable[[Variables], int]

# Rows that a list is taken to have which has no `first` and is not asked by a list of ids.
LISTED = 5
# More rows than these are refused wherever they are asked for.
MOST_ROWS = 500
# No input of ours has lists deeper down; what a client nests further is not looked at.
DEEPEST = 10


def known(sum: Sum, variables: Variables) -> int:
    """The number that a sum is with these variables."""
    return sum if isinstance(sum, int) else sum(variables)


def added(parts: Sequence[Sum]) -> Sum:
    """All together: a number as far as there are no unknowns."""
    number = sum(part for part in parts if isinstance(part, int))
    unknown = tuple(part for part in parts if not isinstance(part, int))
    return partial(_total, number, unknown) if unknown else number


def _total(number: int, unknown: tuple[Callable[[Variables], int], ...], given: Variables) -> int:
    return number + sum(part(given) for part in unknown)


def multiplied(rows: Sum, each: Sum) -> Sum:
    """So many rows of so much each."""
    if isinstance(rows, int) and isinstance(each, int):
        return rows * each
    return lambda variables: known(rows, variables) * known(each, variables)


def once(key: object, sum: Sum) -> Sum:
    """The same, worked out no oftener than once for each set of variables."""
    return sum if isinstance(sum, int) else partial(_once, key, sum)


def _once(key: object, sum: Sum, variables: Variables) -> int:
    # No variable is called by a tuple, so what is known already has a place among them.
    if key not in variables:
        variables[key] = known(sum, variables)
    return int(variables[key])


def number(nodes: Sequence[ValueNode], usual: int) -> Sum:
    """The first number of rows that was asked for; `usual` where none was, or is a number."""
    if any(isinstance(node, VariableNode) for node in nodes):
        return partial(_row_count, tuple(nodes), usual)
    return _row_count(nodes, usual, {})


def _row_count(nodes: Sequence[ValueNode], usual: int, variables: Variables) -> int:
    values = (value_from_ast_untyped(node, variables) for node in nodes)
    return _rows_of(next((one for one in values if isinstance(one, int)), None), usual)


def _rows_of(value: object, usual: int) -> int:
    return max(0, min(value if isinstance(value, int) else usual, MOST_ROWS))


def listed(node: FieldNode) -> Sum:
    """The length of the longest list among the arguments; LISTED where there is none."""
    values = tuple(one.value for one in node.arguments or ())
    return partial(_longest, values) if values else LISTED


def _longest(nodes: tuple[ValueNode, ...], variables: Variables) -> int:
    values = [value_from_ast_untyped(node, variables) for node in nodes]
    lengths = [len(value) for value in values if isinstance(value, list)]
    return min(max(lengths, default=LISTED), MOST_ROWS)


def entries(node: FieldNode, points: int, variables: Variables) -> int:
    """So many points, and one for each entry of the lists that are sent."""
    values = [value_from_ast_untyped(one.value, variables) for one in node.arguments or ()]
    return points + sum(_within(value) for value in values)


def _within(value: object, levels: int = DEEPEST) -> int:
    match value:
        case list() if levels:
            return len(value) + sum(_within(one, levels - 1) for one in value)
        case dict() if levels:
            return sum(_within(one, levels - 1) for one in value.values())
        case _:
            return 0

"""What a document costs, known before it runs; docs/limits.md has the formula.

A document is read once and becomes a sum whose unknowns are the variables that size its lists.
It is an upper bound: all fragments count, whatever type they are on, and whatever is skipped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, TypeAlias

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    value_from_ast_untyped,
)
from graphql.type import GraphQLField, GraphQLNamedType

Variables: TypeAlias = dict[Any, Any]
# A number, or what a number follows from once the variables are known.
Sum: TypeAlias = int | Callable[[Variables], int]

# Points.
OBJECT, COUNT, CHANGE, INTROSPECTION, LEAST = 1, 5, 10, 100, 1
# Rows that a list is taken to have which has no `first` and is not asked by a list of ids.
LISTED = 5
# More rows than these are refused wherever they are asked for.
MOST_ROWS = 500
PAGES = ("nodes", "edges")
# Documents that are kept; as many as are kept of those that were validated.
KEPT = 128


@dataclass(frozen=True, slots=True)
class Cost:
    """What an operation costs with its variables, and whether it asks for the schema itself."""

    sum: Sum
    defaults: Variables
    introspects: bool
    is_subscription: bool

    def points(self, variables: Mapping[str, Any]) -> int:
        """The cost with these variables."""
        return max(LEAST, _known(self.sum, {**self.defaults, **variables}))


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A document as the key that it is: itself, for its own hash is of all that is in it."""

    schema: GraphQLSchema
    document: DocumentNode

    def __eq__(self, other: object) -> bool:
        """Whether it is the very same document."""
        return isinstance(other, Parsed) and self.document is other.document

    def __hash__(self) -> int:
        return id(self.document)


def cost_of(schema: GraphQLSchema, document: DocumentNode, name: str | None) -> Cost:
    """The cost of the operation of that name, or of the only one, of a valid document."""
    return _cost(Parsed(schema, document), name)


@lru_cache(maxsize=KEPT)
def _cost(parsed: Parsed, name: str | None) -> Cost:
    operation = next(
        one
        for one in parsed.document.definitions
        if isinstance(one, OperationDefinitionNode)
        and (name is None or (one.name is not None and one.name.value == name))
    )
    return Reading(parsed.schema, parsed.document, operation).cost()


class Reading:
    """One operation being read."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        self.schema, self.operation = schema, operation
        self.fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self.defaults: Variables = {
            one.variable.name.value: value_from_ast_untyped(one.default_value)
            for one in operation.variable_definitions or ()
            if one.default_value is not None
        }
        self.introspects = False
        self.fragment_sums: dict[tuple[str, Sum | None], Sum] = {}

    def cost(self) -> Cost:
        """The cost of all of it."""
        root = self.schema.get_root_type(self.operation.operation)
        assert root is not None, "It is valid, so there is such a type."
        more = 0 if self.operation.operation is OperationType.QUERY else CHANGE
        within = self._selection(self.operation.selection_set, root, None, more)
        follows = self.operation.operation is OperationType.SUBSCRIPTION
        return Cost(within, self.defaults, self.introspects, follows)

    def _selection(
        self,
        selection: SelectionSetNode,
        of: GraphQLNamedType,
        page: Sum | None,
        more: int = 0,
    ) -> Sum:
        """The cost of what is selected of one object; `page` rows are in its `nodes`."""
        parts: list[Sum] = []
        for one in selection.selections:
            if isinstance(one, FieldNode):
                parts.append(self._field(one, of, page, more))
            elif isinstance(one, InlineFragmentNode):
                kind = self._kind(one.type_condition, of)
                parts.append(self._selection(one.selection_set, kind, page, more))
            elif isinstance(one, FragmentSpreadNode):
                parts.append(self._fragment(one.name.value, of, page, more))
        return _added(parts)

    def _fragment(self, name: str, of: GraphQLNamedType, page: Sum | None, more: int) -> Sum:
        key = (name, page)
        if key not in self.fragment_sums:
            fragment = self.fragments[name]
            kind = self._kind(fragment.type_condition, of)
            within = self._selection(fragment.selection_set, kind, page, more)
            # Fragments in fragments are many when spread out: each is added up once.
            once = partial(_once, key, within)
            self.fragment_sums[key] = within if isinstance(within, int) else once
        return self.fragment_sums[key]

    def _kind(self, condition: NamedTypeNode | None, of: GraphQLNamedType) -> GraphQLNamedType:
        return self.schema.type_map[condition.name.value] if condition else of

    def _field(self, node: FieldNode, of: GraphQLNamedType, page: Sum | None, more: int) -> Sum:
        name = node.name.value
        if name.startswith("__"):
            self.introspects = self.introspects or name != "__typename"
            return 0 if name == "__typename" else INTROSPECTION
        assert isinstance(of, GraphQLObjectType | GraphQLInterfaceType)
        field = of.fields[name]
        kind = get_named_type(field.type)
        sent: Sum = partial(_entries, node, more) if more else 0
        if is_leaf_type(kind) or node.selection_set is None:
            return _added([_of_leaf(name), sent])
        rows = self._rows(node, field)
        within = self._selection(node.selection_set, kind, rows)
        if _is_list(field):
            here = page if name in PAGES else rows
            size = _listed(node) if here is None else here
            return _added([_multiplied(size, _added([OBJECT, within])), sent])
        return _added([OBJECT, within, sent])

    def _rows(self, node: FieldNode, field: GraphQLField) -> Sum | None:
        """How many rows a page was asked to have; None for what has no pages."""
        sized = [one for one in ("first", "last") if one in field.args]
        if not sized:
            return None
        given = {one.name.value: one.value for one in node.arguments or ()}
        name = next((one for one in sized if one in given), sized[0])
        default = field.args[name].default_value
        usual = default if isinstance(default, int) else LISTED
        return _number(given.get(name), usual)


def _of_leaf(name: str) -> int:
    """What has to be counted costs something; whatever stands in the row does not."""
    return COUNT if name.lower().endswith("count") else 0


def _is_list(field: GraphQLField) -> bool:
    return is_list_type(get_nullable_type(field.type))


def _known(sum: Sum, variables: Variables) -> int:
    return sum if isinstance(sum, int) else sum(variables)


def _added(parts: Sequence[Sum]) -> Sum:
    """All together: a number as far as there are no unknowns."""
    number = sum(part for part in parts if isinstance(part, int))
    unknown = tuple(part for part in parts if not isinstance(part, int))
    return partial(_total, number, unknown) if unknown else number


def _total(number: int, unknown: tuple[Callable[[Variables], int], ...], given: Variables) -> int:
    return number + sum(part(given) for part in unknown)


def _multiplied(rows: Sum, each: Sum) -> Sum:
    if isinstance(rows, int) and isinstance(each, int):
        return rows * each
    return lambda variables: _known(rows, variables) * _known(each, variables)


def _once(key: object, sum: Sum, variables: Variables) -> int:
    # No variable is called by a tuple, so what is known already has a place among them.
    if key not in variables:
        variables[key] = _known(sum, variables)
    return int(variables[key])


def _number(node: ValueNode | None, usual: int) -> Sum:
    """A number of rows that was asked for; `usual` where it was not, or is no number."""
    if isinstance(node, VariableNode):
        return partial(_row_count, node.name.value, usual)
    return _rows_of(None if node is None else value_from_ast_untyped(node), usual)


def _row_count(name: str, usual: int, variables: Variables) -> int:
    return _rows_of(variables.get(name), usual)


def _rows_of(value: object, usual: int) -> int:
    return max(0, min(value if isinstance(value, int) else usual, MOST_ROWS))


def _listed(node: FieldNode) -> Sum:
    """The length of the longest list among the arguments; LISTED where there is none."""
    values = tuple(one.value for one in node.arguments or ())
    return partial(_longest, values) if values else LISTED


def _longest(nodes: tuple[ValueNode, ...], variables: Variables) -> int:
    values = [value_from_ast_untyped(node, variables) for node in nodes]
    lengths = [len(value) for value in values if isinstance(value, list)]
    return min(max(lengths, default=LISTED), MOST_ROWS)


def _entries(node: FieldNode, points: int, variables: Variables) -> int:
    """So many points, and one for each entry of the lists that are sent."""
    values = [value_from_ast_untyped(one.value, variables) for one in node.arguments or ()]
    return points + sum(_within(value) for value in values)


def _within(value: object) -> int:
    match value:
        case list():
            return len(value) + sum(_within(one) for one in value)
        case dict():
            return sum(_within(one) for one in value.values())
        case _:
            return 0

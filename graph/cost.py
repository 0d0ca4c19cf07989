"""What a document costs, known before it runs; docs/limits.md has the formula.

A document is read once and becomes a sum whose unknowns are the variables that size its lists.
It is an upper bound: all fragments count, whatever type they are on, and whatever is skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

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
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    value_from_ast_untyped,
)
from graphql.type import GraphQLField, GraphQLNamedType

from graph.sums import (
    LISTED,
    Sum,
    Variables,
    added,
    entries,
    known,
    listed,
    multiplied,
    number,
    once,
)

# Points.
OBJECT, COUNT, CHANGE, INTROSPECTION, LEAST = 1, 5, 10, 100, 1
# What is counted over thousands of pictures.
FACETS, FACETED = 500, "ImageFacets"
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
        return max(LEAST, known(self.sum, {**self.defaults, **variables}))


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
        return added(parts)

    def _fragment(self, name: str, of: GraphQLNamedType, page: Sum | None, more: int) -> Sum:
        key = (name, page)
        if key not in self.fragment_sums:
            fragment = self.fragments[name]
            kind = self._kind(fragment.type_condition, of)
            within = self._selection(fragment.selection_set, kind, page, more)
            # Fragments in fragments are many when spread out: each is added up once.
            self.fragment_sums[key] = once(key, within)
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
        sent: Sum = partial(entries, node, more) if more else 0
        if is_leaf_type(kind) or node.selection_set is None:
            return added([_of_leaf(name), sent])
        rows = self._rows(node, field)
        within = self._selection(node.selection_set, kind, rows)
        if _is_list(field):
            here = page if name in PAGES else rows
            size = listed(node) if here is None else here
            return added([multiplied(size, added([OBJECT, within])), sent])
        return added([FACETS if kind.name == FACETED else OBJECT, within, sent])

    def _rows(self, node: FieldNode, field: GraphQLField) -> Sum | None:
        """How many rows a page was asked to have; None for what has no pages."""
        sized = [one for one in ("first", "last") if one in field.args]
        if not sized:
            return None
        given = {one.name.value: one.value for one in node.arguments or ()}
        default = field.args[sized[0]].default_value
        usual = default if isinstance(default, int) else LISTED
        # Where the last rows can be asked for, they are, whatever `first` says.
        return number([given[one] for one in reversed(sized) if one in given], usual)


def _of_leaf(name: str) -> int:
    """What has to be counted costs something; whatever stands in the row does not."""
    return COUNT if name.lower().endswith("count") else 0


def _is_list(field: GraphQLField) -> bool:
    return is_list_type(get_nullable_type(field.type))

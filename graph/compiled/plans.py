"""What was compiled, by operation: bounded, and only for operations that came before."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails, GroupedFieldSet

from graph.compiled.objects import Collect, Compiler, Step
from graph.compiled.plainness import KNOWN_DIRECTIVES

# Operations that are known, and for each the answers to its @skip and @include.
OPERATIONS, ANSWERS = 256, 16

Fragments = Mapping[str, FragmentDefinitionNode]


class Plan:
    """The selections of one operation, for one answer to each of its @skip and @include."""

    def __init__(self) -> None:
        self._collected: dict[tuple[Any, ...], CollectedFields] = {}
        self._steps: dict[int, list[Step]] = {}

    def collected(
        self,
        schema: GraphQLSchema,
        of: GraphQLObjectType,
        details: list[FieldDetails],
        collect: Collect,
    ) -> CollectedFields:
        """What these fields select of a type, found once; `steps` has what can be run of it."""
        key = (of, *(id(one.node) for one in details))
        found = self._collected.get(key)
        if found is None:
            found = self._collected[key] = collect(of, details)
            steps = Compiler(schema, collect).steps(of, found.grouped_field_set)
            if not found.new_defer_usages and any(step.run for step in steps):
                self._steps[id(found.grouped_field_set)] = steps
        return found

    def steps(self, fields: GroupedFieldSet) -> list[Step] | None:
        """The steps of fields that `collected` gave; None where none of them is plain."""
        return self._steps.get(id(fields))


class Operation:
    """An operation that came before, held so that nothing else gets its address."""

    def __init__(
        self, schema: GraphQLSchema, node: OperationDefinitionNode, fragments: Fragments
    ) -> None:
        self._schema, self._node, self._fragments = schema, node, fragments
        self._conditions: list[str] | None = None
        self._plans: dict[tuple[Any, ...], Plan] = {}

    def same(
        self, schema: GraphQLSchema, node: OperationDefinitionNode, fragments: Fragments
    ) -> bool:
        """Whether it is this one, of this document and schema."""
        ours = self._schema is schema and self._node is node
        return ours and self._fragments.keys() == fragments.keys()

    def plan(self, variables: Mapping[str, Any]) -> Plan:
        """The plan for these variables, of which only those of @skip and @include count."""
        if self._conditions is None:
            self._conditions = sorted(set(_conditions(self._node, self._fragments)))
        key = tuple(variables.get(name) for name in self._conditions)
        if key not in self._plans and len(self._plans) >= ANSWERS:
            self._plans.clear()
        return self._plans.setdefault(key, Plan())


class Plans:
    """The plans of the operations that came last."""

    def __init__(self, kept: int = OPERATIONS) -> None:
        self._kept = kept
        self._known: OrderedDict[int, Operation] = OrderedDict()

    def find(
        self,
        schema: GraphQLSchema,
        node: OperationDefinitionNode,
        fragments: Fragments,
        variables: Mapping[str, Any],
    ) -> Plan | None:
        """The plan of an operation; None when it comes first, for most of those never return."""
        known = self._known.get(id(node))
        if known is not None and known.same(schema, node, fragments):
            self._known.move_to_end(id(node))
            return known.plan(variables)
        self._known[id(node)] = Operation(schema, node, fragments)
        self._known.move_to_end(id(node))
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return None

    def __len__(self) -> int:
        return len(self._known)


def _conditions(node: OperationDefinitionNode, fragments: Fragments) -> Iterator[str]:
    yield from _within(node.selection_set)
    for fragment in fragments.values():
        yield from _within(fragment.selection_set)


def _within(selections: SelectionSetNode | None) -> Iterator[str]:
    """The variables that @skip and @include ask, here and below."""
    for selection in selections.selections if selections else ():
        for directive in selection.directives or ():
            if directive.name.value in KNOWN_DIRECTIVES:
                values = [argument.value for argument in directive.arguments or ()]
                yield from (one.name.value for one in values if isinstance(one, VariableNode))
        if not isinstance(selection, FragmentSpreadNode):
            below: SelectionSetNode | None = getattr(selection, "selection_set", None)
            yield from _within(below)

"""Whether the answers of an operation could depend on who asks."""

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    get_named_type,
    is_composite_type,
)
from graphql.type import TypeNameMetaFieldDef
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

Fragments = Mapping[str, FragmentDefinitionNode]


def is_personal(
    schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments
) -> bool:
    """Whether a field below the operation's own is handed who asks, or might be.

    A resolver that does not ask for `info` can know nobody. The fields at the root are not looked
    at: what they give is at hand already. What is of several types counts as personal.
    """
    root = schema.get_root_type(operation.operation)
    looked = _Looked(schema, fragments)
    chosen = operation.selection_set.selections
    return root is None or any(looked.within(*one) for one in looked.fields(root, chosen))


class _Looked:
    """Looks at selections, at each fragment once for each type."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments) -> None:
        self._schema, self._fragments = schema, fragments
        self._seen: set[tuple[str, str]] = set()

    def within(self, field: GraphQLField | None, node: FieldNode) -> bool:
        """Whether something that is selected of a field is personal."""
        if field is None:
            return True
        inner = get_named_type(field.type)
        if not is_composite_type(inner):
            return False
        if not isinstance(inner, GraphQLObjectType):
            return True
        chosen = node.selection_set.selections if node.selection_set else ()
        return any(
            found is None or _knows(found) or self.within(found, below)
            for found, below in self.fields(inner, chosen)
        )

    def fields(
        self, of: GraphQLObjectType, chosen: Iterable[SelectionNode]
    ) -> Iterator[tuple[GraphQLField | None, FieldNode]]:
        """The fields that are selected of an object, fragments opened."""
        for one in chosen:
            if isinstance(one, FieldNode):
                yield self._schema.get_field(of, one.name.value), one
            elif isinstance(one, InlineFragmentNode):
                yield from self.fields(of, one.selection_set.selections)
            elif isinstance(one, FragmentSpreadNode):
                spread = (one.name.value, of.name)
                if spread not in self._seen:
                    self._seen.add(spread)
                    fragment = self._fragments[one.name.value]
                    yield from self.fields(of, fragment.selection_set.selections)


def _knows(field: GraphQLField) -> bool:
    """Whether the field's own code could be handed who asks."""
    if field is TypeNameMetaFieldDef:
        return False
    known = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if type(known) is not StrawberryField or known.extensions or known.permission_classes:
        return True
    return known.base_resolver is not None and known.base_resolver.info_parameter is not None

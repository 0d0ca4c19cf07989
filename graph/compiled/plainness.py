"""Which types and fields are plain: read from an attribute, by nobody's own code."""

from collections.abc import Container

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails
from graphql.type import TypeNameMetaFieldDef
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

KNOWN_DIRECTIVES = {GraphQLSkipDirective.name, GraphQLIncludeDirective.name}


def classes_of(of: GraphQLObjectType) -> tuple[type, ...]:
    """The classes whose instances are certainly objects of this type; none where that is open."""
    definition = of.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(definition, StrawberryObjectDefinition) or definition.is_type_of is not None:
        return ()
    made_of = definition.concrete_of
    found = {definition.origin, made_of.origin if made_of else definition.origin}
    strange = any(issubclass(one, Exception) or hasattr(one, "__await__") for one in found)
    return () if strange else tuple(found)


def attribute_of(field: GraphQLField) -> str | None:
    """The attribute that a field is read from; None where it is not a plain read."""
    known = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if not isinstance(known, StrawberryField) or not getattr(field.resolve, "_is_default", False):
        return None
    own_way = type(known).get_result is not StrawberryField.get_result
    plain = known.is_basic_field and known.default_resolver is getattr and not own_way
    name = known.python_name
    return name if plain and not field.args and name.isidentifier() else None


def all_read(
    schema: GraphQLSchema,
    of: GraphQLObjectType,
    collected: CollectedFields,
    reads: Container[str | None],
) -> bool:
    """Whether all these fields can be made of a row, so that no object is needed."""
    asked = [schema.get_field(of, at[0].node.name.value) for at in collected[0].values()]
    own = [field for field in asked if field is not TypeNameMetaFieldDef]
    return all(field and attribute_of(field) in reads for field in own)


def is_bare(details: list[FieldDetails]) -> bool:
    """Whether the query adds nothing to the field but its name: no argument, no directive."""
    given = any(detail.node.arguments for detail in details)
    bound = any(one.defer_usage or one.fragment_variable_values for one in details)
    return not given and not bound and not directed(details)


def directed(details: list[FieldDetails]) -> bool:
    """Whether a directive beyond @skip and @include is upon the field."""
    nodes: list[FieldNode] = [detail.node for detail in details]
    used = {one.name.value for node in nodes for one in node.directives or ()}
    return not used <= KNOWN_DIRECTIVES

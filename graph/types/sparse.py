"""Inputs of many fields of which a query gives few: only those are looked at.

Strawberry asks for the name and the type of each field of an input, each time: for a filter of
forty fields that took a tenth of what a page of pictures costs.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from strawberry.schema.name_converter import NameConverter
from strawberry.types.arguments import InputContext
from strawberry.types.base import StrawberryObjectDefinition, StrawberryType

Kind = TypeVar("Kind", bound=type)


class Known(NamedTuple):
    """What is to be known of a field: its name in Python, and its type."""

    name: str
    type: StrawberryType | type


def sparse(kind: Kind) -> Kind:
    """Have the input `kind` built of the fields that are given; null is the same as absent.

    Every field of it must have None for its default.
    """
    definition = _definition(kind)
    strange = [field.name for field in definition.fields if field.default is not None]
    assert not strange, f"{kind.__name__} has fields that do not default to None: {strange}."
    definition.from_input = _made
    return kind


def _made(kind: type, given: Mapping[str, Any], told: InputContext) -> Any:
    known = _known(kind, told.config.name_converter)
    there = {name: value for name, value in given.items() if value is not None}
    return kind(
        **{known[at].name: told.convert(value, known[at].type, at) for at, value in there.items()}
    )


@lru_cache(maxsize=64)
def _known(kind: type, names: NameConverter) -> Mapping[str, Known]:
    """The fields by their names in GraphQL."""
    definition = _definition(kind)
    return {
        names.from_field(field): Known(
            field.python_name, field.resolve_type(type_definition=definition)
        )
        for field in definition.fields
    }


def _definition(kind: type) -> StrawberryObjectDefinition:
    definition = getattr(kind, "__strawberry_definition__", None)
    assert isinstance(definition, StrawberryObjectDefinition), f"{kind.__name__} is no input."
    return definition

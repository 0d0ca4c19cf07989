"""Filters that are kept, read back field by field: each input of theirs has a type that mirrors it.

The types are made from the inputs, so whatever a filter learns can be kept and read back.
"""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any, Optional, TypeVar

import strawberry
from strawberry.types.base import StrawberryList, StrawberryOptional, has_object_definition
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField

from documents.pages import Raw
from graph.queries.images import ImageOrder, ImagesWhere

Kind = TypeVar("Kind")
_mirrors: dict[type, type] = {}


def written(value: Any) -> Any:
    """An input as plain data, without what was not sent."""
    match value:
        case list():
            return [written(one) for one in value]
        case Enum():
            return value.name
        case date() | datetime():
            return value.isoformat()
    if not has_object_definition(value):
        return value
    told = {one.python_name: getattr(value, one.python_name) for one in _fields(type(value))}
    return {name: written(one) for name, one in told.items() if one is not None}


def read(kind: type[Kind], kept: Raw | None) -> Kind:
    """What `written` made of an input, as an object of the type that mirrors it."""
    said = kept or {}
    values = {one.python_name: _value(one.type, said.get(one.python_name)) for one in _fields(kind)}
    return kind(**values)


def mirroring(of: type, description: str) -> Callable[[type[Kind]], type[Kind]]:
    """Give a class the fields of an input, and make it a type of the schema."""

    def decorate(kind: type[Kind]) -> type[Kind]:
        # Known before its fields are, for an input may hold others of its kind.
        _mirrors[of] = kind
        kind.__annotations__ = {one.python_name: _mirrored(one.type) for one in _fields(of)}
        for one in _fields(of):
            mirrored: Any = strawberry.field(name=one.graphql_name, description=one.description)
            setattr(kind, one.python_name, mirrored)
        return strawberry.type(kind, description=description)

    return decorate


def _mirrored(type_: Any) -> Any:
    match type_:
        case StrawberryOptional():
            return Optional[_mirrored(type_.of_type)]  # noqa: UP045 - it may be a string's
        case StrawberryList():
            return list[_mirrored(type_.of_type)]  # type: ignore[misc]
        case StrawberryEnumDefinition():
            return type_.wrapped_cls
    return _mirror(type_) if has_object_definition(type_) else type_


def _mirror(of: type) -> type:
    if of not in _mirrors:
        said = of.__strawberry_definition__.description or ""  # type: ignore[attr-defined]
        made = type(f"Saved{of.__name__}", (), {"__module__": __name__, "__doc__": said})
        mirroring(of, said)(made)
    return _mirrors[of]


def _value(type_: Any, kept: Any) -> Any:
    if kept is None:
        return None
    match type_:
        case StrawberryOptional():
            return _value(type_.of_type, kept)
        case StrawberryList():
            return [_value(type_.of_type, one) for one in kept]
        case StrawberryEnumDefinition():
            return type_.wrapped_cls[kept]
    if has_object_definition(type_):
        return read(type_, kept)
    return type_.fromisoformat(kept) if type_ in {date, datetime} else kept


def _fields(kind: type) -> list[StrawberryField]:
    fields: list[StrawberryField] = kind.__strawberry_definition__.fields  # type: ignore[attr-defined]
    return fields


@mirroring(ImagesWhere, "A filter of images that was saved, as it was given.")
class SavedImagesWhere:
    """As `ImagesWhere`; null is any."""


@mirroring(ImageOrder, "An order of images that was saved, as it was given.")
class SavedImageOrder:
    """As `ImageOrder`."""

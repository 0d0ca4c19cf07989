"""Which requests ask for a page of pictures, and for nothing that is kept beside them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    ValueNode,
)

from graph.levels import below, fragments_of, level, only_query
from graph.media import GRAPHQL, JSON, Events, preferred
from graph.reading import parsed
from graph.types.image import LINKED, Image

LIST = "images"
ARGUMENTS = frozenset({"after", "first", "orderBy", "where"})
# Filters that are answered by pictures alone, at whatever time, and what orders are made of.
WORDS = frozenset(
    {
        "collectionId",
        "direction",
        "field",
        "groupId",
        "productCode",
        "reviewState",
        "state",
    }
)
CONNECTION = frozenset({"__typename", "edges", "nodes", "pageInfo", "totalCount"})
EDGE = frozenset({"__typename", "cursor", "node"})
# Longer requests are answered, and not remembered.
MOST_BYTES = 8 * 1024
REMEMBERED = 1024


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


# What is made of the picture's own row, and of nothing else; so is all that is below it.
OF_IMAGE = frozenset({"__typename", *map(_camel, Image.READS)})


@dataclass(frozen=True, slots=True)
class LibraryRequest:
    """A request for pictures; those that are equal have one answer for all who may see it.

    `signed` tells that links are in the answer that live for a while only.
    """

    body: str
    media_type: str
    signed: bool


def library_request(body: bytes, accept: str, most_tokens: int) -> LibraryRequest | None:
    """What such a request asks; None for every other one, also where it cannot be read."""
    if len(body) + len(accept) > MOST_BYTES or LIST.encode() not in body:
        return None
    return _read(body, accept, most_tokens)


@lru_cache(REMEMBERED)
def _read(body: bytes, accept: str, most_tokens: int) -> LibraryRequest | None:
    # Those who want events are answered by a stream.
    if Events().accepts(accept) or accept.strip().startswith("multipart/"):
        return None
    try:
        told = orjson.loads(body)
        document = parsed(told["query"], max_tokens=most_tokens)
        asked = _fields(document, told.get("operationName") or "", told.get("variables") or {})
    except (ValueError, TypeError, KeyError, AttributeError, GraphQLError, RecursionError):
        return None
    if asked is None:
        return None
    return LibraryRequest(
        body=hashlib.sha256(body).hexdigest(),
        media_type=preferred(accept, (JSON, GRAPHQL)),
        signed=LINKED in asked,
    )


def _fields(document: DocumentNode, operation: str, variables: dict[str, Any]) -> set[str] | None:
    """The fields that are asked of pictures; None where anything else is asked for."""
    query, fragments = only_query(document, operation), fragments_of(document)
    if query is None or not set(_keys(list(variables.values()))) <= WORDS:
        return None
    lists = list(level(query.selection_set.selections, fragments))
    connections = list(below(lists, fragments))
    edges = list(below(_named(connections, "edges"), fragments))
    rows = [*_named(connections, "nodes"), *_named(edges, "node")]
    asked = _names(below(rows, fragments))
    fits = (
        _are_lists(lists, query)
        and _names(connections) <= CONNECTION
        and _names(edges) <= EDGE
        and asked <= OF_IMAGE
    )
    return asked if fits else None


def _are_lists(fields: list[FieldNode], query: OperationDefinitionNode) -> bool:
    """Whether these are lists of pictures, by filters that are theirs alone."""
    given = [argument for one in fields for argument in one.arguments or ()]
    defaults = [one.default_value for one in query.variable_definitions or ()]
    values = [*(one.value for one in given), *(one for one in defaults if one is not None)]
    return (
        _names(fields) == {LIST}
        and {one.name.value for one in given} <= ARGUMENTS
        and set(_words(values)) <= WORDS
    )


def _named(fields: Iterable[FieldNode], name: str) -> list[FieldNode]:
    return [one for one in fields if one.name.value == name]


def _names(fields: Iterable[FieldNode]) -> set[str]:
    return {one.name.value for one in fields}


def _words(values: Iterable[ValueNode]) -> Iterator[str]:
    """The names within values of a document."""
    for one in values:
        if isinstance(one, ObjectValueNode):
            yield from (field.name.value for field in one.fields)
            yield from _words([field.value for field in one.fields])
        elif isinstance(one, ListValueNode):
            yield from _words(one.values)


def _keys(values: Iterable[Any]) -> Iterator[str]:
    """The names within values of variables."""
    for one in values:
        if isinstance(one, dict):
            yield from one
            yield from _keys(one.values())
        elif isinstance(one, list):
            yield from _keys(one)

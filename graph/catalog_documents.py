"""Which requests ask for the catalogue and for nothing else."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

import orjson
from graphql import DocumentNode, GraphQLError

from graph.levels import fragments_of, level, only_query
from graph.media import GRAPHQL, JSON, Events, preferred
from graph.reading import parsed

# Fields of Query that are the same for everybody who may read them: below them are only types
# that shops may see, which a test proves.
CATALOG_FIELDS = frozenset({"catalogSnapshot", "changes", "product", "products"})
PARAMETERS = frozenset({"query", "operationName", "variables"})
# Longer ones are answered, and not remembered.
MOST_BYTES = 8 * 1024
REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class CatalogRequest:
    """A request by GET that only reads the catalogue; those that are equal have one answer."""

    document: str
    operation: str
    variables: bytes
    media_type: str


def catalog_request(query_string: bytes, accept: str, most_tokens: int) -> CatalogRequest | None:
    """What such a request asks; None for every other one, also where it cannot be read."""
    if len(query_string) + len(accept) > MOST_BYTES or b"query=" not in query_string:
        return None
    return _read(query_string, accept, most_tokens)


@lru_cache(REMEMBERED)
def _read(query_string: bytes, accept: str, most_tokens: int) -> CatalogRequest | None:
    # Those who want events are answered by a stream.
    if Events().accepts(accept) or accept.strip().startswith("multipart/"):
        return None
    try:
        told = parse_qs(query_string.decode("ascii"), keep_blank_values=True, errors="strict")
        if not set(told) <= PARAMETERS or any(len(values) > 1 for values in told.values()):
            return None
        given = {name: values[0] for name, values in told.items()}
        variables = orjson.loads(given.get("variables") or "{}")
        document = parsed(given["query"], max_tokens=most_tokens)
    except (ValueError, GraphQLError, RecursionError):
        return None
    operation = given.get("operationName", "")
    if not _only_catalog(document, operation):
        return None
    return CatalogRequest(
        document=hashlib.sha256(given["query"].encode()).hexdigest(),
        operation=operation,
        variables=orjson.dumps(variables, option=orjson.OPT_SORT_KEYS),
        media_type=preferred(accept, (JSON, GRAPHQL)),
    )


def _only_catalog(document: DocumentNode, operation: str) -> bool:
    """Whether what runs reads catalogue fields, whatever @skip says, and no others."""
    query = only_query(document, operation)
    if query is None:
        return False
    found = level(query.selection_set.selections, fragments_of(document))
    names = {one.name.value for one in found}
    return bool(names) and names <= CATALOG_FIELDS

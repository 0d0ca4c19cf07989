"""The types of events, over which callers write the bodies of their webhooks.

What can be asked here is what the catalogue tells, by the same types: nothing else is reachable,
whoever made the webhook.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import strawberry
from beanie import PydanticObjectId
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    build_schema,
    parse,
    specified_rules,
    validate,
)
from strawberry.dataloader import DataLoader
from strawberry.extensions import ValidationCache
from strawberry.schema.config import StrawberryConfig

from actions.access import Viewer
from actions.publishing.feed import load_positions
from actions.webhooks.events import Event as EventRecord
from actions.webhooks.events import Fault, RenderFailed
from documents.api_keys import Scope
from graph.reading import ReadOnce
from graph.scalars import SCALARS, SequenceNumber
from graph.types.changes import CatalogChange

# Of a document: how deep it may be, how many fields it may have with each spread written out.
MOST_DEPTH, MOST_FIELDS, MOST_TOKENS, MOST_FAULTS = 8, 200, 1_000, 10
# As a shop's key, and no more.
READER = Viewer(name="webhook", scopes=frozenset({Scope.CATALOG_READ}))


@strawberry.type(description="What a webhook is told: one change of what shops see.")
class Event:
    """The root of a webhook's query."""

    id: strawberry.ID = strawberry.field(
        description="The same at every try and every replay; also the header `webhook-id`."
    )
    type: str = strawberry.field(
        description=(
            "image.published, image.updated, image.reordered, image.withdrawn or image.deleted."
        )
    )
    version: SequenceNumber = strawberry.field(
        description=(
            "The version of the picture in the catalogue. Of one picture, a later event has a "
            "higher one: ignore an event whose version is below one that you have applied."
        )
    )
    change: CatalogChange = strawberry.field(
        description="The change, as `changes` tells it; its `image` as it is when this is sent."
    )


@dataclass
class EventContext:
    """All that resolvers can reach."""

    viewer: Viewer = READER

    @cached_property
    def catalog_positions(self) -> DataLoader[tuple[str | None, PydanticObjectId], int]:
        """The places of published images on their products."""
        return DataLoader(load_fn=lambda asked: load_positions(self.viewer, asked), cache=False)


schema = strawberry.Schema(
    query=Event,
    config=StrawberryConfig(scalar_map=SCALARS),
    extensions=[ReadOnce, ValidationCache],
)


@dataclass(frozen=True, slots=True)
class EventTemplates:
    """Checks and executes documents of callers."""

    published_url: Callable[[str], str]

    def faults(self, query: str) -> list[Fault]:
        """At most ten; empty for a document that can be used."""
        try:
            query.encode()
            document = parse(query, max_tokens=MOST_TOKENS)
        except UnicodeEncodeError:
            return [Fault(1, 1, "It has half of a character.")]
        except GraphQLError as error:
            return [_fault(error)]
        except RecursionError:
            return [Fault(1, 1, "It is nested too deeply.")]
        if not any(isinstance(one, OperationDefinitionNode) for one in document.definitions):
            return [Fault(1, 1, "It has no query.")]
        rules = [*specified_rules, NoSchemaIntrospectionCustomRule]
        found = validate(_plain(), document, rules, max_errors=MOST_FAULTS)
        return [_fault(error) for error in found[:MOST_FAULTS]] or _excess(document)

    async def render(self, query: str, event: EventRecord) -> dict[str, Any]:
        """The data of a document without faults. Raises RenderFailed."""
        result = await schema.execute(
            query, context_value=EventContext(), root_value=self._root(event)
        )
        if result.errors or result.data is None:
            raise RenderFailed from next(iter(result.errors or []), None)
        return result.data

    def _root(self, event: EventRecord) -> Event:
        raw = {
            "_id": event.sequence,
            "kind": event.kind,
            "at": event.at,
            "image_id": event.image_id,
            "product_code": event.product_code,
            "previous_product_code": event.previous_product_code,
            "fields": event.fields,
        }
        return Event(
            id=strawberry.ID(event.id),
            type=event.type,
            version=SequenceNumber(event.sequence),
            change=CatalogChange.of(raw, event.row, self.published_url),
        )


@cache
def _plain() -> GraphQLSchema:
    """The same types without resolvers, as graphql-core has them."""
    return build_schema(schema.as_str())


def _fault(error: GraphQLError) -> Fault:
    places = error.locations or []
    line, column = (places[0].line, places[0].column) if places else (1, 1)
    return Fault(line, column, error.message)


def _excess(document: DocumentNode) -> list[Fault]:
    """Why a valid document is more than a webhook may ask."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    [first, *others] = operations
    if others:
        return [_at(others[0], "One query is enough: leave the others out.")]
    if first.variable_definitions:
        return [_at(first.variable_definitions[0], "There is nobody to give variables.")]
    depth, fields = _Measured(document).of(first.selection_set)
    if depth > MOST_DEPTH:
        return [_at(first, f"It is {depth} levels deep, but {MOST_DEPTH} are the most.")]
    if fields > MOST_FIELDS:
        return [_at(first, f"It asks for {fields} fields, but {MOST_FIELDS} are the most.")]
    return []


def _at(node: Any, message: str) -> Fault:
    return _fault(GraphQLError(message, node))


class _Measured:
    """Depth and number of fields, each fragment measured once, however often it is spread."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self.known: dict[str, tuple[int, int]] = {}

    def of(self, chosen: SelectionSetNode | None) -> tuple[int, int]:
        """Of a selection."""
        if chosen is None:
            return 0, 0
        return _together([self._one(one) for one in chosen.selections])

    def _one(self, node: SelectionNode) -> tuple[int, int]:
        if isinstance(node, FieldNode):
            depth, fields = self.of(node.selection_set)
            return depth + 1, fields + 1
        if isinstance(node, FragmentSpreadNode):
            return self._spread(node.name.value)
        return self.of(getattr(node, "selection_set", None))

    def _spread(self, name: str) -> tuple[int, int]:
        if name not in self.known:
            self.known[name] = self.of(self.fragments[name].selection_set)
        return self.known[name]


def _together(measures: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return max((depth for depth, _ in measures), default=0), sum(n for _, n in measures)

"""How large a document may be, found out in one pass, however its fragments are nested.

Strawberry's own limiters walk a fragment anew wherever it is spread: twenty fragments that each
spread the next one twice keep them busy for seconds, forty for ever.
"""

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

# Enough for every document that people write; what is larger is an attack or a mistake.
MOST_DEPTH, MOST_ALIASES, MOST_TOKENS, MOST_FRAGMENTS = 12, 30, 2_000, 100


@dataclass(frozen=True, slots=True)
class Shape:
    """The aliases of a selection, spread out, and how deep it goes."""

    aliases: int = 0
    depth: int = 0


class Shapes:
    """The shapes of one document's operations, each of its fragments measured once."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self.known: dict[str, Shape] = {}

    def of(self, selections: SelectionSetNode | None) -> Shape:
        """The shape of a selection."""
        shapes = [self._one(one) for one in selections.selections] if selections else []
        aliases = sum(shape.aliases for shape in shapes)
        return Shape(aliases, max((shape.depth for shape in shapes), default=0))

    def _one(self, selection: SelectionNode) -> Shape:
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value)
        inner: Any = getattr(selection, "selection_set", None)
        within = self.of(inner)
        if not isinstance(selection, FieldNode):
            return within
        # Introspection is as deep as it has to be.
        is_open = inner is not None and not selection.name.value.startswith("__")
        aliases = within.aliases + (selection.alias is not None)
        return Shape(aliases, within.depth + 1 if is_open else 0)

    def _fragment(self, name: str) -> Shape:
        if name not in self.known:
            # A fragment within itself adds nothing here; another rule refuses it.
            self.known[name] = Shape()
            if name in self.fragments:
                self.known[name] = self.of(self.fragments[name].selection_set)
        return self.known[name]


class SizeRule(ValidationRule):
    """Refuses documents that are too deep, or that have too many aliases or fragments."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        shapes = Shapes(context.document)
        if len(shapes.fragments) > MOST_FRAGMENTS:
            self._refuse(f"{len(shapes.fragments)} fragments found", MOST_FRAGMENTS)
            return
        operations = [
            shapes.of(one.selection_set)
            for one in context.document.definitions
            if isinstance(one, OperationDefinitionNode)
        ]
        aliases = sum(shape.aliases for shape in operations)
        if aliases > MOST_ALIASES:
            self._refuse(f"{aliases} aliases found", MOST_ALIASES)
        depth = max((shape.depth for shape in operations), default=0)
        if depth > MOST_DEPTH:
            self._refuse(f"The document is {depth} levels deep", MOST_DEPTH)

    def _refuse(self, found: str, most: int) -> None:
        self.context.report_error(GraphQLError(f"{found}, but at most {most} are allowed."))

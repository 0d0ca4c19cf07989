"""What an operation selects, level by level; whether the document is valid is for others to say."""

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
)

Fragments = Mapping[str, FragmentDefinitionNode]


def only_query(document: DocumentNode, operation: str) -> OperationDefinitionNode | None:
    """The query of that name, or the only operation; None where it is no query, or not the one."""
    operations = [
        one
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode)
        and (not operation or (one.name is not None and one.name.value == operation))
    ]
    if len(operations) != 1 or operations[0].operation != OperationType.QUERY:
        return None
    return operations[0]


def fragments_of(document: DocumentNode) -> Fragments:
    """The fragments of a document, by name."""
    return {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }


def level(selections: Iterable[SelectionNode], fragments: Fragments) -> Iterator[FieldNode]:
    """The fields of one level, whatever @skip says and whatever type fragments are on."""
    return _level(selections, fragments, set())


def below(fields: Iterable[FieldNode], fragments: Fragments) -> Iterator[FieldNode]:
    """The fields of the level below some."""
    sets = [one.selection_set for one in fields if one.selection_set is not None]
    return level([selection for one in sets for selection in one.selections], fragments)


def _level(
    selections: Iterable[SelectionNode], fragments: Fragments, seen: set[str]
) -> Iterator[FieldNode]:
    # Each fragment is looked at once a level, however often it is spread.
    for one in selections:
        if isinstance(one, FieldNode):
            yield one
        elif isinstance(one, FragmentSpreadNode):
            name = one.name.value
            if name not in seen and name in fragments:
                seen.add(name)
                yield from _level(fragments[name].selection_set.selections, fragments, seen)
        elif isinstance(one, InlineFragmentNode):
            yield from _level(one.selection_set.selections, fragments, seen)

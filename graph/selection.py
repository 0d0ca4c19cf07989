"""What a query asks for, so that nothing else is read from the database or prepared."""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionNode
from strawberry.types import Info


def asked(info: Info[Any, Any], *path: str) -> set[str]:
    """The names of the fields that are selected at `path` below the field being resolved.

    Fragments of every type count, whatever @skip and @include say: never too few.
    """
    raw = info._raw_info  # noqa: SLF001 - Strawberry's own view of it costs ten times as much
    nodes: list[FieldNode] = list(raw.field_nodes)
    for name in path:
        nodes = [node for node in _below(nodes, raw.fragments) if node.name.value == name]
    return {node.name.value for node in _below(nodes, raw.fragments)}


def _below(nodes: Iterable[FieldNode], fragments: Any) -> Iterator[FieldNode]:
    for node in nodes:
        if node.selection_set is not None:
            yield from _fields(node.selection_set.selections, fragments)


def _fields(selections: Iterable[SelectionNode], fragments: Any) -> Iterator[FieldNode]:
    for selection in selections:
        match selection:
            case FieldNode():
                yield selection
            case InlineFragmentNode():
                yield from _fields(selection.selection_set.selections, fragments)
            case FragmentSpreadNode():
                spread = fragments[selection.name.value]
                yield from _fields(spread.selection_set.selections, fragments)

"""What a release promised its clients, and what a later schema may take from it."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)
from graphql.utilities import BreakingChange, BreakingChangeType, find_breaking_changes

ROOT = Path(__file__).parents[2]
RELEASES = ROOT / "releases"
# What replaces it, and the day from which it may be gone.
DEPRECATION = re.compile(r"Use `[\w.]+` instead\. Goes on (\d{4}-\d{2}-\d{2})\.")
REMOVALS = {
    BreakingChangeType.FIELD_REMOVED,
    BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
    BreakingChangeType.ARG_REMOVED,
}


def released() -> dict[str, str]:
    """The schemas of all releases, by version, oldest first."""
    files = sorted(RELEASES.glob("*.graphql"), key=lambda path: number(path.stem))
    return {path.stem: path.read_text() for path in files}


def tagged() -> dict[str, str]:
    """The same by the tags of a clone that has them; none elsewhere."""
    names = _git("tag", "--list", "v*").split()
    found = {name.removeprefix("v"): _git("show", f"{name}:schema.graphql") for name in names}
    return {version: text for version, text in found.items() if text}


def broken(before: GraphQLSchema, after: GraphQLSchema, *, today: date) -> list[BreakingChange]:
    """What clients of `before` lose, but for what was announced to go by `today`."""
    announced = {name for name, reason in deprecated(before) if _day(reason) <= today}
    return [
        change
        for change in find_breaking_changes(before, after)
        if change.type not in REMOVALS or not announced & set(_names(change.description))
    ]


def deprecated(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Everything that is deprecated, with what is said of it."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLEnumType):
            for name, value in kind.values.items():
                if value.deprecation_reason is not None:
                    yield f"{kind.name}.{name}", value.deprecation_reason
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            yield from _deprecated_fields(kind)


def _deprecated_fields(
    kind: GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType,
) -> Iterator[tuple[str, str]]:
    for name, field in kind.fields.items():
        if field.deprecation_reason is not None:
            yield f"{kind.name}.{name}", field.deprecation_reason
        for argument_name, argument in getattr(field, "args", {}).items():
            if argument.deprecation_reason is not None:
                yield f"{kind.name}.{name}({argument_name})", argument.deprecation_reason


def _day(reason: str) -> date:
    told = DEPRECATION.fullmatch(reason)
    return date.fromisoformat(told[1]) if told else date.max


def _names(description: str) -> list[str]:
    """Whatever in a sentence of graphql-core's could be the name of a field or a value."""
    words = re.findall(r"[\w.]+(?:\(\w+:?\))?", description)
    plain = [word.rstrip(".").replace(":)", ")") for word in words]
    return plain + [f"{owner}.{name}" for owner in plain for name in plain]


def number(version: str) -> tuple[int, ...]:
    """A version as it compares."""
    return tuple(int(part) for part in version.split("."))


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else ""

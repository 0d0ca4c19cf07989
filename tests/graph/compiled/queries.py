"""Queries by chance: every field, with aliases, fragments, @skip, @include and __typename."""

from random import Random
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
VARIABLES = ("yes", "no")
DIRECTIVES = ["", "", "", "", " @skip(if: false)", " @include(if: true)", " @skip(if: true)"]
CHOSEN = [f" @{name}(if: ${variable})" for name in ("skip", "include") for variable in VARIABLES]


class Writer:
    """Writes one document, at most so deep."""

    def __init__(self, random: Random, schema: GraphQLSchema, depth: int) -> None:
        self._random, self._schema, self._depth = random, schema, depth
        self._fragments: list[str] = []

    def document(self, root: GraphQLObjectType, fields: list[str]) -> str:
        """The whole text, which asks for one or two of the root fields."""
        chosen = self._random.choices(fields, k=self._random.randint(1, 2))
        asked = " ".join(self._field(root, name, self._depth) for name in chosen)
        operation = f"query ($yes: Boolean!, $no: Boolean = false) {{ {asked} }}"
        return "\n".join([operation, *self._fragments])

    def _field(self, of: Any, name: str, depth: int) -> str:
        field = of.fields[name]
        kind = get_named_type(field.type)
        alias = self._random.choice(["", "", f"a{name}: ", "same: "])
        below = "" if is_leaf_type(kind) else f" {{ {self._selection(kind, depth - 1)} }}"
        return f"{alias}{name}{self._arguments(field)}{self._directive()}{below}"

    def _selection(self, of: Any, depth: int) -> str:
        count = self._random.randint(1, 6 if depth > 0 else 3)
        return " ".join(self._one(of, depth) for _ in range(count))

    def _one(self, of: Any, depth: int) -> str:
        names = [name for name in getattr(of, "fields", {}) if depth > 0 or self._ends(of, name)]
        kind = self._random.randint(0, 9)
        if kind == 0 or not names:
            return "__typename"
        if kind == 1 and depth > 0:
            return self._spread(of, depth)
        if kind == 2 and depth > 0:
            return self._inline(of, depth)
        return self._field(of, self._random.choice(names), depth)

    def _ends(self, of: Any, name: str) -> bool:
        return is_leaf_type(get_named_type(of.fields[name].type))

    def _spread(self, of: Any, depth: int) -> str:
        on = self._narrowed(of)
        name = f"F{len(self._fragments)}"
        self._fragments.append("")
        text = f"fragment {name} on {on.name} {{ {self._selection(on, depth - 1)} }}"
        self._fragments[int(name[1:])] = text
        again = self._random.choice(["", f" ...{name}"])
        return f"...{name}{self._directive()}{again}"

    def _inline(self, of: Any, depth: int) -> str:
        on = self._random.choice([None, self._narrowed(of)])
        condition = f" on {on.name}" if on else ""
        return f"...{condition}{self._directive()} {{ {self._selection(on or of, depth - 1)} }}"

    def _narrowed(self, of: Any) -> Composite:
        if isinstance(of, GraphQLObjectType):
            narrowed: list[Composite] = [of, *of.interfaces]
            return self._random.choice(narrowed)
        return self._random.choice([*self._schema.get_possible_types(of)])

    def _arguments(self, field: Any) -> str:
        known = {"times": ("1", "0", "3"), "fail": ("true", "$yes", "$no")}
        name = next((name for name in field.args if name in known), None)
        if name is None:
            return ""
        value = self._random.choice(["", *known[name]])
        return f"({name}: {value})" if value else ""

    def _directive(self) -> str:
        return self._random.choice([*DIRECTIVES, *CHOSEN])


def document(random: Random, schema: GraphQLSchema, fields: tuple[str, ...] = ()) -> str:
    """A document that asks for some of the root fields, or for any."""
    root = schema.query_type
    assert root is not None
    return Writer(random, schema, random.randint(1, 4)).document(root, list(fields or root.fields))

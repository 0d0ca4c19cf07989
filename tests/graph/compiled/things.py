"""A schema with every kind of thing, over data that is as wrong as it likes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Annotated, Any, Generic, NewType, TypeVar

import strawberry
from strawberry.scalars import JSON
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from graph.compiled.executor import CompiledExecutor
from graph.compiled.lazy import InRow, Lazy, OfRow, Part, Parts
from graph.scalars import SCALARS

Kind = TypeVar("Kind")
Fussy = NewType("Fussy", str)


def fussy(value: object) -> object:
    """Scalars may refuse a value, or make nothing of it."""
    if value == "bad":
        raise ValueError("This is too bad.")
    return None if value == "none" else f"~{value}"


MAP: dict[object, ScalarDefinition] = {
    **SCALARS,
    Fussy: strawberry.scalar(name="Fussy", serialize=fussy, parse_value=str),
}


@strawberry.enum
class Colour(Enum):
    """Values that are not the names."""

    RED = "r"
    BLUE = 3


@strawberry.enum
class Mood(StrEnum):
    """Members that are texts."""

    GLAD = "glad"
    SAD = "sad"


@strawberry.interface
class Named:
    """What has a name."""

    name: str


@strawberry.type
class Tag(Lazy):
    """A lazy one, in a row."""

    label: str
    rank: int | None
    shout: str


@strawberry.type
class Row(Lazy, Named):
    """A lazy one, over a row."""

    number: int
    inner: int | None
    tag: Tag | None
    strict_tag: Tag
    tags: list[Tag]

    @strawberry.field
    def doubled(self, times: int = 2) -> str:
        """A resolver, over what is lazy."""
        return self.name * times


Tag.READS = {
    "label": OfRow("label"),
    "rank": OfRow("rank"),
    "shout": lambda raw, beside: raw["label"].upper() + beside,
}
Row.READS = {
    "name": OfRow("name"),
    "number": OfRow("number"),
    "inner": InRow("tag", "rank"),
    "tag": Part(Tag, "tag", beside="mark"),
    "strict_tag": Part(Tag, "tag", beside="mark"),
    "tags": Parts(Tag, "tags", beside="mark"),
}


@dataclass
class Beside:
    """What stands beside rows."""

    mark: str = "!"


@strawberry.type
class Leaves:
    """A leaf of each kind, required and not."""

    text: str
    maybe_text: str | None
    number: int
    maybe_number: int | None
    real: float
    maybe_real: float | None
    flag: bool
    maybe_flag: bool | None
    id: strawberry.ID
    colour: Colour
    maybe_colour: Colour | None
    mood: Mood | None
    moment: datetime
    maybe_moment: datetime | None
    fussy: Fussy
    maybe_fussy: Fussy | None
    anything: JSON | None
    texts: list[str]
    maybe_texts: list[str | None] | None
    table: list[list[int]] | None
    colours: list[Colour]


@strawberry.type
class Box(Generic[Kind]):
    """Something, and a list of it."""

    inside: Kind
    more: list[Kind]


@strawberry.type
class Thing(Named):
    """An object with all that may hang below it."""

    leaves: Leaves
    maybe_leaves: Leaves | None
    child: "Thing | None"
    children: list["Thing"]
    maybe_children: list["Thing | None"] | None
    box: Box[Leaves] | None
    row: Row
    rows: list[Row]
    named: Named | None
    either: "Annotated[Thing | Other, strawberry.union('Either')] | None"

    @strawberry.field
    def doubled(self, times: int = 2) -> str:
        """A resolver with an argument."""
        return self.name * times

    @strawberry.field
    async def later(self, fail: bool = False) -> str | None:
        """A resolver that takes its time, and may fail."""
        await asyncio.sleep(0)
        if fail:
            raise ValueError(f"{self.name} failed.")
        return self.name

    @strawberry.field
    async def strict(self, fail: bool = False) -> str:
        """The same, where null may not stand."""
        await asyncio.sleep(0)
        if fail:
            raise ValueError(f"{self.name} failed.")
        return self.name

    @strawberry.field
    async def slow_child(self) -> "Thing | None":
        """An object that takes its time."""
        await asyncio.sleep(0)
        return self.child

    @strawberry.field
    def kin(self) -> list["Thing"]:
        """A resolver that gives objects."""
        return self.children


@strawberry.type
class Other(Named):
    """Another thing with a name."""

    size: int


@strawberry.type
class Query:
    """Ways to the data, which is the root value."""

    @strawberry.field
    def thing(self, info: strawberry.Info[Any, Any]) -> Thing | None:
        """At once."""
        thing: Thing = info.context
        return thing

    @strawberry.field
    async def slow_thing(self, info: strawberry.Info[Any, Any]) -> Thing:
        """After a while."""
        await asyncio.sleep(0)
        thing: Thing = info.context
        return thing

    @strawberry.field
    def things(self, info: strawberry.Info[Any, Any]) -> list[Thing]:
        """A list of them."""
        return [info.context, *info.context.children]

    @strawberry.field
    def named(self, info: strawberry.Info[Any, Any]) -> Named | None:
        """Of an abstract type."""
        thing: Thing = info.context
        return thing


@strawberry.type
class Subscription:
    """Events."""

    @strawberry.subscription
    async def events(self, info: strawberry.Info[Any, Any]) -> AsyncIterator[Thing]:
        """The same thing three times."""
        for _ in range(3):
            yield info.context


schema = strawberry.Schema(
    Query,
    subscription=Subscription,
    types=[Thing, Other],
    config=StrawberryConfig(scalar_map=MAP),
    execution_context_class=CompiledExecutor,
)

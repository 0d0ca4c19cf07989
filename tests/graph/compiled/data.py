"""Data by chance: mostly right, and now and then of every wrong kind."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from tests.graph.compiled.things import Beside, Box, Colour, Leaves, Mood, Other, Row, Thing

Make = Callable[[], Any]


class Odd(str):
    """A text that is not quite one."""

    __slots__ = ()


class Lie:
    """Something that no scalar knows."""

    def __repr__(self) -> str:
        return "<Lie>"


WRONG = [
    None,
    ValueError("A value that is an error."),
    Lie(),
    Odd("odd"),
    "text",
    "",
    "12",
    7,
    2**31,
    -(2**40),
    1.5,
    2.0,
    float("nan"),
    float("inf"),
    Decimal("2.50"),
    True,
    b"bytes",
    [],
    ["a", None],
    [1, None, "x"],
    ("tuple", "of"),
    {"a": 1},
    datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC),
    date(2026, 1, 2),
    Colour.BLUE,
    Mood.SAD,
    "glad",
    "r",
    3,
]
TEXTS = ["", "a", "é\u2028", '"']
NUMBERS = [0, -5, 2**31 - 1]
REALS = [0.5, -0.0, 1e300, 3]
MOMENTS = [datetime(2026, 5, 6, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)]
COLOURS = [Colour.RED, Colour.BLUE, "r"]


class Maker:
    """Makes things; `faults` is how many values of a thousand are wrong."""

    def __init__(self, random: Random, faults: int) -> None:
        self._random, self._faults = random, faults

    def thing(self, depth: int = 2) -> Any:
        """A thing with others below it."""
        child = self._child(depth)
        return Thing(
            name=self._one(TEXTS),
            leaves=self._so(self.leaves),
            maybe_leaves=self._maybe(self.leaves),
            child=self._maybe(child),
            children=self._several(child) if depth else [],
            maybe_children=self._maybe(lambda: self._several(lambda: self._maybe(child))),
            box=self._maybe(self._box),
            row=self._so(self._row),
            rows=self._several(self._row),
            named=self._maybe(self._named(depth)),
            either=self._maybe(self._named(depth)),
        )

    def leaves(self) -> Any:
        """A leaf of each kind."""
        text, number = lambda: self._one(TEXTS), lambda: self._one(NUMBERS)
        return Leaves(
            text=self._so(text),
            maybe_text=self._maybe(text),
            number=self._so(number),
            maybe_number=self._maybe(number),
            real=self._so(lambda: self._one(REALS)),
            maybe_real=self._maybe(lambda: self._one(REALS)),
            flag=self._so(self._flag),
            maybe_flag=self._maybe(self._flag),
            id=self._so(text),
            colour=self._so(lambda: self._one(COLOURS)),
            maybe_colour=self._maybe(lambda: self._one(COLOURS)),
            mood=self._maybe(lambda: self._one([Mood.GLAD, "sad"])),
            moment=self._so(lambda: self._one(MOMENTS)),
            maybe_moment=self._maybe(lambda: self._one(MOMENTS)),
            fussy=self._so(lambda: "good"),
            maybe_fussy=self._maybe(lambda: self._one(["good", "bad", "none"])),
            anything=self._maybe(lambda: {"a": [1, None]}),
            texts=self._so(lambda: self._several(text)),
            maybe_texts=self._maybe(lambda: self._several(lambda: self._maybe(text))),
            table=self._maybe(
                lambda: self._several(lambda: self._so(lambda: self._several(number)))
            ),
            colours=self._so(lambda: self._several(lambda: self._one(COLOURS))),
        )

    def _row(self) -> Any:
        tag = self._random.choice([self._tag, self._tag, dict])
        row = {
            "name": self._so(lambda: "row"),
            "number": self._so(lambda: 1),
            "tag": self._maybe(tag),
            "tags": self._several(lambda: self._so(self._tag)),
        }
        return Row.over({k: v for k, v in row.items() if self._random.random() > 0.1}, Beside())

    def _tag(self) -> Any:
        return {"label": self._so(lambda: "tag"), "rank": self._maybe(lambda: 1)}

    def _box(self) -> Any:
        return Box(inside=self._so(self.leaves), more=self._several(lambda: self._so(self.leaves)))

    def _child(self, depth: int) -> Make:
        return lambda: self._so(lambda: self.thing(depth - 1)) if depth else None

    def _named(self, depth: int) -> Make:
        other = lambda: Other(name=self._so(lambda: "o"), size=self._so(lambda: 1))  # noqa: E731
        return self._random.choice([other, self._child(depth)])

    def _flag(self) -> bool:
        return self._random.random() < 0.5

    def _one(self, among: list[Any]) -> Any:
        return self._random.choice(among)

    def _several(self, make: Make) -> list[Any]:
        return [make() for _ in range(self._random.randint(0, 2))]

    def _maybe(self, right: Make) -> Any:
        return self._so(lambda: None if self._random.random() < 0.2 else right())

    def _so(self, right: Make) -> Any:
        return self._one(WRONG) if self._random.random() * 1000 < self._faults else right()

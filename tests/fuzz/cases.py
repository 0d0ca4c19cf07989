"""Damaged files without end, the same for each seed of chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.fuzz.mutations import damaged
from tests.fuzz.seeds import SEEDS, seed


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what it was made of."""

    name: str
    data: bytes


def cases(chance: Random) -> Iterator[Case]:
    """All kinds in turn, so that a short run meets each of them."""
    names = list(SEEDS)
    while True:
        for name in names:
            other = chance.choice(names)
            data = damaged(chance, seed(name), seed(other))
            yield Case(f"{name} with {other}", data)

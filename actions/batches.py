"""Doing one thing to many: one outcome for each, in the order that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from actions.errors import Refused

Done = TypeVar("Done")
MOST_IDS = 250


class ErrorPolicy(StrEnum):
    """What becomes of the others when one of many is refused."""

    CONTINUE = "CONTINUE"
    ABORT = "ABORT"


class TooMany(Refused):
    """More was given in one call than a call takes."""

    code = "TOO_MANY"

    def __init__(self, what: str, limit: int, actual: int) -> None:
        super().__init__(
            f"At most {limit} {what} in one call, but there were {actual}: send them in parts."
        )
        self.params, self.path = {"limit": limit, "actual": actual}, (what,)


@dataclass(frozen=True, slots=True)
class Outcomes(Generic[Done]):
    """What was done, and what was refused at which place of the input."""

    done: list[Done]
    refused: list[tuple[int, Exception]]


def within(what: str, given: Sequence[object], limit: int = MOST_IDS) -> None:
    """Raise TooMany where more than `limit` were given."""
    if len(given) > limit:
        raise TooMany(what, limit, len(given))

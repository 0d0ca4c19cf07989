"""Which pictures a decision is about: bare ids, or ids with the versions that the caller saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from beanie import PydanticObjectId

from actions.batches import Outcomes
from graph.errors import UserError, user_error
from graph.ids import object_id, object_ids


@strawberry.input(description="A picture that something is decided about, as the caller saw it.")
class ImageDecisionInput:
    """An image and its version."""

    id: strawberry.ID = strawberry.field(description="The image.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The `version` that you read: CONFLICT if it changed since; null is any.",
    )


def ids_field() -> Any:
    """The field `ids`."""
    return strawberry.field(
        default_factory=list,
        description="The images, at most 250 together with `decisions`.",
    )


def decisions_field() -> Any:
    """The field `decisions`."""
    return strawberry.field(
        default_factory=list,
        description="Images with the versions that you saw; they come after `ids`.",
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The images of an input: those of `ids`, then those of `decisions`."""

    ids: list[PydanticObjectId]
    expected: list[int | None]
    bare: int

    @classmethod
    def of(cls, ids: Sequence[strawberry.ID], seen: Sequence[ImageDecisionInput]) -> "Chosen":
        """The images by their inner ids. Raises InvalidGlobalId."""
        bare = object_ids("Image", ids)
        more = [
            object_id("Image", one.id, ("decisions", place, "id")) for place, one in enumerate(seen)
        ]
        versions = [one.expected_version for one in seen]
        return cls([*bare, *more], [*([None] * len(bare)), *versions], len(bare))

    def refusals(self, outcome: Outcomes[Any]) -> list[UserError]:
        """One error for each reason, pointing at the place in the input."""
        return [
            user_error(why, [*self._place(place), *_below(why)]) for place, why in outcome.refused
        ]

    def _place(self, place: int) -> list[str]:
        if place < self.bare:
            return ["ids", str(place)]
        return ["decisions", str(place - self.bare)]


def _below(why: Exception) -> list[str]:
    return [str(step) for step in getattr(why, "path", ())]

"""Where in a row something is to go."""

from dataclasses import dataclass
from enum import StrEnum

from beanie import PydanticObjectId

from actions.errors import Refused


class RowEnd(StrEnum):
    """One of the two ends of a row."""

    START = "START"
    END = "END"


class InvalidPlace(Refused):
    """The image to go next to cannot be gone next to."""

    code = "INVALID_PLACE"
    path = ("to",)

    def __init__(self) -> None:
        super().__init__(
            "The image to go next to is not in this row, or is to move itself: name another."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Exactly one of: right before an image, right after one, or at an end."""

    before: PydanticObjectId | None = None
    after: PydanticObjectId | None = None
    end: RowEnd | None = None

    @property
    def beside(self) -> PydanticObjectId | None:
        """The image to go next to; None for an end."""
        return self.before or self.after

"""What receivers are told of, and how what they asked for becomes a body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from beanie import PydanticObjectId

from documents.changes import ChangeKind
from documents.deliveries import Delivery
from documents.pages import Raw

MOST_QUERY_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a document of a caller cannot be used, from line and column 1, and why."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change, and the raw row of its picture as it is now; None if it is shown no longer.

    `id` is the same at every try and every replay. `sequence` is also the version of the
    picture in the catalogue: a later event of the same picture has a higher one.
    """

    id: str
    kind: ChangeKind
    sequence: int
    at: datetime
    image_id: PydanticObjectId
    product_code: str | None
    previous_product_code: str | None
    fields: Sequence[str]
    row: Raw | None

    @property
    def type(self) -> str:
        """As receivers know it: image.published ..."""
        return f"image.{self.kind.lower()}"

    @classmethod
    def of(cls, told: Delivery, row: Raw | None) -> "Event":
        """The event of a delivery."""
        return cls(
            id=event_id(told.seq, told.occurred_at),
            kind=told.kind,
            sequence=told.seq,
            at=told.occurred_at,
            image_id=told.image_id,
            product_code=told.product_code,
            previous_product_code=told.previous_product_code,
            fields=told.fields,
            row=row,
        )


def event_id(sequence: int, at: datetime) -> str:
    """Of one change; with its time, for numbers begin anew with an empty database."""
    return f"evt_{sequence}_{int(at.timestamp() * 1000):x}"


class Templates(Protocol):
    """Documents of callers over the types of events, read and executed as a shop's key may."""

    def faults(self, query: str) -> list[Fault]:
        """Why a document cannot be used; empty for one that can."""

    async def render(self, query: str, event: Event) -> dict[str, Any]:
        """The data of a document without faults. Raises RenderFailed."""


class RenderFailed(Exception):
    """A document could not be executed, which is our fault or that of a part of ours."""

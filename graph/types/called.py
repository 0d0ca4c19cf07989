"""Orders of lists of what people give names to."""

from collections.abc import Callable
from enum import Enum
from typing import Any

import strawberry
from beanie import PydanticObjectId

from documents.called import NAME_KEY
from documents.pages import Order
from graph.cursors import decode, decode_time
from graph.types.order_direction import OrderDirection


@strawberry.enum(
    description="What groups and collections are sorted by: when they were made, or their names, "
    "without capitals and accents."
)
class NamedOrderField(Enum):
    """A field of the record that an index sorts by."""

    CREATED_AT = "created_at"
    NAME = NAME_KEY


@strawberry.input(description="The order of a list of groups or collections.")
class NamedOrder:
    """Newest first unless said otherwise."""

    field: NamedOrderField = strawberry.field(
        default=NamedOrderField.CREATED_AT, description="What to sort by."
    )
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.DESC,
        description="Which end comes first: the oldest, or A (ASC), or the newest, or Z (DESC).",
    )

    def order(self) -> Order:
        """The order as the database takes it."""
        return Order(self.field.value, descending=self.direction.descending)

    def read_cursor(self) -> Callable[[str], tuple[Any, PydanticObjectId]]:
        """What reads the cursors of this order."""
        return decode if self.field is NamedOrderField.NAME else decode_time

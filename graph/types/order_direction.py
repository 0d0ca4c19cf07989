"""Which end of a list comes first."""

from enum import Enum

import strawberry


@strawberry.enum(description="Which end comes first: the oldest (ASC) or the newest (DESC).")
class OrderDirection(Enum):
    """Up or down."""

    ASC = "asc"
    DESC = "desc"

    @property
    def descending(self) -> bool:
        """As `documents.pages.Order` takes it."""
        return self is OrderDirection.DESC

"""What is in the trash."""

from datetime import datetime
from typing import Self

import strawberry

from documents.pages import Raw
from graph.context import House
from graph.ids import global_id
from graph.types.image import Image


@strawberry.type(description="A picture in the trash.")
class TrashedImage:
    """The picture as it was, and how long it can be brought back."""

    image: Image = strawberry.field(description="The picture as it was deleted.")
    deleted_at: datetime = strawberry.field(description="When it was deleted.")
    deleted_by_user_id: strawberry.ID | None = strawberry.field(
        description="The account that deleted it."
    )
    purge_at: datetime = strawberry.field(
        description="When it is removed for good, within minutes; until then `restoreImages` helps."
    )

    @classmethod
    def of(cls, raw: Raw, house: House) -> Self:
        """The trashed image of a raw row."""
        by = raw.get("deleted_by")
        return cls(
            image=Image.of(raw, house),
            deleted_at=raw["deleted_at"],
            deleted_by_user_id=strawberry.ID(global_id("User", by)) if by else None,
            purge_at=raw["deleted_at"] + house.retention.trash,
        )

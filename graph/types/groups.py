"""Groups and collections."""

from datetime import datetime
from typing import Self

import strawberry

from documents.pages import Raw
from graph.ids import global_id
from graph.types.node import Node


@strawberry.type(description="Images that were taken or uploaded together: a shoot, an event.")
class ImageGroup(Node):
    """An image is in at most one group."""

    name: str = strawberry.field(description="What people call it.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @classmethod
    def of(cls, raw: Raw) -> Self:
        """The group of a raw row."""
        id = strawberry.ID(global_id("ImageGroup", raw["_id"]))
        return cls(id=id, name=raw["name"], created_at=raw["created_at"])


@strawberry.type(description="A hand-made selection of images; an image may be in many.")
class Collection(Node):
    """A selection."""

    name: str = strawberry.field(description="What people call it.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @classmethod
    def of(cls, raw: Raw) -> Self:
        """The collection of a raw row."""
        id = strawberry.ID(global_id("Collection", raw["_id"]))
        return cls(id=id, name=raw["name"], created_at=raw["created_at"])

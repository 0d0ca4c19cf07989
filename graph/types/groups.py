"""Groups and collections."""

from datetime import date, datetime
from typing import Annotated, Self

import strawberry

from actions.arranging.smart_lists import SmartAsked
from actions.lists import Bond
from documents.collections import Collection as CollectionDocument
from documents.collections import CollectionKind as Kind
from documents.groups import ImageGroup as ImageGroupDocument
from documents.pages import Raw
from graph.context import Info
from graph.cursors import USUAL
from graph.errors import UserError, user_error
from graph.ids import global_id
from graph.types import pictures
from graph.types.enums import CollectionKind
from graph.types.image_connection import ImageConnection
from graph.types.node import Node
from graph.types.pictures import (
    After,
    First,
    LazyImage,
    LazyOrder,
    LazySavedOrder,
    LazySavedWhere,
    LazyWhere,
)

VERSION = "Grows with every edit of its fields: pass it back as `expectedVersion`."
CAPPED = "How many images are in it, counting no further than 10,000; counted only when asked for."


@strawberry.type(description="Images that were taken or uploaded together: a shoot, an event.")
class ImageGroup(Node):
    """An image is in at most one group."""

    raw: strawberry.Private[Raw]
    version: int = strawberry.field(description=VERSION)
    name: str = strawberry.field(description="What people call it.")
    description: str | None = strawberry.field(description="What there is to say about it.")
    event_name: str | None = strawberry.field(description="The event that it shows.")
    event_date: date | None = strawberry.field(description="The day of the event.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @strawberry.field(description="Its pictures, page by page; newest first by default.")
    async def images(
        self,
        info: Info,
        where: Annotated[
            LazyWhere | None, strawberry.argument(description="Which; all by default.")
        ] = None,
        order_by: Annotated[
            LazyOrder | None, strawberry.argument(description="Newest first by default.")
        ] = None,
        first: First = USUAL,
        after: After = None,
    ) -> ImageConnection:
        """Loaded with the images of the other groups of the page."""
        return await pictures.in_group(
            info, self.raw["_id"], where, order_by, first=first, after=after
        )

    @strawberry.field(description=CAPPED)
    async def image_count(self, info: Info) -> int:
        """Counted with the other groups of the page."""
        return await pictures.counted(info, self.raw["_id"], Bond.GROUP)

    @classmethod
    def of_document(cls, group: ImageGroupDocument) -> Self:
        """The group that an action gave back."""
        return cls.of({"_id": group.id, **group.model_dump()})

    @classmethod
    def of(cls, raw: Raw) -> Self:
        """The group of a raw row."""
        day = raw.get("event_date")
        return cls(
            raw=raw,
            id=strawberry.ID(global_id("ImageGroup", raw["_id"])),
            version=raw.get("version", 1),
            name=raw["name"],
            description=raw.get("description"),
            event_name=raw.get("event_name"),
            event_date=date.fromisoformat(day) if day else None,
            created_at=raw["created_at"],
        )


@strawberry.type(
    description=(
        "A selection of images, hand-made and ordered, or a filter that was saved; an image may be "
        "in many."
    )
)
class Collection(Node):
    """A selection."""

    raw: strawberry.Private[Raw]
    version: int = strawberry.field(description=VERSION)
    kind: CollectionKind = strawberry.field(description="Who says what is in it.")
    name: str = strawberry.field(description="What people call it.")
    description: str | None = strawberry.field(description="What there is to say about it.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @strawberry.field(
        description=(
            "Its pictures, page by page: in the order that people gave them, or, where it is "
            "SMART, those that its filter finds now, in its `orderBy`."
        )
    )
    async def images(
        self, info: Info, first: First = USUAL, after: After = None
    ) -> ImageConnection:
        """Loaded with the images of the other collections of the page."""
        if self.kind is Kind.SMART:
            return await pictures.in_smart(info, self.raw, first, after)
        return await pictures.in_collection(info, self.raw["_id"], first, after)

    @strawberry.field(description=CAPPED)
    async def image_count(self, info: Info) -> int:
        """Counted with the other collections of the page."""
        if self.kind is Kind.SMART:
            return await info.context.smart_counts.load(SmartAsked(self.raw["filter"]))
        return await pictures.counted(info, self.raw["_id"], Bond.COLLECTION)

    @strawberry.field(
        description="The picture that stands for it: as chosen, else its first; null where empty."
    )
    async def cover(self, info: Info) -> LazyImage | None:
        """Loaded with the covers of the other collections of the page."""
        if self.kind is Kind.SMART:
            return await pictures.first_of_smart(info, self.raw)
        return await pictures.covering(info, self.raw["_id"], self.raw.get("cover_id"))

    @strawberry.field(description="The filter of a SMART one, as it was saved; null for others.")
    def where(self) -> LazySavedWhere | None:
        """Read back."""
        from graph.types.saved_where import SavedImagesWhere, read  # noqa: PLC0415 - as images do

        return None if self.kind is Kind.MANUAL else read(SavedImagesWhere, self.raw["where"])

    @strawberry.field(description="The order of a SMART one, as it was saved; null for others.")
    def order_by(self) -> LazySavedOrder | None:
        """Read back."""
        from graph.types.saved_where import SavedImageOrder, read  # noqa: PLC0415 - as images do

        return None if self.kind is Kind.MANUAL else read(SavedImageOrder, self.raw["order_by"])

    @strawberry.field(
        description=(
            "What the filter of a SMART one names that is there no more: a group, a collection or "
            "a custom field. As long as there is such a thing, it has no images."
        )
    )
    async def where_errors(self, info: Info) -> list[UserError]:
        """Looked for with the other collections of the page."""
        if self.kind is Kind.MANUAL:
            return []
        gone = await info.context.filter_errors.load(self.raw["filter"])
        return [user_error(one, ["where"]) for one in gone]

    @classmethod
    def of_document(cls, collection: CollectionDocument) -> Self:
        """The collection that an action gave back."""
        return cls.of({"_id": collection.id, **collection.model_dump()})

    @classmethod
    def of(cls, raw: Raw) -> Self:
        """The collection of a raw row."""
        return cls(
            raw=raw,
            id=strawberry.ID(global_id("Collection", raw["_id"])),
            kind=Kind(raw.get("kind", Kind.MANUAL)),
            version=raw.get("version", 1),
            name=raw["name"],
            description=raw.get("description"),
            created_at=raw["created_at"],
        )

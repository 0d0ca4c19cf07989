"""The feed of changes, and the snapshot that it starts from."""

from collections.abc import Callable
from datetime import datetime

import strawberry

from actions.metadata.values import camel
from documents.pages import Raw
from graph.ids import global_id
from graph.scalars import SequenceNumber
from graph.types.catalog_image import CatalogImage
from graph.types.enums import ChangeKind
from graph.types.node import PageInfo

# Where clients know what a row keeps by another name.
NAMES = {"position": "sortKey"}


@strawberry.type(description="One change of what shops see.")
class CatalogChange:
    """A change of one picture."""

    sequence: SequenceNumber = strawberry.field(description="Its number, from 1, without gaps.")
    kind: ChangeKind = strawberry.field(description="What became of the picture.")
    at: datetime = strawberry.field(
        description="When, by a clock: for people. The order is that of `sequence`."
    )
    image_id: strawberry.ID = strawberry.field(description="The picture's global id.")
    product_code: str | None = strawberry.field(
        description="The product that the picture was on after the change, or until it went."
    )
    previous_product_code: str | None = strawberry.field(
        description="The product that it came from; null unless it moved from one."
    )
    fields: list[str] = strawberry.field(
        description="UPDATED and REORDERED: the fields of CatalogImage that changed; else empty."
    )
    image: CatalogImage | None = strawberry.field(
        description=(
            "The picture as it is now, later changes included; null if it is shown no longer. "
            "Store it under `imageId`, or remove what is stored there."
        )
    )

    @classmethod
    def of(cls, raw: Raw, row: Raw | None, published_url: Callable[[str], str]) -> "CatalogChange":
        """The change of a raw one, and the raw row that its image has now."""
        return cls(
            sequence=SequenceNumber(raw["_id"]),
            kind=ChangeKind(raw["kind"]),
            at=raw["at"],
            image_id=strawberry.ID(global_id("Image", raw["image_id"])),
            product_code=raw["product_code"],
            previous_product_code=raw["previous_product_code"],
            fields=[NAMES.get(name, camel(name)) for name in raw["fields"]],
            image=CatalogImage.of(row, published_url) if row else None,
        )


@strawberry.type(description="A change at its place in the feed.")
class ChangeEdge:
    """An edge of Relay's."""

    node: CatalogChange = strawberry.field(description="The change.")
    cursor: str = strawberry.field(description="The place of the change.")


@strawberry.type(description="A page of the feed, oldest first.")
class ChangeConnection:
    """A connection of Relay's, and how far the feed goes."""

    edges: list[ChangeEdge] = strawberry.field(description="The changes, placed.")
    nodes: list[CatalogChange] = strawberry.field(description="The changes alone.")
    page_info: PageInfo = strawberry.field(
        description=(
            "Where this page lies. After an empty page ask again with the same cursor, later."
        )
    )
    latest: SequenceNumber = strawberry.field(
        description="The number of the newest change of all; 0 before the first."
    )


@strawberry.type(description="A page of the whole catalogue, and where its changes go on.")
class CatalogSnapshot:
    """Pictures in the order of their ids."""

    nodes: list[CatalogImage] = strawberry.field(
        description="The pictures, those on no product too."
    )
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    cursor: str = strawberry.field(
        description=(
            "The `after` for `changes` once all pages are read; the same on each of them. It was "
            "taken before the first picture was read: whatever changed while you were reading "
            "comes again in those changes, so a copy that applies them is the catalogue."
        )
    )

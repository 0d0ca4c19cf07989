"""What shops see. These types have no field that could tell a place, a person or a key."""

from collections.abc import Callable, Sequence

import strawberry

from documents.pages import Raw
from graph.ids import global_id
from graph.types.enums import ProductRole
from graph.types.node import PageInfo
from graph.types.published import PublishedRendition


@strawberry.type(description="A published picture of a product.")
class CatalogImage:
    """A picture as the public may see it."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    role: ProductRole = strawberry.field(description="What it is to the product.")
    position: int = strawberry.field(
        description="Its place among the published pictures of the product, from 1."
    )
    title: str | None = strawberry.field(description="The title.")
    description: str | None = strawberry.field(description="The caption.")
    credit: str | None = strawberry.field(description="The credit line to show with it.")
    copyright_notice: str | None = strawberry.field(description="The copyright line.")
    digital_source_type: str | None = strawberry.field(
        description=(
            "How it was made, AI included: the address of a term of IPTC's vocabulary, such as "
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia."
        )
    )
    renditions: list[PublishedRendition] = strawberry.field(
        description="Public, immutable files: WebP and JPEG, largest first."
    )

    @classmethod
    def of(cls, raw: Raw, position: int, published_url: Callable[[str], str]) -> "CatalogImage":
        """The public side of a raw row, at its place among the others of its product."""
        edits, read = raw.get("edits", {}), raw.get("metadata", {})
        told = {**read, **edits}
        made = raw["publication"]["renditions"]
        return cls(
            id=strawberry.ID(global_id("Image", raw["_id"])),
            role=raw.get("product_role") or ProductRole.ADDITIONAL,
            position=position,
            title=told.get("title"),
            description=told.get("description"),
            credit=told.get("credit"),
            copyright_notice=told.get("copyright_notice"),
            digital_source_type=told.get("digital_source_type"),
            renditions=[PublishedRendition.of(one, published_url) for one in made],
        )


@strawberry.type(description="A product with its published pictures.")
class CatalogProduct:
    """A product as the public may see it."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    code: str = strawberry.field(description="The SKU, exactly as the shop writes it.")
    name: str | None = strawberry.field(description="What people call it.")
    images: list[CatalogImage] = strawberry.field(
        description="The approved and published pictures as they were placed, at most 100."
    )

    @classmethod
    def of(
        cls, raw: Raw, images: Sequence[Raw], published_url: Callable[[str], str]
    ) -> "CatalogProduct":
        """The product of a raw row and the raw rows of its pictures."""
        return cls(
            id=strawberry.ID(global_id("Product", raw["_id"])),
            code=raw["code"],
            name=raw["name"],
            images=[
                CatalogImage.of(one, place, published_url)
                for place, one in enumerate(images, start=1)
            ],
        )


@strawberry.type(description="A product at its place in the list.")
class CatalogProductEdge:
    """An edge of Relay's."""

    node: CatalogProduct = strawberry.field(description="The product.")
    cursor: str = strawberry.field(description="The place of the product.")


@strawberry.type(description="A page of the catalogue, in the order of the codes.")
class CatalogProductConnection:
    """A connection of Relay's, with what a shop asks next."""

    edges: list[CatalogProductEdge] = strawberry.field(description="The products, placed.")
    nodes: list[CatalogProduct] = strawberry.field(description="The products alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    missing_codes: list[str] = strawberry.field(
        description="Those of the codes asked for that no product has."
    )

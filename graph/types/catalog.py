"""Products as shops see them, with their published pictures."""

from collections.abc import Callable, Sequence

import strawberry

from documents.pages import Raw
from graph.ids import global_id
from graph.types.catalog_image import CatalogImage
from graph.types.node import PageInfo


@strawberry.type(description="A product with its published pictures.")
class CatalogProduct:
    """A product as the public may see it."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    code: str = strawberry.field(description="The SKU, exactly as the shop writes it.")
    name: str | None = strawberry.field(description="What people call it.")
    images: list[CatalogImage] = strawberry.field(
        description=(
            "The approved and published pictures as they were placed, at most 100; with a "
            "`channel`, those that are ready for it."
        )
    )

    @classmethod
    def of(
        cls,
        raw: Raw,
        images: Sequence[Raw],
        published_url: Callable[[str], str],
        locale: str | None = None,
        *,
        whole: bool = True,
    ) -> "CatalogProduct":
        """The product of a raw row and the raw rows of its pictures, the `whole` of them or some.

        Of some, the places among all are counted when they are asked for.
        """
        return cls(
            id=strawberry.ID(global_id("Product", raw["_id"])),
            code=raw["code"],
            name=raw["name"],
            images=[
                CatalogImage.of(one, published_url, place=place if whole else None, locale=locale)
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

"""What the shop sells, as the library sees it."""

from datetime import datetime

import strawberry

from actions.lists import Bond
from documents.pages import Raw
from documents.products import Product as ProductDocument
from graph.context import Info
from graph.cursors import USUAL
from graph.ids import global_id
from graph.types import pictures
from graph.types.image_connection import ImageConnection
from graph.types.node import Node
from graph.types.pictures import After, First


@strawberry.type(description="A product of the shop, known by its code.")
class Product(Node):
    """A product."""

    raw: strawberry.Private[Raw]
    version: int = strawberry.field(
        description="Grows with every change of the name: pass it back as `expectedVersion`."
    )
    code: str = strawberry.field(description="The SKU, exactly as the shop writes it.")
    name: str | None = strawberry.field(description="What people call it.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @strawberry.field(
        description=(
            "Its pictures as they were placed, page by page, published or not; those that nobody "
            "has placed come last, oldest first."
        )
    )
    async def images(
        self, info: Info, first: First = USUAL, after: After = None
    ) -> ImageConnection:
        """Loaded with the images of the other products of the page."""
        return await pictures.on_product(info, self.code, first, after)

    @strawberry.field(
        description=(
            "How many images are on it, counting no further than 10,000; counted only when asked "
            "for."
        )
    )
    async def image_count(self, info: Info) -> int:
        """Counted with the other products of the page."""
        return await pictures.counted(info, self.code, Bond.PRODUCT)

    @classmethod
    def of_document(cls, product: ProductDocument) -> "Product":
        """The product that an action gave back."""
        return cls.of({"_id": product.id, **product.model_dump()})

    @classmethod
    def of(cls, raw: Raw) -> "Product":
        """The product of a raw row."""
        return cls(
            raw=raw,
            id=strawberry.ID(global_id("Product", raw["_id"])),
            version=raw.get("version", 1),
            code=raw["code"],
            name=raw["name"],
            created_at=raw["created_at"],
        )

"""What the shop sells, as the library sees it."""

import strawberry

from documents.pages import Raw
from graph.ids import global_id
from graph.types.node import Node


@strawberry.type(description="A product of the shop, known by its code.")
class Product(Node):
    """A product."""

    code: str = strawberry.field(description="The SKU, exactly as the shop writes it.")
    name: str | None = strawberry.field(description="What people call it.")

    @classmethod
    def of(cls, raw: Raw) -> "Product":
        """The product of a raw row."""
        id = strawberry.ID(global_id("Product", raw["_id"]))
        return cls(id=id, code=raw["code"], name=raw["name"])

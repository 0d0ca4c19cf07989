"""createProduct."""

import strawberry

from actions.arranging import products
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.product import Product


@strawberry.input(description="The new product.")
class CreateProductInput:
    """A code is all it needs."""

    code: str = strawberry.field(description="The SKU, 1 to 64 characters; no other has it.")
    name: str | None = strawberry.field(
        default=None, description="What people call it, at most 256 characters."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of making the product.")
class CreateProductPayload:
    """The product."""

    product: Product | None = strawberry.field(default=None, description="The new product.")
    user_errors: list[UserError] = no_errors()


@mutation(CreateProductPayload)
async def create_product(info: Info, input: CreateProductInput) -> CreateProductPayload:
    """Make a product that pictures can be placed on. Needs the role IMPORTER."""
    made = await products.create(info.context.viewer, input.code, input.name, input.idempotency_key)
    return CreateProductPayload(product=Product.of_document(made))

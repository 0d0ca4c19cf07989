"""updateProduct."""

from typing import cast

import strawberry

from actions.arranging import products
from actions.revisions import EditedMeanwhile
from documents.products import Product as ProductDocument
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.sent import sent
from graph.types.product import Product


@strawberry.input(description="What to change. Not sent: stays; null: cleared.")
class UpdateProductInput:
    """The product, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The product.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    name: strawberry.Maybe[str | None] = strawberry.field(description="At most 256 characters.")


@strawberry.type(description="What came of the edit.")
class UpdateProductPayload:
    """The product as it is now, also after a CONFLICT."""

    product: Product | None = strawberry.field(
        default=None, description="The product as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateProductPayload)
async def update_product(info: Info, input: UpdateProductInput) -> UpdateProductPayload:
    """Name a product; its code never changes. Needs the role IMPORTER."""
    id = object_id("Product", input.id, ["id"])
    changes = sent(input, ["name"])
    try:
        made = await products.update(info.context.viewer, id, changes, input.expected_version)
    except EditedMeanwhile as conflict:
        current = Product.of_document(cast("ProductDocument", conflict.current))
        return UpdateProductPayload(product=current, user_errors=[user_error(conflict)])
    return UpdateProductPayload(product=Product.of_document(made))

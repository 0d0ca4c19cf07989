"""deleteProduct: its images stay."""

import strawberry

from actions.arranging import products
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.enums import ProductImages


@strawberry.input(description="Which product to delete, and what becomes of its images.")
class DeleteProductInput:
    """Refused while images are on it, unless KEEP is said."""

    id: strawberry.ID = strawberry.field(description="The product.")
    images: ProductImages = strawberry.field(
        default=ProductImages.REFUSE,
        description="Whether images on it stop the call, or are kept on no product.",
    )


@strawberry.type(description="What came of deleting.")
class DeleteProductPayload:
    """The product that is gone."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id under which nothing is kept any more."
    )
    user_errors: list[UserError] = no_errors()


@mutation(DeleteProductPayload)
async def delete_product(info: Info, input: DeleteProductInput) -> DeleteProductPayload:
    """Delete a product. Its images stay in the library, and leave the catalogue with it.

    May be repeated: what is gone already counts as deleted. Needs the role REVIEWER.
    """
    await products.delete(info.context.viewer, object_id("Product", input.id, ["id"]), input.images)
    return DeleteProductPayload(deleted_id=input.id)

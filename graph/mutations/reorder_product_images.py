"""reorderProductImages: many at once."""

import strawberry

from actions.arranging import placement
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refused
from graph.places import PlaceInput
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures of a product to move, and where to.")
class ReorderProductImagesInput:
    """At most 250."""

    product_code: str = strawberry.field(description="The code of the product.")
    image_ids: list[strawberry.ID] = strawberry.field(
        description="The images, at most 250, in the order that they are to have."
    )
    to: PlaceInput = strawberry.field(description="Where to put them, one next to the other.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of moving.")
class ReorderProductImagesPayload:
    """The images at their new places."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The moved ones, in the order that they have now."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ReorderProductImagesPayload)
async def reorder_product_images(
    info: Info, input: ReorderProductImagesInput
) -> ReorderProductImagesPayload:
    """Move pictures of a product next to each other, to a place of your choice.

    Of several calls at the same moment each finds the order that the one before has left.
    Needs the role IMPORTER.
    """
    outcome = await placement.reorder(
        info.context.viewer,
        input.product_code,
        object_ids("Image", input.image_ids, "imageIds"),
        input.to.place(),
        policy=input.error_policy,
    )
    return ReorderProductImagesPayload(
        images=Image.of_all(outcome.done, info.context.house),
        user_errors=refused("imageIds", outcome.refused),
    )

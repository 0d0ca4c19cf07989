"""placeImages: on a product, as what and where."""

import strawberry

from actions.arranging import placement
from actions.arranging.placement import Placement
from actions.readiness.judging import judge_changed
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors, refused
from graph.types.enums import ErrorPolicy, ProductRole
from graph.types.image import Image


@strawberry.input(description="What an image is to be on the product.")
class PlacementInput:
    """What is left out stays as it is."""

    image_id: strawberry.ID = strawberry.field(description="The image.")
    role: ProductRole | None = strawberry.field(
        default=None, description="By default as before, else ADDITIONAL. Only one is MAIN."
    )
    position: int | None = strawberry.field(
        default=None,
        description="From 1 to 1,000; by default as before, else the end. Those behind move on.",
    )

    def placement(self, number: int) -> Placement:
        """The same with the inner id. Raises InvalidGlobalId."""
        path = ("placements", number, "imageId")
        return Placement(object_id("Image", self.image_id, path), self.role, self.position)


@strawberry.input(description="Which pictures to place on which product.")
class PlaceImagesInput:
    """At most 250, one after the other."""

    product_code: str = strawberry.field(description="The code of the product, which must exist.")
    placements: list[PlacementInput] = strawberry.field(
        description="At most 250; each finds the order that the one before has left."
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of placing.")
class PlaceImagesPayload:
    """The images on their product."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The placed ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(PlaceImagesPayload)
async def place_images(info: Info, input: PlaceImagesInput) -> PlaceImagesPayload:
    """Place pictures on a product; from another product they move here.

    A new MAIN makes the one before it ADDITIONAL. A product keeps up to 1,000 images in order.
    Needs the role IMPORTER.
    """
    outcome = await placement.place(
        info.context.viewer,
        input.product_code,
        [one.placement(number) for number, one in enumerate(input.placements)],
        policy=input.error_policy,
    )
    await judge_changed([image.id for image in outcome.done], info.context.house.channels)
    return PlaceImagesPayload(
        images=Image.of_all(outcome.done, info.context.house),
        user_errors=refused("placements", outcome.refused),
    )

"""updateImage: what people write about a picture."""

import strawberry

from actions import images
from actions.images import EditConflict
from actions.readiness.judging import judge_changed
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.image import Image


@strawberry.input(description="What to change. Not sent: stays; null: cleared.")
class UpdateImageInput:
    """The image, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The image.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    title: strawberry.Maybe[str | None] = strawberry.field(description="At most 256 characters.")
    description: strawberry.Maybe[str | None] = strawberry.field(
        description="At most 5,000 characters."
    )
    keywords: strawberry.Maybe[list[str] | None] = strawberry.field(
        description="At most 100 of 64 characters; doubles and blanks are dropped."
    )
    product_code: strawberry.Maybe[str | None] = strawberry.field(
        description="The SKU that it shows, at most 64 characters; a new one makes its product."
    )
    product_name: strawberry.Maybe[str | None] = strawberry.field(
        description="Renames the product, for all of its images; at most 256 characters."
    )

    def changes(self) -> dict[str, object]:
        """Only what was sent."""
        sent = {field: getattr(self, field) for field in images.EDITABLE}
        return {field: some.value for field, some in sent.items() if some is not None}


@strawberry.type(description="What came of the edit.")
class UpdateImagePayload:
    """The image as it is now, also after a CONFLICT."""

    image: Image | None = strawberry.field(
        default=None, description="The image as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateImagePayload)
async def update_image(info: Info, input: UpdateImageInput) -> UpdateImagePayload:
    """Edit a picture's texts and its product. Needs the role IMPORTER."""
    id = object_id("Image", input.id, ["id"])
    house = info.context.house
    try:
        edited = await images.edit(info.context.viewer, id, input.changes(), input.expected_version)
    except EditConflict as conflict:
        current = Image.of_all([conflict.image], house)[0]
        return UpdateImagePayload(image=current, user_errors=[user_error(conflict)])
    await judge_changed([edited.id], house.channels)
    return UpdateImagePayload(image=Image.of_all([edited], house)[0])

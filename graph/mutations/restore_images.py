"""restoreImages: out of the trash, back into the library."""

import strawberry

from actions.deleting import trash
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures to bring back.")
class RestoreImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of bringing back.")
class RestoreImagesPayload:
    """The images that are back."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="Those that are back, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RestoreImagesPayload)
async def restore_images(info: Info, input: RestoreImagesInput) -> RestoreImagesPayload:
    """Bring deleted pictures back as they were, in their group and collections.

    None becomes public by it: what was APPROVED is PENDING again, since its public files are
    gone and somebody had a reason to delete it. What was deleted on its way in is processed
    anew. Needs the role REVIEWER.
    """
    house = info.context.house
    outcome = await trash.restore(
        info.context.viewer,
        object_ids("Image", input.ids),
        policy=input.error_policy,
        deliver=house.deliver,
    )
    return RestoreImagesPayload(
        images=Image.of_all(outcome.done, house), user_errors=refusals(outcome)
    )

"""approveImages: let pictures out."""

import strawberry

from actions.reviewing import decisions
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures to approve.")
class ApproveImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT approves all or none."
    )


@strawberry.type(description="What came of approving.")
class ApproveImagesPayload:
    """The images that were approved; a job publishes each."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The approved ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ApproveImagesPayload)
async def approve_images(info: Info, input: ApproveImagesInput) -> ApproveImagesPayload:
    """Approve pictures that are READY and PENDING; they are published within seconds.

    Needs the role REVIEWER.
    """
    outcome = await decisions.approve(
        info.context.viewer,
        object_ids("Image", input.ids),
        policy=input.error_policy,
        deliver=info.context.house.deliver,
        presets=info.context.house.presets,
        channels=info.context.house.channels,
    )
    return ApproveImagesPayload(
        images=Image.of_all(outcome.done, info.context.house), user_errors=refusals(outcome)
    )

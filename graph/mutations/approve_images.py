"""approveImages: let pictures out."""

import strawberry

from actions.reviewing import decisions
from actions.reviewing.decisions import Override
from graph.context import Info
from graph.decided import Chosen, ImageDecisionInput, decisions_field, ids_field
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures to approve.")
class ApproveImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = ids_field()
    decisions: list[ImageDecisionInput] = decisions_field()
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT approves all or none."
    )
    override: bool = strawberry.field(
        default=False,
        description=(
            "Whether to approve what lacks something, or what you brought in yourself where that "
            "is forbidden. Needs the role ADMIN and a reason, and is kept in the audit."
        ),
    )
    override_reason: str | None = strawberry.field(
        default=None, description="Why, where `override` is true; at most 2,000 characters."
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

    What a picture lacks that the settings ask for is told in one go, an error for each kind.
    Needs the role REVIEWER.
    """
    chosen = Chosen.of(input.ids, input.decisions)
    outcome = await decisions.approve(
        info.context.viewer,
        chosen.ids,
        expected=chosen.expected,
        rules=info.context.house.approval,
        override=Override(input.override_reason) if input.override else None,
        policy=input.error_policy,
        deliver=info.context.house.deliver,
        presets=info.context.house.presets,
        channels=info.context.house.channels,
    )
    return ApproveImagesPayload(
        images=Image.of_all(outcome.done, info.context.house), user_errors=chosen.refusals(outcome)
    )

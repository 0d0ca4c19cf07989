"""rejectImages: keep pictures in."""

import strawberry

from actions.reviewing import decisions
from graph.context import Info
from graph.decided import Chosen, ImageDecisionInput, decisions_field, ids_field
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.enums import ErrorPolicy, ReviewReason
from graph.types.image import Image


@strawberry.input(description="Which pictures to reject, and why.")
class RejectImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = ids_field()
    decisions: list[ImageDecisionInput] = decisions_field()
    reason: ReviewReason = strawberry.field(description="Why, for the importer.")
    note: str | None = strawberry.field(
        default=None, description="What to do about it, at most 2,000 characters."
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of rejecting.")
class RejectImagesPayload:
    """The images that were rejected."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The rejected ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RejectImagesPayload)
async def reject_images(info: Info, input: RejectImagesInput) -> RejectImagesPayload:
    """Reject pictures that are PENDING. Needs the role REVIEWER."""
    chosen = Chosen.of(input.ids, input.decisions)
    outcome = await decisions.reject(
        info.context.viewer,
        chosen.ids,
        expected=chosen.expected,
        policy=input.error_policy,
        reason=input.reason,
        note=input.note,
    )
    return RejectImagesPayload(
        images=Image.of_all(outcome.done, info.context.house), user_errors=chosen.refusals(outcome)
    )

"""resubmitImages: ask for another decision."""

import strawberry

from actions.reviewing import decisions
from graph.context import Info
from graph.decided import Chosen, ImageDecisionInput, decisions_field, ids_field
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures to submit again.")
class ResubmitImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = ids_field()
    decisions: list[ImageDecisionInput] = decisions_field()
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of submitting again.")
class ResubmitImagesPayload:
    """The images that were resubmitted."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The resubmitted ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ResubmitImagesPayload)
async def resubmit_images(info: Info, input: ResubmitImagesInput) -> ResubmitImagesPayload:
    """Put REJECTED or WITHDRAWN pictures before the reviewers again. Needs the role IMPORTER."""
    chosen = Chosen.of(input.ids, input.decisions)
    outcome = await decisions.resubmit(
        info.context.viewer,
        chosen.ids,
        expected=chosen.expected,
        policy=input.error_policy,
    )
    return ResubmitImagesPayload(
        images=Image.of_all(outcome.done, info.context.house), user_errors=chosen.refusals(outcome)
    )

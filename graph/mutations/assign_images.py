"""assignImages: say who is to decide."""

import strawberry

from actions.reviewing import assigning
from graph.context import Info
from graph.errors import UserError
from graph.ids import account_id, object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures to give to whom.")
class AssignImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")
    reviewer_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="An account of `reviewers`; null, which is the default, for nobody.",
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of assigning.")
class AssignImagesPayload:
    """The images that the reviewer has now."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="Those that were given, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(AssignImagesPayload)
async def assign_images(info: Info, input: AssignImagesInput) -> AssignImagesPayload:
    """Give PENDING pictures to a reviewer, or take them from whoever has them.

    Others may still decide about them; their versions stay. Needs the role REVIEWER.
    """
    to = input.reviewer_id
    outcome = await assigning.assign(
        info.context.viewer,
        object_ids("Image", input.ids),
        account_id(to, ["reviewerId"]) if to else None,
        policy=input.error_policy,
    )
    return AssignImagesPayload(
        images=Image.of_all(outcome.done, info.context.house), user_errors=refusals(outcome)
    )

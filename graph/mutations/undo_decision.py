"""undoDecision: take back what was decided by mistake."""

import strawberry

from actions.reviewing import undoing
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures you decided about by mistake.")
class UndoDecisionInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="The images, at most 250.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of undoing.")
class UndoDecisionPayload:
    """The images as they were before; only their versions have grown."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The undone ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UndoDecisionPayload)
async def undo_decision(info: Info, input: UndoDecisionInput) -> UndoDecisionPayload:
    """Go back to what was before your own last decision, within 60 seconds of it.

    Only where nothing of the picture has changed since. An approval that is undone is out of the
    shop once this answers; an undone withdrawal is published again within seconds. Needs the role
    REVIEWER.
    """
    house = info.context.house
    outcome = await undoing.undo_decisions(
        info.context.viewer,
        object_ids("Image", input.ids),
        policy=input.error_policy,
        bucket=house.bucket,
        deliver=house.deliver,
        presets=house.presets,
    )
    return UndoDecisionPayload(
        images=Image.of_all(outcome.done, house), user_errors=refusals(outcome)
    )

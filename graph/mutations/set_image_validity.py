"""setImageValidity: say from when until when pictures may be shown."""

from datetime import datetime

import strawberry

from actions.reviewing import validity
from graph.context import Info
from graph.decided import Chosen, ImageDecisionInput, decisions_field, ids_field
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures, and when they may be shown.")
class SetImageValidityInput:
    """At most 250."""

    ids: list[strawberry.ID] = ids_field()
    decisions: list[ImageDecisionInput] = decisions_field()
    valid_from: datetime | None = strawberry.field(
        default=None,
        description="An approved picture is published then, not before; null: at once.",
    )
    valid_until: datetime | None = strawberry.field(
        default=None,
        description="It is withdrawn then, within about a minute; in the future. Null: never.",
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of it.")
class SetImageValidityPayload:
    """The images with their new times."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The changed ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(SetImageValidityPayload)
async def set_image_validity(info: Info, input: SetImageValidityInput) -> SetImageValidityPayload:
    """Say when pictures may be shown, as their licences allow; both times are replaced.

    What is public and may not be shown yet is out of the shop once this answers. Needs the role
    REVIEWER.
    """
    chosen, house = Chosen.of(input.ids, input.decisions), info.context.house
    outcome = await validity.set_validities(
        info.context.viewer,
        chosen.ids,
        input.valid_from,
        input.valid_until,
        expected=chosen.expected,
        policy=input.error_policy,
        bucket=house.bucket,
        deliver=house.deliver,
        presets=house.presets,
    )
    return SetImageValidityPayload(
        images=Image.of_all(outcome.done, house), user_errors=chosen.refusals(outcome)
    )

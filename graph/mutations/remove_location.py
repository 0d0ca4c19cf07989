"""removeLocation: forget where pictures were taken."""

import strawberry

from actions import locations
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures shall not tell where they were taken.")
class RemoveLocationInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="READY or FAILED images, at most 250.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of it.")
class RemoveLocationPayload:
    """The images, without a place."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="Those that have none now, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RemoveLocationPayload)
async def remove_location(info: Info, input: RemoveLocationInput) -> RemoveLocationPayload:
    """Forget position and place names: in the record, in its history, in MERGED downloads.

    The private original stays as it came. Needs the role IMPORTER.
    """
    outcome = await locations.remove(
        info.context.viewer, object_ids("Image", input.ids), policy=input.error_policy
    )
    return RemoveLocationPayload(
        images=Image.of_all(outcome.done, info.context.house), user_errors=refusals(outcome)
    )

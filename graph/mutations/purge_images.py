"""purgeImages: out of the trash, away for good."""

import strawberry

from actions.deleting import trash
from graph.context import Info
from graph.errors import UserError
from graph.ids import global_id, object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy


@strawberry.input(description="Which pictures to remove for good.")
class PurgeImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="Images of the trash, at most 250.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of removing.")
class PurgeImagesPayload:
    """The images of which nothing is left."""

    purged_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The ids under which nothing is kept any more, in the order of the input.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(PurgeImagesPayload)
async def purge_images(info: Info, input: PurgeImagesInput) -> PurgeImagesPayload:
    """Remove pictures of the trash for good, with all of their files, earlier ones too.

    What is not in the trash is refused: delete it first. May be repeated: what is gone already
    counts as removed. Needs the role ADMIN.
    """
    outcome = await trash.purge(
        info.context.viewer,
        object_ids("Image", input.ids),
        policy=input.error_policy,
        bucket=info.context.house.bucket,
    )
    return PurgeImagesPayload(
        purged_ids=[strawberry.ID(global_id("Image", id)) for id in outcome.done],
        user_errors=refusals(outcome),
    )

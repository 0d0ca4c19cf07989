"""reprocessImages: process pictures again."""

import strawberry

from actions.pictures import reprocessing
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures to process again.")
class ReprocessImagesInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="READY or FAILED images, at most 250.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of it.")
class ReprocessImagesPayload:
    """The images that are QUEUED now."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The queued ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ReprocessImagesPayload)
async def reprocess_images(info: Info, input: ReprocessImagesInput) -> ReprocessImagesPayload:
    """Check, read and render READY or FAILED pictures again, from the originals that are there.

    Edits, the decision and public files stay as they are. `jobId` is the job that does it;
    `imageProcessing` tells its stages. Needs the role IMPORTER.
    """
    house = info.context.house
    outcome = await reprocessing.reprocess(
        info.context.viewer,
        object_ids("Image", input.ids),
        policy=input.error_policy,
        deliver=house.deliver,
    )
    return ReprocessImagesPayload(
        images=Image.of_all(outcome.done, house), user_errors=refusals(outcome)
    )

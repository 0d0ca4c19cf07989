"""removeLocation: forget where pictures were taken."""

import strawberry

from actions.metadata import locations
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.enums import ErrorPolicy
from graph.types.image import Image
from graph.types.job import Job


@strawberry.input(description="Which pictures shall not tell where they were taken.")
class RemoveLocationInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="READY or FAILED images, at most 250.")
    also_from_original: bool = strawberry.field(
        default=False,
        description=(
            "Also rewrites the private original, without touching a pixel, and lets go of "
            "earlier files: this cannot be undone. Needs the role REVIEWER."
        ),
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of it.")
class RemoveLocationPayload:
    """The images, without a place."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="Those that have none now, in the order of the input."
    )
    jobs: list[Job] = strawberry.field(
        default_factory=list,
        description=(
            "With `alsoFromOriginal`, the jobs that rewrite the originals; when one has "
            "SUCCEEDED, the image's `sha256` and `bytes` are the new file's."
        ),
    )
    user_errors: list[UserError] = no_errors()


@mutation(RemoveLocationPayload)
async def remove_location(info: Info, input: RemoveLocationInput) -> RemoveLocationPayload:
    """Forget position and place names: in the record, in its history, in MERGED downloads.

    The private original stays as it came, unless you say otherwise. Needs the role IMPORTER.
    """
    house = info.context.house
    forgotten = await locations.remove(
        info.context.viewer,
        object_ids("Image", input.ids),
        also_from_original=input.also_from_original,
        policy=input.error_policy,
        deliver=house.deliver,
    )
    return RemoveLocationPayload(
        images=Image.of_all(forgotten.images.done, house),
        jobs=[Job.of({"_id": job.id, **job.model_dump()}) for job in forgotten.jobs],
        user_errors=refusals(forgotten.images),
    )

"""completeUploads: the bytes have been sent."""

from collections.abc import Sequence

import strawberry
from beanie import PydanticObjectId

from actions.uploading import direct
from actions.uploading.results import Accepted
from graph.context import House, Info
from graph.errors import UserError, user_error
from graph.ids import object_ids
from graph.payloads import mutation, no_errors
from graph.types.already_there import already_there, whats_there
from graph.types.enums import ProcessingState
from graph.types.image import Image
from graph.types.job import Job


@strawberry.input(description="Which uploads were sent.")
class CompleteUploadsInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="The uploads, at most 250.")


@strawberry.type(description="What came of completing one upload.")
class CompleteUploadResult:
    """Either an image with its job, or an error."""

    upload_id: strawberry.ID = strawberry.field(description="The upload.")
    image_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Its image: the announced one, or the one whose file it has replaced.",
    )
    state: ProcessingState | None = strawberry.field(
        default=None, description="QUEUED, or further on if it was completed before."
    )
    image: Image | None = strawberry.field(default=None, description="The image, whole.")
    job: Job | None = strawberry.field(default=None, description="The job that processes it.")
    error: UserError | None = strawberry.field(
        default=None,
        description=(
            "Why it could not be completed; the upload stays open until it expires. With "
            "STILL_PROCESSING, complete it again once the image of its name is READY or FAILED."
        ),
    )
    there_id: strawberry.Private[PydanticObjectId | None] = None

    @strawberry.field(
        description="The image that has its name already, where it was refused with NAME_TAKEN."
    )
    async def already_there(self, info: Info) -> Image | None:
        """Loaded with those of the other uploads."""
        return await already_there(self.there_id, info)


@strawberry.type(description="What came of completing uploads.")
class CompleteUploadsPayload:
    """One result for each upload; `userErrors` tells of the call as a whole."""

    results: list[CompleteUploadResult] = strawberry.field(
        default_factory=list, description="One for each upload, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CompleteUploadsPayload)
async def complete_uploads(info: Info, input: CompleteUploadsInput) -> CompleteUploadsPayload:
    """Take over files that were sent: each is moved to where nobody can write, and queued.

    May be repeated, and sent by many at once: each upload is taken over once. What the file
    really is, the processing finds out. Needs the role IMPORTER.
    """
    house = info.context.house
    outcomes = await direct.complete(
        info.context.viewer,
        object_ids("Upload", input.ids),
        bucket=house.bucket,
        deliver=house.deliver,
        retention=house.retention,
    )
    return CompleteUploadsPayload(results=_results(input.ids, outcomes, house))


def _results(
    ids: Sequence[strawberry.ID], outcomes: Sequence[Accepted | Exception], house: House
) -> list[CompleteUploadResult]:
    return [
        _result(id, place, outcome, house)
        for place, (id, outcome) in enumerate(zip(ids, outcomes, strict=True))
    ]


def _result(
    id: strawberry.ID, place: int, outcome: Accepted | Exception, house: House
) -> CompleteUploadResult:
    if isinstance(outcome, Exception):
        error = user_error(outcome, ["ids", str(place)])
        return CompleteUploadResult(upload_id=id, error=error, there_id=whats_there(outcome))
    image = Image.of_all([outcome.image], house)[0]
    job = Job.of({"_id": outcome.job.id, **outcome.job.model_dump()})
    return CompleteUploadResult(
        upload_id=id, image_id=image.id, state=image.state, image=image, job=job
    )

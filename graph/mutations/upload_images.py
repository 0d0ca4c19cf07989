"""uploadImages: files in, by a multipart request."""

from typing import Any, cast

import strawberry
from beanie import PydanticObjectId
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from actions.analysing.rules import AnalysisRules
from actions.arriving.incoming import Incoming
from actions.arriving.said import Batch
from actions.uploading import uploads
from actions.uploading.results import Accepted, Reused
from graph.analyzing import AnalyzeInput, analyses, analyze_field
from graph.batch import (
    batch_of,
    collection_ids_field,
    group_field,
    product_code_field,
    product_name_field,
)
from graph.context import House, Info
from graph.errors import UserError, user_error
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.already_there import already_there, whats_there
from graph.types.enums import DuplicatePolicy, DuplicateScope, ProcessingState, SameName
from graph.types.image import Image
from graph.types.job import Job
from graph.wishes import duplicates_by_field, duplicates_field, same_name_field


@strawberry.input(one_of=True, description="The group of the images: a known or a new one.")
class UploadGroupInput:
    """Exactly one of the two."""

    id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="A known group.")
    name: strawberry.Maybe[str] = strawberry.field(
        description="A new group with this name, 1 to 200 characters."
    )


@strawberry.input(description="The files, and what is said of all of them.")
class UploadImagesInput:
    """Files come as parts of the multipart request."""

    files: list[Upload] = strawberry.field(
        description=(
            "JPEG, PNG, WebP, TIFF, GIF, AVIF or HEIC, at most 250 files in a call. The size limit "
            "of each is a setting, 50 MiB by default."
        )
    )
    product_code: str | None = product_code_field()
    product_name: str | None = product_name_field()
    group: UploadGroupInput | None = group_field()
    collection_ids: list[strawberry.ID] = collection_ids_field()

    duplicates: DuplicatePolicy = duplicates_field()
    duplicates_by: DuplicateScope = duplicates_by_field()
    same_name: SameName = same_name_field()
    analyze: list[AnalyzeInput] = analyze_field()
    idempotency_key: str | None = idempotency_key()

    def batch(self, rules: AnalysisRules) -> Batch:
        """What is said of all files. Raises InvalidGlobalId, and for `analyze` as `analyses`."""
        return batch_of(self, analyses(self.analyze, rules))


@strawberry.type(description="What came of one file.")
class UploadResult:
    """Either an image with its job, or an error."""

    file_name: str = strawberry.field(description="The file's name as it was sent.")
    image_id: strawberry.ID | None = strawberry.field(
        description="The new image, or the one that was there and is reused or replaced."
    )
    state: ProcessingState | None = strawberry.field(
        description="QUEUED, once it is accepted; of a reused image, where that is."
    )
    image: Image | None = strawberry.field(description="The image, whole.")
    job: Job | None = strawberry.field(
        description="The job that processes it; null for a reused image."
    )
    error: UserError | None = strawberry.field(description="Why the file was refused.")
    there_id: strawberry.Private[PydanticObjectId | None] = None

    @strawberry.field(
        description=(
            "The image that was there already: reused, or why the file was refused with "
            "DUPLICATE_IMAGE or NAME_TAKEN; else null."
        )
    )
    async def already_there(self, info: Info) -> Image | None:
        """Loaded with those of the other files."""
        return await already_there(self.there_id, info)


@strawberry.type(description="What came of the upload.")
class UploadImagesPayload:
    """One result for each file; `userErrors` tells of the call as a whole."""

    results: list[UploadResult] = strawberry.field(
        default_factory=list, description="One for each file, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UploadImagesPayload)
async def upload_images(info: Info, input: UploadImagesInput) -> UploadImagesPayload:
    """Take in pictures. Every accepted file is stored for good when this answers.

    A bad file is refused with its own error and does not disturb the others. Send it as the
    GraphQL multipart request specification says. Needs the role IMPORTER.
    """
    house = info.context.house
    # Starlette streamed the parts to disk while the request came in.
    files = [cast("UploadFile", file) for file in cast("list[Any]", input.files)]
    names = [file.filename or "image" for file in files]
    taken = await uploads.upload(
        info.context.viewer,
        [Incoming(file.file, name) for file, name in zip(files, names, strict=True)],
        input.batch(house.analysis),
        bucket=house.bucket,
        rules=house.uploads,
        deliver=house.deliver,
        retention=house.retention,
        key=input.idempotency_key,
    )
    return UploadImagesPayload(
        results=[
            _result(place, name, one, house)
            for place, (name, one) in enumerate(zip(names, taken, strict=True))
        ]
    )


def _result(
    place: int, name: str, taken: Accepted | Reused | Exception, house: House
) -> UploadResult:
    there_id = whats_there(taken)
    if isinstance(taken, Exception):
        error = user_error(taken, ["files", str(place)])
        return UploadResult(
            file_name=name,
            image_id=None,
            state=None,
            image=None,
            job=None,
            error=error,
            there_id=there_id,
        )
    image = Image.of_all([taken.image], house)[0]
    job = None
    if isinstance(taken, Accepted):
        job = Job.of({"_id": taken.job.id, **taken.job.model_dump()})
    return UploadResult(
        file_name=name,
        image_id=image.id,
        state=image.state,
        image=image,
        job=job,
        error=None,
        there_id=there_id,
    )

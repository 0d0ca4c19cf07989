"""createUploads: announce files, and learn where to send each."""

import strawberry

from actions.uploading import tickets
from actions.uploading.plans import Announced
from actions.uploading.results import Reused
from actions.uploading.tickets import Created
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
from graph.mutations.upload_images import UploadGroupInput
from graph.payloads import mutation, no_errors
from graph.scalars import ByteCount
from graph.types.already_there import whats_there
from graph.types.direct_upload import CreateUploadResult
from graph.types.enums import DuplicatePolicy, DuplicateScope, SameName, UploadMethod
from graph.wishes import duplicates_by_field, duplicates_field


@strawberry.input(description="A file that is going to be sent.")
class UploadFileInput:
    """Size and type are signed: the store takes nothing else."""

    file_name: str = strawberry.field(description="The file's name.")
    content_type: str = strawberry.field(
        description="image/jpeg, image/png, image/webp, image/tiff, image/gif, image/avif, "
        "image/heic or image/heif."
    )
    size: ByteCount = strawberry.field(
        description="The exact size of the file; the limit is a setting, 50 MiB by default."
    )
    sha256: str | None = strawberry.field(
        default=None,
        description="The file's SHA-256 in hex: another file that comes in its place is FAILED.",
    )

    def announced(self) -> Announced:
        """The file as the action takes it."""
        return Announced(self.file_name, self.content_type, int(self.size), self.sha256)


@strawberry.input(description="The files, and what is said of all of them.")
class CreateUploadsInput:
    """As for uploadImages, without the bytes."""

    files: list[UploadFileInput] = strawberry.field(description="At most 250.")
    method: UploadMethod = strawberry.field(
        default=UploadMethod.POST,
        description=(
            "POST for browsers, PUT for programs; MULTIPART sends files larger than 32 MiB in "
            "parts and the others by PUT."
        ),
    )
    product_code: str | None = product_code_field()
    product_name: str | None = product_name_field()
    group: UploadGroupInput | None = group_field()
    collection_ids: list[strawberry.ID] = collection_ids_field()
    duplicates: DuplicatePolicy = duplicates_field()
    duplicates_by: DuplicateScope = duplicates_by_field()
    same_name: SameName = strawberry.field(
        default=SameName.KEEP_BOTH,
        description=(
            "What becomes of a file whose name another one of the group has when it is announced "
            "or completed. With REPLACE, `completeUploads` gives the file to that image, which "
            "keeps its edits, product and collections, and is PENDING again; the announced image "
            "goes, and the file is not compared with duplicates once more. Without a group no "
            "names clash."
        ),
    )
    analyze: list[AnalyzeInput] = analyze_field()
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "1 to 128 characters of your choice: sent again with the same key within a day, the "
            "same uploads are signed anew."
        ),
    )


@strawberry.type(description="What came of announcing files.")
class CreateUploadsPayload:
    """One result for each file; `userErrors` tells of the call as a whole."""

    results: list[CreateUploadResult] = strawberry.field(
        default_factory=list, description="One for each file, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CreateUploadsPayload)
async def create_uploads(info: Info, input: CreateUploadsInput) -> CreateUploadsPayload:
    """Announce files that go to the object store directly, and get signed leave to send each.

    Send the bytes, then call `completeUploads`. What is not completed in time is removed. A
    bad file is refused with its own error. Needs the role IMPORTER.
    """
    house = info.context.house
    made = await tickets.create(
        info.context.viewer,
        [file.announced() for file in input.files],
        batch_of(input, analyses(input.analyze, house.analysis)),
        method=input.method,
        bucket=house.bucket,
        links=house.upload_links,
        rules=house.uploads,
        key=input.idempotency_key,
    )
    return CreateUploadsPayload(
        results=[
            _result(place, file.file_name, one, house)
            for place, (file, one) in enumerate(zip(input.files, made, strict=True))
        ]
    )


def _result(
    place: int, name: str, made: Created | Reused | Exception, house: House
) -> CreateUploadResult:
    if isinstance(made, Created):
        return CreateUploadResult.of(name, made, house)
    if isinstance(made, Reused):
        return CreateUploadResult.reused(name, made, house)
    error = user_error(made, ["files", str(place)])
    return CreateUploadResult(file_name=name, error=error, there_id=whats_there(made))

"""replaceImageFile: another file for a picture, by a multipart request."""

from typing import Any, cast

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from actions.arriving.incoming import Incoming
from actions.images import EditConflict
from actions.pictures import replacing
from graph.context import Info
from graph.errors import UserError, user_error
from graph.ids import object_id
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.image import Image


@strawberry.input(description="The picture, the version that the caller saw, and the file.")
class ReplaceImageFileInput:
    """The file is a part of the multipart request."""

    id: strawberry.ID = strawberry.field(description="The image.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    file: Upload = strawberry.field(
        description="As in `uploadImages`: the same types and the same size limit."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of the replacement.")
class ReplaceImageFilePayload:
    """The image as it is now, also after a CONFLICT."""

    image: Image | None = strawberry.field(
        default=None, description="The image as it is now; after a CONFLICT, as others left it."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ReplaceImageFilePayload)
async def replace_image_file(info: Info, input: ReplaceImageFileInput) -> ReplaceImageFilePayload:
    """Give a READY or FAILED picture another file, stored for good when this answers.

    Its id and the edits stay; it is QUEUED to be checked, read and rendered, PENDING again, and
    its public files are gone when this answers. The old file stays among `fileVersions`. Send it
    as the GraphQL multipart request specification says, the file at `variables.input.file`.
    Needs the role IMPORTER.
    """
    house = info.context.house
    file = cast("UploadFile", cast("Any", input.file))
    try:
        replaced = await replacing.replace(
            info.context.viewer,
            object_id("Image", input.id, ["id"]),
            Incoming(file.file, file.filename or "image"),
            input.expected_version,
            bucket=house.bucket,
            rules=house.uploads,
            retention=house.retention,
            deliver=house.deliver,
            key=input.idempotency_key,
        )
    except EditConflict as conflict:
        current = Image.of_all([conflict.image], house)[0]
        return ReplaceImageFilePayload(image=current, user_errors=[user_error(conflict)])
    return ReplaceImageFilePayload(image=Image.of_all([replaced], house)[0])

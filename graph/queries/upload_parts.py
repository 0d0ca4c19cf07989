"""uploadParts(uploadId): which parts of a large file are there."""

from typing import Annotated

import strawberry

from actions.uploading import tickets
from graph.context import Info
from graph.ids import object_id
from graph.types.direct_upload import UploadParts

Id = Annotated[strawberry.ID, strawberry.argument(description="An upload of yours by MULTIPART.")]


@strawberry.field(
    description=(
        "Which parts of an upload are there; null where there is no such upload of yours, or "
        "it is not sent in parts. Needs the role IMPORTER."
    )
)
async def upload_parts(info: Info, upload_id: Id) -> UploadParts | None:
    """Asked of the store, so it is true after any break."""
    found = await tickets.parts(
        info.context.viewer,
        object_id("Upload", upload_id, ["uploadId"]),
        bucket=info.context.house.bucket,
    )
    return UploadParts.of(found) if found else None

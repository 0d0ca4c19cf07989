"""downloadArchive(id): a ZIP of pictures to take along."""

from typing import Annotated

import strawberry

from actions.downloading import archives
from graph.context import Info
from graph.ids import object_id
from graph.types.download_archive import DownloadArchive


@strawberry.field(
    description=(
        "An archive that you asked for, or, with the role ADMIN, anybody; null for those of "
        "others, and when it has expired."
    )
)
async def download_archive(
    info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The archive.")]
) -> DownloadArchive | None:
    """With its link, once it is packed."""
    inner = object_id("DownloadArchive", id, ["id"])
    made = await archives.found(info.context.viewer, inner)
    return DownloadArchive.of(made) if made else None

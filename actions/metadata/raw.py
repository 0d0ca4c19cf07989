"""Telling all that files said."""

from collections.abc import Sequence
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from documents.raw_metadata import RawMetadata


async def load_raw_metadata(
    viewer: Viewer | None, image_ids: Sequence[PydanticObjectId]
) -> list[dict[str, Any] | None]:
    """The tags of each image's file by "Group:Name"; None where none are kept. One query."""
    require(viewer, Permission.SEE_RAW_METADATA)
    found = await RawMetadata.of_images(image_ids)
    return [found.get(id) for id in image_ids]

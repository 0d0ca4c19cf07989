"""The files that pictures had: telling of them, and removing those that are kept no longer."""

from collections.abc import Sequence
from datetime import timedelta

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.rendering.places import every_key
from documents.file_versions import FileVersion
from documents.pages import Raw
from storage.bucket import Bucket

# Longer than any request takes to store a file that it has received already.
ABANDONED_AFTER = timedelta(hours=1)
SWEPT, MOST_BATCHES = 250, 40


async def load_versions(
    viewer: Viewer | None, image_ids: Sequence[PydanticObjectId]
) -> list[list[Raw]]:
    """The files of each image, newest first; none of one that was never replaced. One query."""
    require(viewer, Permission.READ_LIBRARY)
    found = await FileVersion.rows(image_ids)
    return [found.get(id, []) for id in image_ids]


async def sweep_versions(bucket: Bucket) -> int:
    """Remove files that are kept no longer, and those that no image took over.

    Tells how many originals went, each with its renditions.
    """
    await FileVersion.drop_abandoned(ABANDONED_AFTER)
    removed = 0
    for _ in range(MOST_BATCHES):
        dropped = await FileVersion.dropped(SWEPT)
        images = [one.image_id for one in dropped]
        await bucket.delete(await every_key([one.original.key for one in dropped], images))
        await FileVersion.forget([one.id for one in dropped])
        removed += len(dropped)
        if len(dropped) < SWEPT:
            break
    return removed

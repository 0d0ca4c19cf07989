"""Putting into the store what was rendered."""

import asyncio
from collections.abc import Mapping

from documents.image_files import StoredRendition
from processing.facts import Rendered
from storage.bucket import Bucket


async def stored(
    made: Mapping[str, Rendered], bucket: Bucket, *, cache_control: str | None = None
) -> list[StoredRendition]:
    """Store each rendition under its key; gives them in their order.

    When this returns or raises, also when cancelled, nothing is on its way to the store any
    more: whoever cleans up afterwards finds all that there is. Raises StorageError.
    """
    try:
        async with asyncio.TaskGroup() as group:
            puts = [
                group.create_task(_put(key, one, bucket, cache_control))
                for key, one in made.items()
            ]
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [put.result() for put in puts]


async def _put(
    key: str, made: Rendered, bucket: Bucket, cache_control: str | None
) -> StoredRendition:
    with made.path.open("rb") as file:
        await bucket.put(key, file, content_type=made.content_type, cache_control=cache_control)
    return StoredRendition(
        preset=made.preset.name,
        recipe=made.recipe,
        privacy=made.preset.privacy,
        key=key,
        content_type=made.content_type,
        width=made.width,
        height=made.height,
        bytes=made.bytes,
    )

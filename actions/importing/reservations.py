"""The image that an item is to become, before it is acknowledged."""

from collections.abc import Sequence
from dataclasses import replace

from actions.arriving.checking import Checked
from actions.arriving.taking import Coming, reserved
from actions.deleting.deletion import erase
from documents.images import Image
from documents.import_items import ImportItem
from documents.processing_states import ProcessingState
from storage.bucket import Bucket

AWAITED = {"state": ProcessingState.AWAITING_UPLOAD}


async def adopted(item: ImportItem, coming: Coming, checked: Checked) -> Image:
    """The image of the item: the one that a worker who died had reserved, or a new one."""
    found = {
        "original.sha256": checked.sha256,
        "original.bytes": checked.bytes,
        "original.content_type": checked.content_type,
        "imported.file_size": checked.bytes,
    }
    # The file may have become another one since.
    before = await Image.change(item.image_id, AWAITED, {"$set": found})
    if before is not None:
        return before
    if await Image.get(item.image_id) is not None:
        # It waited for so long that it is being swept away.
        await item.rename_image()
    return await reserved(replace(coming, image_id=item.image_id), checked)


async def let_go(items: Sequence[ImportItem], bucket: Bucket) -> None:
    """Remove what was reserved and stored for items that were not acknowledged; repeatable."""
    kept = Image.find({"_id": {"$in": [item.image_id for item in items]}})
    ids = [image.id async for image in kept]
    if ids:
        await Image.hide_awaiting(ids)
        await erase(ids, bucket)

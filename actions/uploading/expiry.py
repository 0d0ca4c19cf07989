"""The end of direct uploads: what was never completed goes with all of its traces."""

import asyncio
from datetime import timedelta

from actions.deleting.deletion import erase
from actions.uploading.plans import incoming
from documents.images import Image
from documents.uploads import Upload, UploadMethod, UploadState
from storage.bucket import Bucket

AT_ONCE = 500
# A request that began with the last second of its leave may take that long to end.
GRACE = timedelta(minutes=30)


async def sweep_expired(bucket: Bucket) -> int:
    """Remove uploads that were not completed in time: objects, parts, images, records.

    Forgets the completed ones too, now that nobody can send to their keys any more; whatever
    was sent there again goes with them. Each step may be repeated. Tells how many were not
    completed.
    """
    ended = await Upload.ended(GRACE, AT_ONCE)
    expired = [one.image_id for one in ended if one.state is UploadState.EXPIRED]
    await Image.hide_awaiting(expired)
    await erase(expired, bucket)
    in_parts = [one for one in ended if one.method is UploadMethod.MULTIPART]
    await asyncio.gather(*(bucket.abort_parts(incoming(one)) for one in in_parts))
    await bucket.delete([incoming(one) for one in ended])
    await Upload.forget([one.id for one in ended])
    return len(expired)

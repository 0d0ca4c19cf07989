"""Another file for the picture that has its name, whatever version that has."""

import asyncio
from contextlib import suppress

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.arriving.checking import check
from actions.arriving.incoming import Incoming, UploadRules
from actions.arriving.unless_there import TRIES
from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.images import EditConflict
from actions.pictures.replacement_refusals import StoringTookTooLong
from actions.pictures.replacing import (
    Also,
    Change,
    Store,
    Successor,
    out_of_the_shop,
    processed,
    reserved,
    sent,
    taken_over,
)
from actions.uploading.results import Accepted
from documents.images import Image
from documents.jobs import Job
from storage.bucket import Bucket


async def overwrite(
    viewer: Viewer | None,
    id: PydanticObjectId,
    file: Successor,
    store: Store,
    *,
    bucket: Bucket,
    retention: Retention,
    deliver: Deliver,
    also: Also | None = None,
) -> Accepted:
    """Give an image another file, with all that `replacing.replace` promises.

    What `also` writes happens with it or not at all. Raises NoSuchDocument, StillProcessing,
    StoringTookTooLong, and what `store` and `also` raise; nothing has changed then.
    """
    viewer = require(viewer, Permission.IMPORT_IMAGES)
    for _ in range(TRIES):
        image = await Image.present(id)
        processed(image)
        change = Change(viewer, id, image.version, retention, also)
        with suppress(EditConflict):
            job_id = await taken_over(change, reserved(viewer, image, file), store)
            await deliver([job_id])
            after = await out_of_the_shop(change, bucket)
            return Accepted(after, (await Job.among([job_id]))[job_id])
    raise StoringTookTooLong


async def replaced_by(
    viewer: Viewer,
    id: PydanticObjectId,
    incoming: Incoming,
    *,
    bucket: Bucket,
    rules: UploadRules,
    retention: Retention | None,
    deliver: Deliver,
) -> Accepted:
    """Give an image a file of our disk; as `overwrite`, and raises ProcessingError."""
    checked = await asyncio.to_thread(check, incoming.file, rules.max_bytes)
    return await overwrite(
        viewer,
        id,
        Successor.of(incoming.name, checked),
        sent(incoming, checked, bucket),
        bucket=bucket,
        retention=retention or Retention(),
        deliver=deliver,
    )

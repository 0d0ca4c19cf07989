"""Moving what was sent to where nobody else can write, if it is what was announced."""

import logging
from collections.abc import Sequence

from actions.uploading.plans import incoming, part_sizes
from actions.uploading.refusals import (
    PartsMissing,
    SizeMismatch,
    TypeMismatch,
    UploadChanged,
    UploadMissing,
)
from actions.uploading.tickets import whole_parts
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.processing_states import ProcessingState
from documents.uploads import Upload, UploadMethod
from storage.bucket import Bucket
from storage.errors import ObjectChanged, ObjectMissing, StorageError

logger = logging.getLogger(__name__)


async def copied(
    upload: Upload, image: Image | None, bucket: Bucket, *, to: str | None = None
) -> None:
    """Copy what has come to the image's own key, or `to` another that is nobody else's.

    No client ever had a signature for either.

    Raises NoSuchDocument, StorageError, and those of `actions.uploading.refusals` that say what
    is wrong with it. May be repeated.
    """
    if image is None or image.state is not ProcessingState.AWAITING_UPLOAD:
        raise NoSuchDocument("image", str(upload.image_id))
    if upload.method is UploadMethod.MULTIPART:
        await joined(upload, bucket)
    try:
        info = await bucket.head(incoming(upload))
        if info.length != upload.bytes:
            raise SizeMismatch(upload.bytes, info.length)
        if info.content_type != upload.content_type:
            raise TypeMismatch(upload.content_type, info.content_type or "nothing")
        await bucket.adopt(
            incoming(upload),
            to or image.original.key,
            etag=info.etag,
            content_type=upload.content_type,
        )
    except ObjectMissing as error:
        raise UploadMissing from error
    except ObjectChanged as error:
        raise UploadChanged from error


async def joined(upload: Upload, bucket: Bucket) -> None:
    """Make the object of its parts, unless a caller who died since has done so."""
    assert upload.multipart_id is not None, "It is set before anybody learns of the upload."
    try:
        await bucket.head(incoming(upload))
    except ObjectMissing:
        sizes = part_sizes(upload)
        there = await whole_parts(upload, sizes, bucket)
        missing = sorted(set(range(1, len(sizes) + 1)) - {part.number for part in there})
        if missing:
            raise PartsMissing(missing, len(sizes)) from None
        await bucket.end_parts(incoming(upload), upload.multipart_id, there)


async def tidied(uploads: Sequence[Upload], bucket: Bucket) -> None:
    """Remove what was sent; should that fail, it goes when the upload expires."""
    try:
        await bucket.delete([incoming(upload) for upload in uploads])
    except StorageError as error:
        logger.warning("What was sent of %d uploads stays for now: %s", len(uploads), error)

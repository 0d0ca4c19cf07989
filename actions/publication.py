"""Making approved pictures public, and everything else not."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from beanie import PydanticObjectId

from documents.errors import NoSuchDocument
from documents.images import Image, Publication, ReviewState, StoredRendition
from documents.jobs import Job, JobKind
from processing.facts import Rendered
from processing.presets import PUBLISHED, Preset
from processing.sandbox import Sandbox
from storage import keys
from storage.bucket import Bucket

# The address names the content, so what is behind it never changes.
CACHE_CONTROL = "public, max-age=31536000, immutable"


def planned(image: Image, approved_at: datetime) -> Job:
    """The job that publishes an approval. It names all of its objects before any is made,

    each below an address of its own, so whoever cleans up knows them and no two jobs share one.
    """
    said = f"{image.id}:{image.original.sha256}:{approved_at.isoformat()}"
    content_hash = hashlib.sha256(said.encode()).hexdigest()[:32]
    name = keys.plain_stem(image.original.key)
    return Job(
        kind=JobKind.PUBLISH,
        image_id=image.id,
        payload={
            "approved_at": approved_at,
            "content_hash": content_hash,
            "keys": {
                _label(preset): keys.published(
                    content_hash, preset.name, name, preset.format.extension
                )
                for preset in PUBLISHED
            },
        },
    )


async def publish(job: Job, folder: Path, *, bucket: Bucket, sandbox: Sandbox) -> bool:
    """Make the public renditions of an approval; False if it stands no longer.

    Either all of them are recorded as published when this returns, or none is left.
    """
    try:
        if await _published(job, folder, bucket, sandbox):
            return True
    except NoSuchDocument:
        pass
    await bucket.delete(job.payload["keys"].values())
    return False


async def unpublish(ids: Sequence[PydanticObjectId], bucket: Bucket) -> None:
    """Remove every public file that was ever made of these images; repeatable.

    Those of an approval that stands are left: it may have been given while we were on our way.
    """
    # In this order: an approval that is newer than the list of jobs has no keys on it.
    planned_ones = await Job.payloads(JobKind.PUBLISH, ids)
    standing = await Image.approvals(ids)
    await bucket.delete(
        key
        for id, payload in planned_ones
        if (id, payload["approved_at"]) not in standing
        for key in payload["keys"].values()
    )
    await Image.forget_publications(ids)


async def _published(job: Job, folder: Path, bucket: Bucket, sandbox: Sandbox) -> bool:
    image = await Image.present(job.image)
    approval = {
        "review.state": ReviewState.APPROVED.value,
        "review.at": job.payload["approved_at"],
    }
    if (image.review.state, image.review.at) != tuple(approval.values()):
        return False
    source = folder / "original"
    await bucket.download(image.original.key, source)
    developed = await sandbox.develop(source, folder, PUBLISHED)
    made = await asyncio.gather(*(_stored(made, job, bucket) for made in developed.renditions))
    publication = Publication(content_hash=job.payload["content_hash"], renditions=made)
    update = {"$set": {"publication": publication.model_dump()}}
    return await Image.change(image.id, approval, update) is not None


async def _stored(made: Rendered, job: Job, bucket: Bucket) -> StoredRendition:
    key = job.payload["keys"][_label(made.preset)]
    with made.path.open("rb") as file:
        await bucket.put(key, file, content_type=made.content_type, cache_control=CACHE_CONTROL)
    return StoredRendition(
        preset=made.preset.name,
        key=key,
        content_type=made.content_type,
        width=made.width,
        height=made.height,
        bytes=made.bytes,
    )


def _label(preset: Preset) -> str:
    """A name for a preset in a format; database keys have no dots."""
    return f"{preset.name}_{preset.format}"

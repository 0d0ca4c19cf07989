"""Making approved pictures public, and everything else not."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from beanie import PydanticObjectId

from actions.pictures.storing import stored
from documents.image_files import Publication
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.reviews import ReviewState
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

    However it ends, none of them is left unless the approval stands. Raises StorageError,
    ProcessingError.
    """
    try:
        return await _published(job, folder, bucket, sandbox)
    finally:
        # Whoever took the picture back may have cleared before our last object was there.
        await retract(job, bucket)


async def retract(job: Job, bucket: Bucket) -> None:
    """Remove what a job has made public, or may have, unless its approval stands."""
    await _removed([(job.picture, job.payload)], bucket)


async def unpublish(ids: Sequence[PydanticObjectId], bucket: Bucket) -> None:
    """Remove every public file that was ever made of these images; repeatable.

    Those of an approval that stands are left: it may have been given while we were on our way.
    """
    await _removed(await Job.payloads(JobKind.PUBLISH, ids), bucket)


async def _removed(
    planned_ones: Sequence[tuple[PydanticObjectId, dict[str, Any]]], bucket: Bucket
) -> None:
    # Asked for after the jobs: an approval that is newer than their list has no keys on it.
    standing = await Image.approvals([id for id, _ in planned_ones])
    await bucket.delete(
        key
        for id, payload in planned_ones
        if (id, payload["approved_at"]) not in standing
        for key in payload["keys"].values()
    )


async def _published(job: Job, folder: Path, bucket: Bucket, sandbox: Sandbox) -> bool:
    image = (await Image.among([job.picture])).get(job.picture)
    approval = {
        "review.state": ReviewState.APPROVED.value,
        "review.at": job.payload["approved_at"],
    }
    if image is None or (image.review.state, image.review.at) != tuple(approval.values()):
        return False
    source = folder / "original"
    await bucket.download(image.original.key, source)
    developed = await sandbox.develop(source, folder, PUBLISHED)
    made = {job.payload["keys"][_label(one.preset)]: one for one in developed.renditions}
    publication = Publication(
        content_hash=job.payload["content_hash"],
        renditions=await stored(made, bucket, cache_control=CACHE_CONTROL),
    )
    update = {"$set": {"publication": publication.model_dump()}}
    return await Image.change(image.id, approval, update) is not None


def _label(preset: Preset) -> str:
    """A name for a preset in a format; database keys have no dots."""
    return f"{preset.name}_{preset.format}"

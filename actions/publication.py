"""Making approved pictures public, and everything else not."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from beanie import PydanticObjectId

from actions.storing import stored
from documents.images import Image, Publication, ReviewState
from documents.jobs import Job, JobKind, Told
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
    name = Path(image.original.key).stem
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
    await _remove([Told(job.image_id, job.payload)], bucket)


async def unpublish(image_ids: Sequence[PydanticObjectId], bucket: Bucket) -> None:
    """Remove every public file of these images but those of a standing approval; repeatable."""
    await _remove(await Job.told(JobKind.PUBLISH, image_ids), bucket)


async def _remove(told: Sequence[Told], bucket: Bucket) -> None:
    # Read after the jobs: an approval that is newer than this has addresses of its own.
    images = await Image.among([one.image_id for one in told])
    gone = [one for one in told if not _stands(one, images.get(one.image_id))]
    await bucket.delete([key for one in gone for key in one.payload["keys"].values()])


def _stands(told: Told, image: Image | None) -> bool:
    """Whether the approval that a job was made for is the image's last decision."""
    decision = image and (image.review.state, image.review.at)
    return decision == (ReviewState.APPROVED, told.payload["approved_at"])


async def _published(job: Job, folder: Path, bucket: Bucket, sandbox: Sandbox) -> bool:
    image = (await Image.among([job.image_id])).get(job.image_id)
    if image is None or not _stands(Told(job.image_id, job.payload), image):
        return False
    source = folder / "original"
    await bucket.download(image.original.key, source)
    developed = await sandbox.develop(source, folder, PUBLISHED)
    made = {job.payload["keys"][_label(one.preset)]: one for one in developed.renditions}
    publication = Publication(
        content_hash=job.payload["content_hash"],
        renditions=await stored(made, bucket, cache_control=CACHE_CONTROL),
    )
    approval = {
        "review.state": ReviewState.APPROVED.value,
        "review.at": job.payload["approved_at"],
    }
    update = {"$set": {"publication": publication.model_dump()}}
    return await Image.change(image.id, approval, update) is not None


def _label(preset: Preset) -> str:
    """A name for a preset in a format; database keys have no dots."""
    return f"{preset.name}_{preset.format}"

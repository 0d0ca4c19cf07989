"""Making approved pictures public, and everything else not."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from beanie import PydanticObjectId

from actions.pictures.storing import stored
from actions.publishing.following import follow
from actions.rendering.gallery import lasting, merged
from actions.rendering.studio import Studio, finished, metadata_of, point_of, recipes
from documents.clock import now
from documents.image_files import Publication, StoredRendition
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.reviews import ReviewState
from documents.transactions import Session, together
from documents.validity_indexes import in_force
from processing.presets import PUBLISHED, Preset
from storage import keys
from storage.bucket import Bucket

# The address names the content, so what is behind it never changes.
CACHE_CONTROL = "public, max-age=31536000, immutable"


def planned(
    image: Image,
    approved_at: datetime,
    presets: Sequence[Preset] = PUBLISHED,
    *,
    again: Sequence[Preset] | None = None,
) -> Job:
    """The job that publishes an approval. It names all of its objects before any is made,

    each below an address of its own, so whoever cleans up knows them and no two jobs share one.
    With `again` it makes only these anew, at a new address, for what is behind the old one
    never changes; the other files stay where they are. What may not be shown yet waits until then.
    """
    made_by = ":".join(recipes(image, presets).values())
    said = f"{image.id}:{image.original.sha256}:{approved_at.isoformat()}:{made_by}"
    if again is not None:
        said = f"{said}:{secrets.token_hex(8)}"
    content_hash = hashlib.sha256(said.encode()).hexdigest()[:32]
    name = keys.plain_stem(image.original.key)
    return Job(
        kind=JobKind.PUBLISH,
        image_id=image.id,
        due=max(now(), image.valid_from or now()),
        payload={
            "approved_at": approved_at,
            "content_hash": content_hash,
            "again": again is not None,
            "keys": {
                _label(preset): keys.published(
                    content_hash, preset.name, name, preset.format.extension
                )
                for preset in (presets if again is None else again)
            },
        },
    )


async def publish(job: Job, folder: Path, *, bucket: Bucket, studio: Studio) -> bool:
    """Make the public renditions of an approval; False if it stands no longer.

    However it ends, none of them is left unless the approval stands. Raises StorageError,
    ProcessingError.
    """
    try:
        done = await _published(job, folder, bucket, studio)
        if done:
            await _supersede(job, bucket)
        return done
    finally:
        # Whoever took the picture back may have cleared before our last object was there.
        await retract(job, bucket)


async def retract(job: Job, bucket: Bucket) -> None:
    """Remove what a job has made public, or may have, unless its approval stands."""
    await _removed([(job.picture, job.payload)], bucket)


async def give_up(job: Job, bucket: Bucket) -> None:
    """Leave nothing of a job that never came to its end."""
    await retract(job, bucket)
    if job.payload.get("again"):
        await _supersede(job, bucket)


async def unpublish(ids: Sequence[PydanticObjectId], bucket: Bucket) -> None:
    """Remove every public file that was ever made of these images; repeatable.

    Those of an approval that stands are left: it may have been given while we were on our way.
    """
    await _removed(await Job.payloads(JobKind.PUBLISH, ids), bucket)


async def unpublish_at_once(ids: Sequence[PydanticObjectId], by: str, bucket: Bucket) -> None:
    """Do what UNPUBLISH jobs ask for that `by` holds, and end them."""
    await unpublish(ids, bucket)
    await Job.finish_held(by, "UNPUBLISHED")


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


async def _published(job: Job, folder: Path, bucket: Bucket, studio: Studio) -> bool:
    """Whether the approval stands and its files are there; made again where people have since

    said what is to be seen of the picture.
    """
    while (image := await _approved(job)) is not None:
        if image.publication is not None and job.id in image.publication.made_by:
            return True
        if job.payload.get("again") and image.publication is None:
            # The job of the approval itself makes all of them.
            return False
        made = await _made(job, image, folder, bucket, studio)
        after = _after(job, image, made, studio.presets.published)
        update = {"$set": {"publication": after.model_dump()}}
        if await _shown(image.id, _unless_changed(job, image), update):
            return True
    return False


async def _shown(id: PydanticObjectId, where: dict[str, Any], update: dict[str, Any]) -> bool:
    async def write(session: Session) -> bool:
        shown = await Image.change(id, where, update, session)
        await follow([id], session)
        return shown is not None

    return await together(write)


async def _approved(job: Job) -> Image | None:
    """The image, if the approval that the job is about stands."""
    image = (await Image.among([job.picture])).get(job.picture)
    approval = (ReviewState.APPROVED, job.payload["approved_at"])
    if image is None or (image.review.state, image.review.at) != approval:
        return None
    return image if image.may_be_shown(now()) else None


async def _made(
    job: Job, image: Image, folder: Path, bucket: Bucket, studio: Studio
) -> list[StoredRendition]:
    keys_by_label = job.payload["keys"]
    # Settings may have changed since: what was not planned nobody would clean up.
    wanted = [one for one in studio.presets.published if _label(one) in keys_by_label]
    source = folder / "original"
    await bucket.download(image.original.key, source)
    # As it was suggested when the picture was checked: a smaller copy may suggest another.
    point = point_of(image.focal_point, image.facts)
    developed = await studio.sandbox.develop(source, folder, wanted, focal=point)
    done = await finished(studio, developed, point, metadata_of(image), folder)
    made = {keys_by_label[_label(one.preset)]: one for one in done}
    return await stored(made, bucket, cache_control=CACHE_CONTROL)


def _after(
    job: Job, image: Image, made: Sequence[StoredRendition], presets: Sequence[Preset]
) -> Publication:
    before = image.publication
    made_by = [*before.made_by, job.id] if before else [job.id]
    if before is None or not job.payload.get("again"):
        hash = job.payload["content_hash"]
        return Publication(content_hash=hash, renditions=list(made), made_by=made_by)
    left = lasting(image, presets, before.renditions, job.payload.get("names"))
    renditions = merged(left, made, presets)
    return before.model_copy(update={"renditions": renditions, "made_by": made_by})


def _unless_changed(job: Job, image: Image) -> dict[str, object]:
    focal, before = image.focal_point, image.publication
    where = {
        "review.state": ReviewState.APPROVED.value,
        "review.at": job.payload["approved_at"],
        "focal_point": focal.model_dump() if focal else None,
        **in_force(now()),
    }
    if not job.payload.get("again") or before is None:
        return where
    there = [one.model_dump() for one in before.renditions]
    return {**where, "publication.renditions": there}


async def _supersede(job: Job, bucket: Bucket) -> None:
    """Remove what the approval had made public before, and does not name any more.

    What another job is at is left to that one: it is asked for before what is named is.
    """
    payloads = [
        payload
        for _, payload in await Job.payloads(JobKind.PUBLISH, [job.picture])
        if payload["approved_at"] == job.payload["approved_at"]
    ]
    making = await Job.publishing([payload["content_hash"] for payload in payloads])
    making -= {job.payload["content_hash"]}
    image = (await Image.among([job.picture])).get(job.picture)
    if image is None or image.publication is None:
        return
    named = {one.key for one in image.publication.renditions}
    await bucket.delete(
        key
        for payload in payloads
        if payload["content_hash"] not in making
        for key in payload["keys"].values()
        if key not in named
    )


def _label(preset: Preset) -> str:
    """A name for a preset in a format; database keys have no dots."""
    return f"{preset.name}_{preset.format}"

"""Bringing the private renditions of a picture up to date: those that are old, and no others."""

from collections.abc import Collection, Sequence
from pathlib import Path

from actions.pictures.storing import stored
from actions.rendering.places import key_of, keys_of
from actions.rendering.studio import Studio, finished, metadata_of, point_of, recipes
from documents.image_files import StoredRendition
from documents.images import Image
from documents.jobs import Job
from documents.processing_states import ProcessingState
from documents.trash import is_kept
from processing.presets import Preset
from storage.bucket import Bucket

Names = Collection[str] | None


def stale(
    image: Image, presets: Sequence[Preset], there: Sequence[StoredRendition], names: Names
) -> list[Preset]:
    """Those presets of `names` (all, where that is None) that would make another file now."""
    wanted = [preset for preset in presets if names is None or preset.name in names]
    made = {(one.preset, one.content_type): one.recipe for one in there}
    by = recipes(image, wanted)
    return [preset for preset in wanted if made.get(_label(preset, image)) != by[preset]]


def lasting(
    image: Image, presets: Sequence[Preset], there: Sequence[StoredRendition], names: Names
) -> list[StoredRendition]:
    """What is there and not of a preset that was changed to another format, or given up."""
    labels = {_label(preset, image) for preset in presets}
    return [
        one
        for one in there
        if (one.preset, one.content_type) in labels
        or (names is not None and one.preset not in names)
    ]


async def render(job: Job, folder: Path, *, studio: Studio, bucket: Bucket) -> bool:
    """Make the private renditions of a READY picture that are not as they would be made now.

    `names` in the job's payload says which presets; all without it. False where the picture
    is gone or on its way in. May be repeated. Raises ProcessingError, StorageError, LeaseLost.
    """
    try:
        while (image := await _at_rest(job)) is not None:
            if await _rendered(job, image, folder, studio, bucket):
                return True
        return False
    finally:
        if "keys" in job.payload and not await is_kept(job.picture):
            # Whoever removed it for good may have cleared before our last object was there.
            await bucket.delete(job.payload["keys"])


async def _rendered(job: Job, image: Image, folder: Path, studio: Studio, bucket: Bucket) -> bool:
    """Whether all is up to date now; not where something has changed meanwhile."""
    presets, names = studio.presets.gallery, job.payload.get("names")
    due = stale(image, presets, image.renditions, names)
    left = lasting(image, presets, image.renditions, names)
    dropped = [one.key for one in image.renditions if one not in left]
    if not due and not dropped:
        return True
    planned = keys_of(image.original.key, due)[1:]
    await job.note({"key": image.original.key, "keys": [*planned, *dropped]})
    made = await _made(image, due, folder, studio, bucket) if due else []
    after = merged(left, made, presets)
    where = {
        "state": ProcessingState.READY,
        "original.key": image.original.key,
        "focal_point": image.focal_point.model_dump() if image.focal_point else None,
        "renditions": [one.model_dump() for one in image.renditions],
    }
    sets = {"$set": {"renditions": [one.model_dump() for one in after]}}
    if await Image.change(image.id, where, sets) is None:
        return False
    kept = {one.key for one in after}
    await bucket.delete(key for key in dropped if key not in kept)
    return True


async def _made(
    image: Image, due: Sequence[Preset], folder: Path, studio: Studio, bucket: Bucket
) -> list[StoredRendition]:
    source = folder / "original"
    await bucket.download(image.original.key, source)
    # As it was suggested when the picture was checked: a smaller copy may suggest another.
    point = point_of(image.focal_point, image.facts)
    developed = await studio.sandbox.develop(source, folder, due, focal=point)
    done = await finished(studio, developed, point, metadata_of(image), folder)
    keys = {key_of(image.original.key, one.preset, one.extension): one for one in done}
    return await stored(keys, bucket)


def merged(
    left: Sequence[StoredRendition], made: Sequence[StoredRendition], presets: Sequence[Preset]
) -> list[StoredRendition]:
    """What is there afterwards, in the order of the presets."""
    new = {(one.preset, one.content_type): one for one in made}
    there = {(one.preset, one.content_type): one for one in left} | new
    order = [preset.name for preset in presets]
    places = {name: order.index(name) for name in order}
    return sorted(there.values(), key=lambda one: places.get(one.preset, len(order)))


async def _at_rest(job: Job) -> Image | None:
    image = (await Image.among([job.picture])).get(job.picture)
    return image if image is not None and image.state is ProcessingState.READY else None


def _label(preset: Preset, image: Image) -> tuple[str, str]:
    has_alpha = bool(image.facts.get("has_alpha"))
    return preset.name, preset.format_for(has_alpha=has_alpha).content_type

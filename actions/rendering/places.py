"""Where the renditions of pictures may lie, whatever the presets were when they were made."""

from collections.abc import Iterable, Sequence

from beanie import PydanticObjectId

from documents.jobs import Job, JobKind
from processing.presets import GALLERY, Preset
from storage import keys

MAKERS = (JobKind.PROCESS, JobKind.RENDER)


def key_of(original_key: str, preset: Preset, extension: str) -> str:
    """Where the rendition of an original lies."""
    prefix, _, name = original_key.split("/")
    return keys.rendition(prefix, preset.name, name, extension)


def keys_of(original_key: str, presets: Sequence[Preset] = GALLERY) -> list[str]:
    """An original, and every rendition that these presets may make of it."""
    made = [
        key_of(original_key, preset, preset.format_for(has_alpha=has_alpha).extension)
        for preset in presets
        for has_alpha in (False, True)
    ]
    return [original_key, *dict.fromkeys(made)]


async def every_key(originals: Iterable[str], image_ids: Sequence[PydanticObjectId]) -> list[str]:
    """Originals of some images, and all that any job has made of them, or was about to make."""
    ours = dict.fromkeys(originals)
    noted = [
        payload
        for kind in MAKERS
        for _, payload in await Job.payloads(kind, image_ids)
        if payload.get("key") in ours
    ]
    found = [key for original in ours for key in keys_of(original)]
    return list(dict.fromkeys([*found, *(key for one in noted for key in one.get("keys", ()))]))

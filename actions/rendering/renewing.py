"""Which jobs bring the files of a picture up to date, private and public ones."""

from collections.abc import Sequence

from actions.publishing.publication import planned
from actions.rendering.gallery import Names, lasting, stale
from documents.image_files import StoredRendition
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.reviews import ReviewState
from processing.presets import Preset, Presets


def renewals(image: Image, presets: Presets, names: Names) -> list[Job]:
    """The jobs that make again what would be made otherwise now; none where all is current.

    Of the presets `names` only, or of all; then files of presets that are no more go too.
    """
    return [*_private(image, presets, names), *_public(image, presets, names)]


def _private(image: Image, presets: Presets, names: Names) -> list[Job]:
    ready = image.state is ProcessingState.READY
    if not ready or not _is_old(image, presets.gallery, image.renditions, names):
        return []
    payload = {} if names is None else {"names": sorted(names)}
    return [Job(kind=JobKind.RENDER, image_id=image.id, payload=payload)]


def _public(image: Image, presets: Presets, names: Names) -> list[Job]:
    """Nothing where the job of the approval is still to make its files."""
    there, approved = image.publication, image.review.state is ReviewState.APPROVED
    if there is None or not approved:
        return []
    if not _is_old(image, presets.published, there.renditions, names):
        return []
    assert image.review.at is not None, "Whoever approves says when."
    due = stale(image, presets.published, there.renditions, names)
    job = planned(image, image.review.at, presets.published, again=due)
    job.payload["names"] = None if names is None else sorted(names)
    return [job]


def _is_old(
    image: Image, presets: Sequence[Preset], there: Sequence[StoredRendition], names: Names
) -> bool:
    left = lasting(image, presets, there, names)
    return bool(stale(image, presets, there, names)) or len(left) < len(there)

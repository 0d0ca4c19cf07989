"""One job of the child: from a file to facts, stills and moving pictures."""

from collections.abc import Iterator
from io import BufferedReader

from processing import animation, framing
from processing.decode import DECODED_SIDE, stored_size
from processing.facts import Rendered
from processing.job import Job
from processing.limits import Limits
from processing.presets import Fit, Preset
from processing.render import Negative, expose, prints


def exposed(file: BufferedReader, job: Job, limits: Limits) -> Negative:
    """The picture, large enough for every preset. Raises leaves of ProcessingError."""
    return expose(file, limits, longest_side=_side(file, job.presets, limits))


def developed(file: BufferedReader, negative: Negative, job: Job) -> Iterator[Rendered]:
    """Write each rendition into the job's folder, stills first."""
    moving = {preset for preset in job.presets if animation.moves(preset, negative.facts)}
    stills = [preset for preset in job.presets if preset not in moving]
    yield from prints(negative, stills, job.into, focal=job.focal)
    focal = job.focal or negative.facts.focal_point
    for preset in job.presets:
        if preset in moving:
            yield animation.printed(file, negative.facts, preset, job.into, focal=focal)


def _side(file: BufferedReader, presets: tuple[Preset, ...], limits: Limits) -> int:
    if any(preset.fit is Fit.COVER for preset in presets):
        return framing.reach_of_any(stored_size(file, limits), presets)
    # Without any the facts are wanted, and of no smaller copy than they usually are.
    return max((preset.longest_side for preset in presets), default=DECODED_SIDE)

"""Which pictures are there already, and which are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import within
from actions.errors import ActionError
from actions.uploading.checksums import checksum
from documents import likeness
from documents.fingerprints import MOST_DISTANCE
from documents.images import Image
from documents.likeness import Similar
from documents.pages import Raw, by_ids

MOST_FOUND = 50
USUAL_DISTANCE = 6


class DistanceOutOfRange(ActionError):
    """Nobody can look that far."""

    def __init__(self, actual: int) -> None:
        super().__init__(f"maxDistance goes from 0 to {MOST_DISTANCE}, but is {actual}.")


class CountOutOfRange(ActionError):
    """Fewer than one or more than are told at once."""

    def __init__(self, actual: int) -> None:
        super().__init__(f"first goes from 1 to {MOST_FOUND}, but is {actual}.")


@dataclass(frozen=True, slots=True)
class SameFile:
    """The other images with the file of an image."""

    image_id: PydanticObjectId
    sha256: str
    first: int


@dataclass(frozen=True, slots=True)
class SamePicture:
    """The images with the pixels of an image, in another file."""

    pixels: str
    sha256: str | None
    first: int


async def check(viewer: Viewer | None, sha256s: Sequence[str]) -> list[tuple[str, list[Raw]]]:
    """For each checksum, in their order, the images whose file has it, oldest first.

    At most MOST_FOUND images each; one query. Raises TooMany, InvalidChecksum.
    """
    require(viewer, Permission.READ_LIBRARY)
    within("sha256", sha256s)
    asked = [checksum(one) for one in sha256s]
    found = await likeness.found([likeness.of_file(one, MOST_FOUND) for one in asked])
    return list(zip(asked, found, strict=True))


async def load_same(
    viewer: Viewer | None, asked: Sequence[SameFile | SamePicture]
) -> list[list[Raw]]:
    """The images that each asks for, oldest first; one query. Raises TooMany."""
    require(viewer, Permission.READ_LIBRARY)
    within("duplicates", asked)
    return await likeness.found([_pipeline(one) for one in asked])


async def load_similar(
    viewer: Viewer | None, asked: Sequence[Similar]
) -> list[list[tuple[Raw, int]]]:
    """The images that each asks for with their distance, nearest first; three queries.

    A list of lists in lists would ask for thousands. Raises TooMany.
    """
    require(viewer, Permission.READ_LIBRARY)
    within("similar", asked)
    found = await likeness.similar(asked)
    ids = {id for some in found for id, _ in some}
    images = await by_ids(Image, list(ids), likeness.THERE)
    return [[(images[id], far) for id, far in some if id in images] for some in found]


def so_many(first: int) -> int:
    """A number of images that may be asked for. Raises CountOutOfRange."""
    if not 1 <= first <= MOST_FOUND:
        raise CountOutOfRange(first)
    return first


def so_far(distance: int) -> int:
    """A distance that may be asked for. Raises DistanceOutOfRange."""
    if not 0 <= distance <= MOST_DISTANCE:
        raise DistanceOutOfRange(distance)
    return distance


def _pipeline(asked: SameFile | SamePicture) -> list[Raw]:
    match asked:
        case SameFile():
            return likeness.of_file(asked.sha256, asked.first, asked.image_id)
        case SamePicture():
            return likeness.of_pixels(asked.pixels, asked.sha256, asked.first)

"""Taking in a file, or doing what its sender wishes where something is there already."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from beanie import PydanticObjectId

from actions.arriving.clashes import AlreadyThere, DuplicateImage, NameTaken, Wishes
from actions.pictures.replacement_refusals import StoringTookTooLong
from actions.uploading.results import Accepted, Reused
from documents.duplicate_wishes import DuplicatePolicy
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.same_name import SameName

# How often a file is tried that meets something which is gone a moment later.
TRIES = 3


async def unless_there(
    wishes: Wishes,
    take_in: Callable[[], Awaitable[Accepted]],
    *,
    reuse: Callable[[PydanticObjectId], Awaitable[Image]],
    replace: Callable[[PydanticObjectId], Awaitable[Accepted]],
) -> Accepted | Reused:
    """What `take_in` gives; where that raises AlreadyThere, what is wished instead.

    Raises AlreadyThere where that is the wish, StoringTookTooLong, and what the three raise.
    """
    for _ in range(TRIES):
        try:
            return await take_in()
        except AlreadyThere as clash:
            # Gone meanwhile, it is in nobody's way any more.
            with suppress(NoSuchDocument):
                match clash:
                    case DuplicateImage() if wishes.duplicates is DuplicatePolicy.REUSE:
                        return Reused(await reuse(clash.image_id))
                    case NameTaken() if wishes.same_name is SameName.REPLACE:
                        return await replace(clash.image_id)
                raise
    raise StoringTookTooLong

"""What a file has met, as clients see it."""

from beanie import PydanticObjectId

from actions.arriving.clashes import AlreadyThere
from actions.uploading.results import Reused
from graph.context import Info
from graph.types.image import Image


def whats_there(outcome: object) -> PydanticObjectId | None:
    """The image that was there already, where one was in the way or is reused."""
    match outcome:
        case Reused():
            return outcome.image.id
        case AlreadyThere():
            return outcome.image_id
    return None


async def already_there(id: PydanticObjectId | None, info: Info) -> Image | None:
    """The image, if it still is; loaded with the others of the request."""
    raw = None if id is None else await info.context.images.load(id)
    return Image.of(raw, info.context.house) if raw else None

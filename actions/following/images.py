"""Following the pictures that meet a filter: as they are after each change, or that they left."""

from collections.abc import AsyncIterator

from actions.access import Permission, Viewer, require
from actions.errors import ActionError
from actions.following.follower import Followed, Follower, ImageChange
from actions.following.together import Gatherings
from documents.images import Image
from documents.trails import TokenUnreadable, TrailLost, since_told
from documents.watching import Touch

# Changes that whoever comes back is told one by one; after more, to look again.
MOST_MISSED = 10_000
AT_ONCE = 100


class InvalidEventId(ActionError):
    """The text is not the id of an event."""

    def __init__(self) -> None:
        super().__init__("`after` is not the id of an event: pass an eventId as it came.")


async def follow_images(
    gatherings: Gatherings, viewer: Viewer | None, followed: Followed, after: str | None = None
) -> AsyncIterator[ImageChange]:
    """Changes of the pictures that are followed, from now on or since the event `after`.

    Each is told at least once, and as it is by then: changes at about the same time are one.
    Raises Forbidden, InvalidEventId.
    """
    require(viewer, Permission.READ_LIBRARY)
    async with gatherings.joined(followed) as box:
        if after is not None:
            async for change in _missed(followed, after):
                yield change
        while True:
            yield await box.take()


async def _missed(followed: Followed, after: str) -> AsyncIterator[ImageChange]:
    """What was changed while somebody was away, of whom we no longer know what they saw."""
    try:
        found = await since_told(Image, after, MOST_MISSED)
    except TokenUnreadable as error:
        raise InvalidEventId from error
    except TrailLost:
        found = None
    if found is None or found.more:
        yield ImageChange(None)
        return
    ids = list(found.ids.get(Image, ()))
    # They may have met the filter before: that one left is told rather once too often.
    follower = Follower(followed, dict.fromkeys(ids))
    for start in range(0, len(ids), AT_ONCE):
        some = [Touch(id, after) for id in ids[start : start + AT_ONCE]]
        for change in await follower.changes(some):
            yield change

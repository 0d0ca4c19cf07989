"""Following the pictures that meet a filter: as they are after each change, or that they left."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.errors import ActionError
from actions.following.touched import TouchHub
from documents.images import Image
from documents.pages import Order, Raw, by_ids, page
from documents.trails import TokenUnreadable, TrailLost, since_told
from documents.watching import Touch

# Pictures of which a follower remembers that they met the filter.
MOST_REMEMBERED = 2_000
# Changes that whoever comes back is told one by one; after more, to look again.
MOST_MISSED = 10_000
AT_ONCE = 100
NEWEST = Order("created_at")


class InvalidEventId(ActionError):
    """The text is not the id of an event."""

    def __init__(self) -> None:
        super().__init__("`after` is not the id of an event: pass an eventId as it came.")


@dataclass(frozen=True, slots=True)
class ImageChange:
    """A picture that was changed: its row as it is, or None if it left what is followed.

    With no `image_id`, changes were missed. `event_id` is where to come back to.
    """

    event_id: str | None
    image_id: PydanticObjectId | None = None
    raw: Raw | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The pictures that meet `where` and, if ids are given, are among `ids`.

    Of their rows, `fields` are read, or all.
    """

    where: Raw
    ids: Sequence[PydanticObjectId] | None = None
    fields: Sequence[str] | None = None


@dataclass(slots=True)
class _Follower:
    followed: Followed
    # Those that met the filter when they were seen last; the oldest are forgotten.
    met: dict[PydanticObjectId, None] = field(default_factory=dict)

    async def begin(self) -> None:
        """Find those that meet the filter now."""
        where = self.followed.where
        if self.followed.ids is not None:
            where = {"$and": [where, {"_id": {"$in": list(self.followed.ids)}}]}
        found = await page(Image, where, NEWEST, first=MOST_REMEMBERED, projection=["_id"])
        self.met = dict.fromkeys(raw["_id"] for raw in reversed(found.rows))

    async def changes(self, touched: Sequence[Touch]) -> list[ImageChange]:
        """What is to be told of some touched pictures; one query."""
        ids = self.followed.ids
        mine = [one for one in touched if ids is None or one.id in ids]
        if not mine:
            return []
        asked = [one.id for one in mine]
        rows = await by_ids(Image, asked, self.followed.where, self.followed.fields)
        told = [ImageChange(one.token, one.id, rows.get(one.id)) for one in mine]
        return [one for one in told if self._is_news(one)]

    def _is_news(self, change: ImageChange) -> bool:
        assert change.image_id is not None, "Each is of a picture."
        known = change.image_id in self.met
        self.met.pop(change.image_id, None)
        if change.raw is not None:
            self.met[change.image_id] = None
            if len(self.met) > MOST_REMEMBERED:
                del self.met[next(iter(self.met))]
        return known or change.raw is not None


async def follow_images(
    hub: TouchHub, viewer: Viewer | None, followed: Followed, after: str | None = None
) -> AsyncIterator[ImageChange]:
    """Changes of the pictures that are followed, from now on or since the event `after`.

    Each is told at least once, and as it is by then: changes at about the same time are one.
    Raises Forbidden, InvalidEventId.
    """
    require(viewer, Permission.READ_LIBRARY)
    follower = _Follower(followed)
    with hub.open() as box:
        if after is not None:
            async for change in _missed(follower, after):
                yield change
        else:
            await follower.begin()
        while True:
            touched = await box.take()
            if touched is None:
                await follower.begin()
                yield ImageChange(None)
            else:
                for change in await follower.changes(touched):
                    yield change


async def _missed(follower: _Follower, after: str) -> AsyncIterator[ImageChange]:
    """What was changed while somebody was away, of whom we no longer know what they saw."""
    try:
        found = await since_told(Image, after, MOST_MISSED)
    except TokenUnreadable as error:
        raise InvalidEventId from error
    except TrailLost:
        found = None
    await follower.begin()
    if found is None or found.more:
        yield ImageChange(None)
        return
    ids = list(found.ids.get(Image, ()))
    # They may have met the filter before: that one left is told rather once too often.
    follower.met |= dict.fromkeys(ids)
    for start in range(0, len(ids), AT_ONCE):
        some = [Touch(id, after) for id in ids[start : start + AT_ONCE]]
        for change in await follower.changes(some):
            yield change

"""What becomes of the pictures that meet a filter: changed, or no longer among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from beanie import PydanticObjectId

from actions.following.touched import TouchedBox
from documents.images import Image
from documents.pages import Order, Raw, by_ids, page
from documents.watching import Touch

# Pictures of which a follower remembers that they met the filter.
MOST_REMEMBERED = 2_000
NEWEST = Order("created_at")


@dataclass(frozen=True, slots=True)
class ImageChange:
    """A picture that was changed: its row as it is, or None if it left what is followed.

    With no `image_id`, changes were missed. `event_id` is where to come back to. Those who tell
    it keep in `made` what they have made of it, so that each thing is made once for all.
    """

    event_id: str | None
    image_id: PydanticObjectId | None = None
    raw: Raw | None = None
    made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The pictures that meet `where` and, if ids are given, are among `ids`.

    Of their rows, `fields` are read, or all. Where they are too many, those in front in `order`
    are remembered.
    """

    where: Raw
    ids: Sequence[PydanticObjectId] | None = None
    fields: Sequence[str] | None = None
    order: Order = NEWEST


@dataclass(slots=True)
class Follower:
    """What is known of the pictures that are followed."""

    followed: Followed
    # Those that met the filter when they were seen last; those in front are forgotten first.
    met: dict[PydanticObjectId, None] = field(default_factory=dict)

    async def begin(self) -> None:
        """Find those that meet the filter now."""
        where = self.followed.where
        if self.followed.ids is not None:
            where = {"$and": [where, {"_id": {"$in": list(self.followed.ids)}}]}
        order = self.followed.order
        found = await page(Image, where, order, first=MOST_REMEMBERED, projection=["_id"])
        self.met = dict.fromkeys(raw["_id"] for raw in reversed(found.rows))

    async def news(self, box: TouchedBox) -> list[ImageChange]:
        """What is to be told next; it may be nothing."""
        touched = await box.take()
        if touched is not None:
            return await self.changes(touched)
        await self.begin()
        return [ImageChange(None)]

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

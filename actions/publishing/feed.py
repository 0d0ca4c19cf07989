"""Reading the feed of changes, and the catalogue that it starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.errors import ActionError
from documents.catalog import CatalogRow
from documents.changes import Change
from documents.clock import now
from documents.feed import Feed
from documents.pages import Raw

MOST_CHANGES = 500
KEPT = timedelta(days=90)
# How many changes one sweep removes at most.
SWEPT = 10_000


class CursorExpired(ActionError):
    """The changes after a cursor are not kept any more, or it is not of this feed."""

    def __init__(self) -> None:
        super().__init__(
            f"Changes are kept for {KEPT.days} days, and not all that came after this cursor are "
            "there: read the whole of catalogSnapshot, replace your copy by it, and go on with "
            "changes(after:) from the cursor of the snapshot."
        )


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Changes in the order of their numbers, and the rows, as they are now, of their images.

    `latest` is the number of the newest change of all.
    """

    changes: list[Raw]
    rows: dict[PydanticObjectId, Raw]
    more: bool
    latest: int


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """Rows in the order of their ids. Changes after `number` are not all in them, or later ones."""

    rows: list[Raw]
    more: bool
    number: int


async def changes(viewer: Viewer | None, *, after: int, first: int) -> ChangesPage:
    """The `first` changes after a number, without a gap; 0 is before all. Raises CursorExpired."""
    require(viewer, Permission.READ_CATALOG)
    found = await Change.beyond(after, first + 1)
    # Asked for afterwards: what is removed while we read is told before it is removed.
    feed = await kept_after(after)
    told = found[:first]
    rows = await CatalogRow.rows(list({raw["image_id"] for raw in told}))
    return ChangesPage(told, rows, len(found) > first, feed.latest)


async def snapshot(
    viewer: Viewer | None, *, number: int | None, after: PydanticObjectId | None, first: int
) -> SnapshotPage:
    """The `first` rows after `after`; `number` is what the first page gave, None for that page.

    Whoever applies the changes after `number` to the rows of all pages, in their order, has the
    catalogue: the number was read before any row, so what the rows miss is in those changes.
    Raises CursorExpired.
    """
    require(viewer, Permission.READ_CATALOG)
    began = (await Feed.now()).latest if number is None else number
    found = await CatalogRow.beyond(after, first + 1)
    await kept_after(began)
    return SnapshotPage(found[:first], len(found) > first, began)


async def load_positions(
    viewer: Viewer | None, asked: Sequence[tuple[str | None, PydanticObjectId]]
) -> list[int]:
    """The places, from 1, of images on products; 1 for one that is on none. One query."""
    require(viewer, Permission.READ_CATALOG)
    placed = await CatalogRow.placed(sorted({code for code, _ in asked if code is not None}))
    places = {
        (code, id): place for code, ids in placed.items() for place, id in enumerate(ids, start=1)
    }
    return [places.get((code, id), 1) if code is not None else 1 for code, id in asked]


async def kept_after(number: int) -> Feed:
    """How far the feed goes, which has every change after `number`. Raises CursorExpired."""
    feed = await Feed.now()
    if not feed.oldest - 1 <= number <= feed.latest:
        raise CursorExpired
    return feed


async def sweep_changes() -> int:
    """Remove changes of more than 90 days ago, oldest first; tells how many there were."""
    last = await Change.older(now() - KEPT, SWEPT)
    if last is None:
        return 0
    await Feed.begin_at(last + 1)
    return await Change.forget(last + 1)

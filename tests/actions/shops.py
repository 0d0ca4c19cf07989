"""Shops that mirror the catalogue, and the truth that their copies are compared with."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.publishing import feed
from actions.publishing.following import differences
from documents.catalog import CatalogRow
from documents.changes import Change
from documents.clock import now
from documents.feed import Feed
from documents.image_files import Publication, StoredRendition
from documents.images import Image
from documents.pages import Raw
from documents.processing_states import ProcessingState
from documents.products import ProductRole
from documents.reviews import Review, ReviewState
from tests.documents.pictures import picture

Copy = dict[PydanticObjectId, Raw]


@dataclass
class Shop:
    """A copy of the catalogue, made page by page; it may stop after any page."""

    random: Random
    copy: Copy = field(default_factory=dict)
    seen: int = 0
    numbers: list[int] = field(default_factory=list)

    async def start(self, rows_a_page: int | None = None) -> None:
        """Begin anew, from a snapshot, which others may change while it is read.

        It comes in pages of so many rows, else of up to seven at random.
        """
        number, after = None, None
        rows: Copy = {}
        while True:
            size = rows_a_page or self.random.randint(1, 7)
            page = await feed.snapshot(OPERATOR, number=number, after=after, first=size)
            rows |= {raw["_id"]: raw for raw in page.rows}
            number = page.number
            if not page.more:
                break
            after = page.rows[-1]["_id"]
        self.copy, self.seen, self.numbers = rows, number, []

    async def go_on(self, changes_a_page: int | None = None) -> bool:
        """Apply the next page of so many changes, or as `start`; tells whether more follow."""
        size = changes_a_page or self.random.randint(1, 7)
        page = await feed.changes(OPERATOR, after=self.seen, first=size)
        for change in page.changes:
            id = change["image_id"]
            row = page.rows.get(id)
            if row is None:
                self.copy.pop(id, None)
            else:
                self.copy[id] = row
            assert change["_id"] == self.seen + 1, "The sequence has a gap."
            self.seen = change["_id"]
            self.numbers.append(self.seen)
        return page.more

    async def catch_up(self) -> None:
        """Apply all that there is."""
        while await self.go_on():
            pass


async def catalogue() -> Copy:
    """All rows, as they are kept."""
    return {raw["_id"]: raw async for raw in CatalogRow.get_pymongo_collection().find()}


async def told() -> list[tuple[str, PydanticObjectId, list[str]]]:
    """All changes in order: what, of which image, in which fields."""
    rows = Change.get_pymongo_collection().find().sort("_id", 1)
    return [(raw["kind"], raw["image_id"], raw["fields"]) async for raw in rows]


async def in_step() -> None:
    """Make sure that shops see what the images say, by numbers without a gap."""
    ids = await Image.get_pymongo_collection().distinct("_id")
    rows = await catalogue()
    assert await differences(list({*ids, *rows})) == []
    public = {"review.state": "APPROVED", "publication": {"$ne": None}, "deleted_at": None}
    assert set(await Image.get_pymongo_collection().distinct("_id", public)) == set(rows)
    numbers = await Change.get_pymongo_collection().distinct("_id")
    assert sorted(numbers) == list(range(1, (await Feed.now()).latest + 1))


def shown(number: int, **said: Any) -> Image:
    """A record of an image that was approved and published, but that nobody has followed."""
    approved = Review(state=ReviewState.APPROVED, at=now())
    rendition = StoredRendition(
        preset="SMALL",
        key=f"published/{number}/small/a.webp",
        content_type="image/webp",
        width=480,
        height=320,
        bytes=9,
    )
    return picture(
        number,
        **{
            "state": ProcessingState.READY,
            "review": approved,
            "publication": Publication(content_hash=str(number), renditions=[rendition]),
            "product_position": number,
            "product_role": ProductRole.ADDITIONAL,
            **said,
        },
    )

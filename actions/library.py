"""Looking through the pictures: raw rows, with only the fields that are asked for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import TypeAdapter

from actions.access import Permission, Viewer, require
from actions.errors import ActionError
from actions.judging.verdicts import QualityWish
from actions.metadata.custom_values import CustomWish
from actions.searching.conditions import Condition
from actions.searching.errors import FilterTooDeep, TooManyConditions
from actions.searching.places import Box, Circle
from actions.searching.texts import text_where
from actions.texts import cleaned
from documents.called import MARKS_OF_CALLED
from documents.clock import now
from documents.packed import PackedPage, packed_page
from documents.pages import Order, Page, Raw, by_ids, count, page
from documents.processing_states import ProcessingState
from documents.products import Product
from documents.readiness import any_of
from documents.reviews import ReviewState
from documents.validity_indexes import expiring

# totalCount counts no further than this.
MOST_COUNTED = 10_000
# How far ahead the end of a picture's time is looked for.
MOST_DAYS = 3_660
# How far filters go into each other, and how much they ask in all.
MOST_LEVELS, MOST_CONDITIONS = 4, 50
# Groups and collections that nobody is deleting.
ALIVE: Raw = {"deleted_at": None}
NOTHING: Raw = {"_id": {"$in": []}}


class DaysOutOfRange(ActionError):
    """Nobody can look that far ahead."""

    def __init__(self, days: int) -> None:
        super().__init__(f"expiringWithinDays goes from 1 to {MOST_DAYS}, but is {days}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFilter:
    """Which images; None means any, all that is given must hold.

    Plain data: `dataclasses.asdict` gives what may be kept, and `told` reads it.
    """

    review_state: ReviewState | None = None
    state: ProcessingState | None = None
    product_code: str | None = None
    group_id: PydanticObjectId | None = None
    collection_id: PydanticObjectId | None = None
    custom: Sequence[CustomWish] = ()
    # Labels of documents.readiness, of which any will do.
    readiness: Sequence[str] | None = None
    quality: QualityWish | None = None
    expiring_within_days: int | None = None
    # What people type: every word of it must be found.
    search: str | None = None
    conditions: Sequence[Condition] = ()
    within: Sequence[Box | Circle] = ()
    # Other filters: all of `every`, one of `some` and none of `nothing` must hold.
    every: "Sequence[ImageFilter]" = ()
    some: "Sequence[ImageFilter] | None" = None
    nothing: "Sequence[ImageFilter]" = ()

    @classmethod
    def told(cls, kept: Raw) -> "ImageFilter":
        """The filter that a job was given, as `dataclasses.asdict` had it kept."""
        return TypeAdapter(cls).validate_python(kept)

    def where(self) -> Raw:
        """The filter as MongoDB takes it; deleted images are never found.

        Raises SearchError, DaysOutOfRange.
        """
        asked = sum(one.size for one in self.all(MOST_LEVELS))
        if asked > MOST_CONDITIONS:
            raise TooManyConditions(asked, MOST_CONDITIONS)
        more = [*self._more(), *self._filters()]
        return {**ALIVE, **self._plain(), **({"$and": more} if more else {})}

    def all(self, levels: int = MOST_LEVELS) -> "Iterator[ImageFilter]":
        """This filter and those within it. Raises FilterTooDeep."""
        yield self
        for one in (*self.every, *(self.some or ()), *self.nothing):
            if levels == 0:
                raise FilterTooDeep(MOST_LEVELS)
            yield from one.all(levels - 1)

    @property
    def wishes(self) -> list[CustomWish]:
        """All that is asked of the house's own fields, here or within."""
        return [wish for one in self.all() for wish in one.custom]

    @property
    def size(self) -> int:
        """How many conditions it has itself."""
        return len(self._plain()) + len(self._more())

    def _plain(self) -> Raw:
        wanted = {
            "review.state": self.review_state,
            "state": self.state,
            "product_code": self.product_code,
            "group_id": self.group_id,
            "collection_ids": self.collection_id,
            "valid_until": self._expiring(),
            "readiness": None if self.readiness is None else any_of(self.readiness),
        }
        return {field: value for field, value in wanted.items() if value is not None}

    def _more(self) -> list[Raw]:
        return [
            *(one.where() for one in self.custom),
            *(self.quality.where() if self.quality else ()),
            *(part for one in self.conditions for part in one.where()),
            *(one.where() for one in self.within),
            *(text_where(self.search) if self.search is not None else ()),
        ]

    def _filters(self) -> Iterator[Raw]:
        yield from (one.where() for one in self.every)
        if self.some is not None:
            # Each way says for itself that it finds nothing deleted: so each has an index.
            yield {"$or": [one.where() for one in self.some]} if self.some else NOTHING
        if self.nothing:
            yield {"$nor": [one.where() for one in self.nothing]}

    def _expiring(self) -> Raw | None:
        days = self.expiring_within_days
        if days is None:
            return None
        if not 0 < days <= MOST_DAYS:
            raise DaysOutOfRange(days)
        return expiring(now(), days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A page that is asked for: `first` rows after the place `after`, in `order`.

    Only those in front of the place `before`; `backwards`, the last so many instead of the first.
    """

    order: Order
    first: int
    after: tuple[Any, PydanticObjectId] | None = None
    before: tuple[Any, PydanticObjectId] | None = None
    backwards: bool = False
    fields: Sequence[str] | None = None
    # The index that serves it, where the database would not think of it.
    hint: str | None = None


async def rows(viewer: Viewer | None, model: type[Document], where: Raw, window: Window) -> Page:
    """A page of what the library keeps."""
    require(viewer, Permission.READ_LIBRARY)
    return await page(
        model,
        where,
        window.order,
        first=window.first,
        after=window.after,
        before=window.before,
        backwards=window.backwards,
        projection=window.fields,
        hint=window.hint,
    )


async def packed_rows(
    viewer: Viewer | None, model: type[Document], where: Raw, window: Window
) -> PackedPage:
    """As `rows`, each row as the database sent it."""
    require(viewer, Permission.READ_LIBRARY)
    return await packed_page(
        model,
        where,
        window.order,
        first=window.first,
        after=window.after,
        projection=window.fields,
        hint=window.hint,
    )


async def total(
    viewer: Viewer | None, model: type[Document], where: Raw, hint: str | None = None
) -> int:
    """How many there are, counting no further than MOST_COUNTED."""
    require(viewer, Permission.READ_LIBRARY)
    return await count(model, where, at_most=MOST_COUNTED, hint=hint)


async def load(
    viewer: Viewer | None, model: type[Document], ids: Sequence[PydanticObjectId]
) -> list[Raw | None]:
    """The raw documents under `ids`, in their order; None where there is none. One query."""
    require(viewer, Permission.READ_LIBRARY)
    found = await by_ids(model, ids, ALIVE)
    return [found.get(id) for id in ids]


def named(search: str | None) -> Raw:
    """Groups or collections that nobody is deleting, and that have the words of `search`.

    Raises SearchTooLong.
    """
    found = text_where(search, MARKS_OF_CALLED) if search else []
    return {"$and": [ALIVE, *found]} if found else ALIVE


def code_begins(text: str | None) -> Raw:
    """Products whose code begins with `text`, capitals as they are; all where there is none.

    Raises TextTooLong.
    """
    beginning = cleaned("product_code", text)
    return {"code": {"$regex": f"^{re.escape(beginning)}"}} if beginning else {}


async def load_products(viewer: Viewer | None, codes: Sequence[str]) -> list[Raw | None]:
    """The raw products with `codes`, in their order; None where there is none. One query."""
    require(viewer, Permission.READ_LIBRARY)
    found = Product.get_pymongo_collection().find({"code": {"$in": list(codes)}})
    known = {raw["code"]: raw async for raw in found}
    return [known.get(code) for code in codes]

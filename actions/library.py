"""Looking through the pictures: raw rows, with only the fields that are asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import TypeAdapter

from actions.access import Permission, Viewer, require
from actions.errors import ActionError
from actions.judging.verdicts import QualityWish
from actions.metadata.custom_values import CustomWish
from actions.texts import cleaned
from documents.clock import now
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
# Groups and collections that nobody is deleting.
ALIVE: Raw = {"deleted_at": None}


class DaysOutOfRange(ActionError):
    """Nobody can look that far ahead."""

    def __init__(self, days: int) -> None:
        super().__init__(f"expiringWithinDays goes from 1 to {MOST_DAYS}, but is {days}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFilter:
    """Which images; None means any, all that is given must hold."""

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

    @classmethod
    def told(cls, kept: Raw) -> "ImageFilter":
        """The filter that a job was given, as `dataclasses.asdict` had it kept."""
        return TypeAdapter(cls).validate_python(kept)

    def where(self) -> Raw:
        """The filter as MongoDB takes it; deleted images are never found."""
        wanted = {
            "review.state": self.review_state,
            "state": self.state,
            "product_code": self.product_code,
            "group_id": self.group_id,
            "collection_ids": self.collection_id,
            "valid_until": self._expiring(),
            "readiness": None if self.readiness is None else any_of(self.readiness),
        }
        found = {"deleted_at": None, **{k: v for k, v in wanted.items() if v is not None}}
        judged = self.quality.where() if self.quality else []
        more = [*(one.where() for one in self.custom), *judged]
        return {**found, "$and": more} if more else found

    def _expiring(self) -> Raw | None:
        days = self.expiring_within_days
        if days is None:
            return None
        if not 0 < days <= MOST_DAYS:
            raise DaysOutOfRange(days)
        return expiring(now(), days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A page that is asked for: `first` rows after the place `after`, in `order`."""

    order: Order
    first: int
    after: tuple[Any, PydanticObjectId] | None = None
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

"""What shops see: products with their published pictures, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.access import Permission, Viewer, require
from actions.batches import within
from documents.catalog import AS_PLACED, MAJORITY, CatalogRow
from documents.catalog_products import CatalogProduct
from documents.pages import Order, Page, Raw, page
from documents.products import Product
from documents.readiness import taken_by

MOST_CODES = 100
MOST_IMAGES = 100
BY_CODE = Order("code", descending=False)


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """Products in the order of their codes, with the published images of each as placed.

    Images that nobody has placed come last, oldest first. `missing` are the codes that were
    asked for and that no product has.
    """

    page: Page
    images: dict[str, list[Raw]]
    missing: list[str]


async def products(
    viewer: Viewer | None,
    *,
    codes: Sequence[str] | None,
    updated_after: datetime | None = None,
    channel: str | None = None,
    first: int,
    after: str | None,
) -> CatalogPage:
    """A page of the catalogue; a fixed number of queries whatever its size. Raises TooMany.

    With `updated_after`, only products of which what shops see has changed since, by the clock.
    With `channel`, only images that it would not refuse, by the rules that they were judged by
    last.
    """
    require(viewer, Permission.READ_CATALOG)
    within("codes", codes or [], MOST_CODES)
    asked: Raw = {} if codes is None else {"$in": list(codes)}
    asked |= {} if after is None else {"$gt": after}
    if updated_after is not None:
        found = await CatalogProduct.changed(updated_after, asked, first=first)
    else:
        where = {"code": asked} if asked else {}
        found = await page(Product, where, BY_CODE, first=first, read_concern=MAJORITY)
    images = await _published([row["code"] for row in found.rows], channel)
    return CatalogPage(found, images, await _missing(codes or []))


async def _missing(codes: Sequence[str]) -> list[str]:
    if not codes:
        return []
    settled = Product.get_pymongo_collection().with_options(read_concern=MAJORITY)
    known = await settled.distinct("code", {"code": {"$in": list(codes)}})
    return [code for code in dict.fromkeys(codes) if code not in known]


async def _published(codes: Sequence[str], channel: str | None) -> dict[str, list[Raw]]:
    """At most MOST_IMAGES published images of each product."""
    ready = taken_by(channel) if channel is not None else []
    pipeline: list[Raw] = [
        {"$match": {"product_code": {"$in": list(codes)}}},
        *([{"$match": {"readiness": {"$in": ready}}}] if ready else []),
        {"$sort": {"product_code": 1, "position": 1, "_id": 1}},
        {
            "$group": {
                "_id": "$product_code",
                "images": {"$firstN": {"n": MOST_IMAGES, "input": "$$ROOT"}},
            }
        },
    ]
    settled = CatalogRow.get_pymongo_collection().with_options(read_concern=MAJORITY)
    cursor = await settled.aggregate(pipeline, hint=AS_PLACED)
    return {group["_id"]: group["images"] async for group in cursor}

"""What shops see: products with their published pictures, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.access import Permission, Viewer, require
from actions.batches import within
from documents.image_indexes import IN_SHOP_ORDER
from documents.images import Image
from documents.pages import Order, Page, Raw, page
from documents.products import Product
from documents.reviews import ReviewState

MOST_CODES = 100
MOST_IMAGES = 100
BY_CODE = Order("code", descending=False)
# What leaves the house of a picture; its place, its people and its keys are not among it.
PUBLIC_METADATA = ("title", "description", "credit", "copyright_notice", "digital_source_type")
PUBLIC_FIELDS = {
    "product_code": 1,
    "product_role": 1,
    "version": 1,
    "publication": 1,
    "updated_at": 1,
    **{f"{said}.{field}": 1 for said in ("edits", "metadata") for field in PUBLIC_METADATA},
}


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
    first: int,
    after: str | None,
) -> CatalogPage:
    """A page of the catalogue; a fixed number of queries whatever its size. Raises TooMany."""
    require(viewer, Permission.READ_CATALOG)
    within("codes", codes or [], MOST_CODES)
    where: Raw = {} if codes is None else {"code": {"$in": list(codes)}}
    beyond: Raw = {} if after is None else {"code": {"$gt": after}}
    found = await page(Product, {"$and": [where, beyond]}, BY_CODE, first=first)
    images = await _published([row["code"] for row in found.rows])
    return CatalogPage(found, images, await _missing(codes or []))


async def _missing(codes: Sequence[str]) -> list[str]:
    if not codes:
        return []
    known = await Product.get_pymongo_collection().distinct("code", {"code": {"$in": list(codes)}})
    return [code for code in dict.fromkeys(codes) if code not in known]


async def _published(codes: Sequence[str]) -> dict[str, list[Raw]]:
    """At most MOST_IMAGES published images of each product."""
    pipeline: list[Raw] = [
        {
            "$match": {
                "product_code": {"$in": list(codes)},
                "publication.at": {"$type": "date"},
                "review.state": ReviewState.APPROVED,
                "deleted_at": None,
            }
        },
        {"$sort": {"product_code": 1, "product_position": 1, "publication.at": 1, "_id": 1}},
        {"$project": PUBLIC_FIELDS},
        {
            "$group": {
                "_id": "$product_code",
                "images": {"$firstN": {"n": MOST_IMAGES, "input": "$$ROOT"}},
            }
        },
    ]
    # Left to itself MongoDB may take all that is approved, and sort it for each page.
    cursor = await Image.get_pymongo_collection().aggregate(pipeline, hint=IN_SHOP_ORDER)
    return {group["_id"]: group["images"] async for group in cursor}

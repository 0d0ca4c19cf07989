"""What of a picture shops see: the only way from an image into the catalogue."""

from collections.abc import Mapping, Sequence
from typing import Any

from beanie import PydanticObjectId

from documents.catalog import CatalogRow
from documents.focal_points import seen
from documents.images import UNPLACED, Image
from documents.pages import Raw
from documents.products import Product, ProductRole
from documents.reviews import ReviewState
from documents.transactions import Session

# What people or the file say of the picture; its place, its people and its notes are not here.
TEXTS = (
    "title",
    "description",
    "alt_text",
    "credit",
    "copyright_notice",
    "license_url",
    "digital_source_type",
)
SAID = (*TEXTS, "alt_texts", "decorative")
MEASURED = ("dominant_color", "thumb_hash")
READ = (
    "product_code",
    "product_role",
    "product_position",
    "version",
    "publication",
    "review.state",
    "deleted_at",
    *(f"{said}.{field}" for said in ("edits", "metadata") for field in SAID),
    "focal_point",
    "readiness",
    *(f"facts.{field}" for field in (*MEASURED, "focal_point")),
)


async def projected(
    ids: Sequence[PydanticObjectId], session: Session | None = None
) -> tuple[dict[PydanticObjectId, CatalogRow], set[PydanticObjectId]]:
    """What shops are to see of those of `ids` that are published, and which are not deleted."""
    found = Image.get_pymongo_collection().find(
        {"_id": {"$in": list(ids)}, "deleted_at": None}, dict.fromkeys(READ, 1), session=session
    )
    images = [raw async for raw in found]
    public = [raw for raw in images if is_public(raw)]
    names = await _names({raw["product_code"] for raw in public}, session)
    rows = {raw["_id"]: row(raw, names.get(raw["product_code"])) for raw in public}
    return rows, {raw["_id"] for raw in images}


def is_public(image: Raw) -> bool:
    """Whether a raw image that is not deleted is to be in the catalogue."""
    return image["review"]["state"] == ReviewState.APPROVED and bool(image.get("publication"))


def row(image: Raw, product_name: str | None) -> CatalogRow:
    """What shops see of a raw image that is public."""
    told = {**image.get("metadata", {}), **image.get("edits", {})}
    facts, publication = image.get("facts", {}), image["publication"]
    return CatalogRow(
        id=image["_id"],
        product_code=image["product_code"],
        product_name=product_name,
        role=image.get("product_role") or ProductRole.ADDITIONAL,
        position=image.get("product_position", UNPLACED),
        **{field: told.get(field) or None for field in TEXTS},
        alt_texts=told.get("alt_texts") or {},
        decorative=bool(told.get("decorative")),
        **{field: facts.get(field) or None for field in MEASURED},
        focal_point=seen(image),
        readiness=sorted(image.get("readiness") or []),
        content_hash=publication["content_hash"],
        renditions=publication["renditions"],
        version=image["version"],
    )


async def _names(codes: set[Any], session: Session | None) -> Mapping[str, str | None]:
    if not codes - {None}:
        return {}
    where = {"code": {"$in": list(codes - {None})}}
    fields = {"code": 1, "name": 1}
    found = Product.get_pymongo_collection().find(where, fields, session=session)
    return {raw["code"]: raw["name"] async for raw in found}

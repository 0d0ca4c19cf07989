"""Libraries of different sizes that are alike in all else, made of raw rows."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from beanie import Document
from bson import ObjectId

import documents
from benchmarks.reading import BEGAN, row
from documents.catalog import CatalogRow
from documents.catalog_products import CatalogProduct
from documents.changes import Change
from documents.clock import now
from documents.collections import Collection
from documents.feed import CATALOG, Feed
from documents.groups import ImageGroup
from documents.images import Image
from documents.products import Product

AT_ONCE = 5_000
PER_PRODUCT = 4
# Of the pictures, so many in a hundred; the rest is as `reading` has it.
IN_GROUP, IN_COLLECTION, FAILED, EXPIRING = 2, 10, 1, 1
GROUP, COLLECTION = ObjectId("6a0000000000000000000001"), ObjectId("6a0000000000000000000002")


async def fill(count: int) -> None:
    """Keep so many pictures and all that hangs on them; indexes are made at the end."""
    models: Sequence[type[Document]] = (Image, CatalogRow, CatalogProduct, Change, Product)
    for model in models:
        await model.get_pymongo_collection().drop_indexes()
    random = Random(7)
    for start in range(0, count, AT_ONCE):
        pictures = [_picture(n, random) for n in range(start, min(start + AT_ONCE, count))]
        await _insert(Image, pictures)
        shown = [one for one in pictures if one["publication"]]
        await _insert(CatalogRow, [_shown(one, start + n) for n, one in enumerate(shown, 1)])
        await _insert(Change, [_published(one, start + n) for n, one in enumerate(shown, 1)])
        codes = sorted({one["product_code"] for one in pictures})
        await _insert(Product, list(_products(codes)))
        await _insert(CatalogProduct, [{"_id": code, "at": BEGAN} for code in codes])
    await _insert(ImageGroup, [_named(GROUP, "May")])
    await _insert(Collection, [_named(COLLECTION, "Summer")])
    where, feed = {"_id": CATALOG}, {"$set": {"latest": count, "oldest": 1}}
    await Feed.get_pymongo_collection().update_one(where, feed, upsert=True)
    await documents.connect(Image.get_pymongo_collection().database)


async def _insert(model: type[Document], rows: list[dict[str, Any]]) -> None:
    if rows:
        await model.get_pymongo_collection().insert_many(rows, ordered=False)


def _picture(n: int, random: Random) -> dict[str, Any]:
    made, lot = row(n, random), n % 100
    if lot < IN_GROUP:
        made["group_id"] = GROUP
    if lot < IN_COLLECTION:
        made["collection_ids"] = [COLLECTION]
    if lot < FAILED:
        made |= {"state": "FAILED", "review": {"state": "PENDING"}, "publication": None}
    if lot == 50:
        made["valid_until"] = now() + timedelta(days=1 + n % 300)
    channel = f"google:{('PASS', 'WARN', 'FAIL')[n % 3]}"
    marks = ["SHARPNESS:WARN"] if n % 20 == 0 else []
    return {**made, "readiness": [channel], "quality": {"marks": marks, "score": n % 101}}


def _shown(picture: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        **_plain(),
        "_id": picture["_id"],
        "product_code": picture["product_code"],
        "role": picture["product_role"],
        "position": picture["product_position"],
        "title": f"Photo {number}",
        "readiness": picture["readiness"],
        "content_hash": f"{number:032x}",
        "renditions": picture["publication"]["renditions"],
        "version": 3,
        "seq": number,
        "updated_at": picture["updated_at"],
    }


@cache
def _plain() -> dict[str, Any]:
    """What a row has where nothing is said."""
    empty = CatalogRow(position=1, content_hash="", renditions=[])
    return dict(empty.model_dump(exclude={"id"}))


def _published(picture: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "_id": number,
        "kind": "PUBLISHED",
        "image_id": picture["_id"],
        "product_code": picture["product_code"],
        "previous_product_code": None,
        "fields": [],
        "at": picture["updated_at"],
    }


def _products(codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    for code in codes:
        made = {"code": code, "name": f"Chair {code}", "version": 1, "turn": 0}
        yield {"_id": ObjectId(), **made, "created_at": BEGAN, "updated_at": BEGAN}


def _named(id: ObjectId, name: str) -> dict[str, Any]:
    return {"_id": id, "name": name, "version": 1, "created_at": BEGAN, "updated_at": BEGAN}

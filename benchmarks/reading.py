"""A library of approved pictures, and the list of them that every reader is asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bson import ObjectId

from documents.images import Image

PUBLIC = "https://pictures.example"
PAGE = 50
BATCH = 2_000
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN = [
    "id",
    "version",
    "state",
    "fileName",
    "contentType",
    "bytes",
    "sha256",
    "width",
    "height",
    "orientation",
    "thumbHash",
    "dominantColor",
    "title",
    "description",
    "keywords",
    "productCode",
    "productPosition",
    "productRole",
    "createdAt",
    "updatedAt",
]
OBJECTS = [
    "review { state reason note byUserId at }",
    "imported { fileName fileSize importerId importedAt source }",
    "publication { at renditions { preset url width height bytes contentType } }",
]


def _query(fields: Sequence[str]) -> str:
    return f"""
query Approved($first: Int!) {{
  images(where: {{reviewState: APPROVED}}, first: $first) {{
    nodes {{
      {" ".join(fields)}
    }}
    pageInfo {{ hasNextPage }}
  }}
}}"""


QUERY = _query([*PLAIN, *OBJECTS])
# As much is asked by each of them, in an order of its own.
ROTATING = [
    _query([*PLAIN[n % 20 :], *PLAIN[: n % 20], *(OBJECTS if n < 20 else OBJECTS[::-1])])
    for n in range(30)
]
# The same with the private files, each behind a signed link, in place of the public ones.
SIGNED = QUERY.replace(
    "publication { at renditions { preset url width height bytes contentType } }",
    "renditions { preset url width height bytes contentType }",
)
FIELDS = [
    "version",
    "state",
    "imported",
    "original",
    "facts",
    "edits.title",
    "edits.description",
    "edits.keywords",
    "metadata.title",
    "metadata.description",
    "metadata.keywords",
    "product_code",
    "product_position",
    "product_role",
    "created_at",
    "updated_at",
    "review",
    "publication",
]
WANTED = {"deleted_at": None, "review.state": "APPROVED"}
ORDER = [("created_at", -1), ("_id", -1)]


async def fill(count: int) -> None:
    """Keep so many pictures, nine of ten approved, unless they are there already."""
    kept = Image.get_pymongo_collection()
    if await kept.estimated_document_count() == count:
        return
    await kept.delete_many({})
    random, rows = Random(7), []
    for n in range(count):
        rows.append(row(n, random))
        if len(rows) == BATCH or n == count - 1:
            await kept.insert_many(rows, ordered=False)
            rows = []


def row(n: int, random: Random) -> dict[str, Any]:
    """The raw row of a picture."""
    at = BEGAN + timedelta(seconds=7 * n, milliseconds=random.randrange(1000))
    width, height = random.choice([(6000, 4000), (4000, 6000), (3000, 3000)])
    approved, id, who = n % 10 != 0, ObjectId(), ObjectId()
    return {
        "_id": id,
        "state": "READY",
        "problem": None,
        "review": _review(who, at) if approved else {"state": "PENDING"},
        "version": 3,
        "group_id": None,
        "collection_ids": [],
        "product_code": f"SKU-{n // 4:06}",
        "product_role": "MAIN" if n % 4 == 0 else "ADDITIONAL",
        "product_position": n % 4 + 1,
        "imported": _imported(n, who, at),
        "original": _original(n, id, random),
        "facts": _facts(width, height, random),
        "metadata": _metadata(n),
        "edits": {"title": f"Chair {n}, oak"} if n % 3 == 0 else {},
        "renditions": [_made(id, name, side, ".jpg") for name, side in PRIVATE],
        "publication": _publication(id, at) if approved else None,
        "job_id": None,
        "deleted_at": None,
        "created_at": at,
        "updated_at": at + timedelta(minutes=5),
    }


PRIVATE = [("FULLSIZE", 2048), ("PREVIEW", 1024), ("THUMB", 400)]
PUBLISHED = [("LARGE", 1600), ("MEDIUM", 960), ("SMALL", 480)]


def _review(who: ObjectId, at: datetime) -> dict[str, Any]:
    return {"state": "APPROVED", "reason": None, "note": "Fit to sell.", "by": who, "at": at}


def _imported(n: int, who: ObjectId, at: datetime) -> dict[str, Any]:
    return {
        "product_code": f"SKU-{n // 4:06}",
        "product_name": "Oak chair",
        "file_name": f"chair-{n}.jpg",
        "file_size": 7_000_000 + n,
        "importer_id": who,
        "imported_at": at,
        "source": "UPLOAD",
    }


def _original(n: int, id: ObjectId, random: Random) -> dict[str, Any]:
    return {
        "key": f"{id}/original/chair-{n}.jpg",
        "clash_key": f"{id}/original/chair-{n}.jpg",
        "bytes": 7_000_000 + n,
        "sha256": random.randbytes(32).hex(),
        "content_type": "image/jpeg",
    }


def _facts(width: int, height: int, random: Random) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "orientation": 1,
        "thumb_hash": random.randbytes(15).hex(),
        "dominant_color": f"#{random.randbytes(3).hex()}",
    }


def _metadata(n: int) -> dict[str, Any]:
    return {
        "title": f"Chair {n}",
        "description": "A chair of oak with a woven seat, photographed from the left.",
        "keywords": ["chair", "oak", "dining room"],
        "camera_make": "Canon",
        "camera_model": "EOS R5",
        "iso": 100,
    }


def _made(id: ObjectId, preset: str, side: int, suffix: str) -> dict[str, Any]:
    return {
        "preset": preset,
        "key": f"{id}/{preset.lower()}/chair{suffix}",
        "width": side,
        "height": side * 2 // 3,
        "bytes": side * 90,
        "content_type": "image/jpeg",
        "privacy": "BARE",
    }


def _publication(id: ObjectId, at: datetime) -> dict[str, Any]:
    made = [_made(id, name, side, ".webp") for name, side in PUBLISHED]
    key = id.binary.hex()
    return {
        "at": at,
        "content_hash": key,
        "renditions": [{**one, "key": f"published/{one['key']}"} for one in made],
    }

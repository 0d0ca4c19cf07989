"""A crowd of pictures as raw rows, quickly made, in which everything can be looked for."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from documents.finding import found
from documents.image_files import ImportSource
from documents.image_indexes import INDEXES
from documents.processing_states import ProcessingState
from documents.reviews import ReviewState

START = datetime(2024, 1, 1, tzinfo=UTC)
GROUPS = [PydanticObjectId() for _ in range(199)]
COLLECTIONS = [PydanticObjectId() for _ in range(197)]
PEOPLE = [PydanticObjectId() for _ in range(20)]
CAMERAS = [(f"Maker {n % 8}", f"Model {n}", f"Lens {n % 15}") for n in range(40)]
THINGS_TEXT = "mug caneca shoe sapato shirt camisa lamp chair cadeira sofa clock table mesa bag"
THINGS = THINGS_TEXT.split()
LOOKS_TEXT = "red blue green white black wooden steel round small large running kids summer"
LOOKS = LOOKS_TEXT.split()
SIZES = [(3000, 2000), (2000, 3000), (2000, 2000), (4000, 3000), (1200, 1600), (800, 800)]
RULES = ["FAIL:SHARPNESS", "WARN:SHARPNESS", "FAIL:RESOLUTION", "WARN:EXPOSURE"]
# So many distinct pictures; each row is one of them with states and times of its own.
KINDS = 2_000
# The fields that are the same in all.
ROW: dict[str, Any] = {"version": 1, "edits": {}, "renditions": [], "purged_at": None}
MINUTE, DAY = 60_000, 86_400_000


async def gather(database: AsyncDatabase[dict[str, Any]], copies: int) -> None:
    """Have KINDS * copies pictures in a new database, multiplied there.

    Their indexes are built behind, which takes a third of the time.
    """
    images, kinds, chance = database["images"], database["kinds"], random.Random(1)
    await kinds.insert_many([_kind(number, chance) for number in range(KINDS)])
    await (await kinds.aggregate(_multiplied(copies))).to_list()
    await images.create_indexes(INDEXES)


def look(number: int) -> str:
    """The perceptual hash of all pictures of a kind."""
    return f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"


def _kind(number: int, chance: random.Random) -> dict[str, Any]:
    (width, height), (make, model, lens) = chance.choice(SIZES), chance.choice(CAMERAS)
    words = chance.sample(LOOKS, 3)
    raw: dict[str, Any] = dict(ROW)
    raw["product_code"] = f"SKU-{number}" if number % 10 else None
    raw["imported"] = {
        "file_name": f"DSC_{number:05}.jpg",
        "importer_id": chance.choice(PEOPLE),
        "source": chance.choice([*ImportSource]),
    }
    kind = "image/jpeg" if number % 20 else "image/png"
    raw["original"] = {"bytes": chance.randrange(10**5, 10**7), "content_type": kind}
    raw["facts"] = {"width": width, "height": height, "perceptual_hash": look(number)}
    raw["metadata"] = {
        "title": f"{' '.join(words)} {chance.choice(THINGS)} {number}",
        "keywords": [*words, f"theme {number % 300}"],
        "alt_text": None if number % 3 else "A picture",
        "camera_make": make,
        "camera_model": model,
        "lens_model": lens,
        "latitude": chance.uniform(-60, 60),
        "longitude": chance.uniform(-180, 180),
        "captured_at": START + timedelta(hours=number * 4),
    }
    # Now and then there is another one like it.
    twins = {"t": [[], [], ["twin:exact"], ["twin:exact", "twin:same_picture"]][number % 4]}
    known = found(raw)
    return raw | known | {"found_by": [*known["found_by"], twins], "kind": number}


def _multiplied(copies: int) -> list[dict[str, Any]]:
    """Each kind so many times; all that differs follows from the number of the row."""
    number = {"$add": [{"$multiply": ["$copy", KINDS]}, "$kind"]}
    # Neighbours are to have nothing in common.
    mixed: dict[str, Any] = {"$mod": [{"$multiply": ["$number", 7919]}, 104_729]}
    at = {"$add": [START, {"$multiply": ["$number", 10 * MINUTE]}]}
    key = {"$concat": ["x/original/", {"$toString": "$number"}, ".jpg"]}
    rare = {"$eq": [_one(100, mixed), 0]}
    return [
        {"$set": {"copy": {"$range": [0, copies]}}},
        {"$unwind": "$copy"},
        {"$set": {"number": number}},
        {"$set": {"mixed": mixed, "created_at": at}},
        {
            "$set": {
                "original.key": key,
                "original.clash_key": key,
                "state": {"$cond": [rare, ProcessingState.FAILED, ProcessingState.READY]},
                "problem": {"$cond": [rare, {"code": _of(["CRASHED", "TOO_SLOW"])}, None]},
                "review.state": _of([*ReviewState]),
                "review.at": {"$add": [at, DAY]},
                "group_id": _of(GROUPS),
                "collection_ids": [_of(COLLECTIONS[:98]), _of(COLLECTIONS[98:])],
                "readiness": [_of(["google:PASS", "google:WARN", "google:FAIL"])],
                "quality": {"score": _of([100, 90, 70]), "marks": [_of(RULES)]},
                "custom": [{"k": "season", "v": {"$toString": _one(53)}}],
                "valid_until": {"$cond": [{"$eq": [_one(20), 0]}, {"$add": [at, DAY]}, None]},
                "deleted_at": {"$cond": [{"$eq": [_one(51), 0]}, at, None]},
                "updated_at": {"$add": [START, {"$multiply": ["$mixed", 10 * MINUTE]}]},
            }
        },
        {"$unset": ["_id", "copy", "kind", "mixed"]},
        {"$merge": {"into": "images"}},
    ]


def _one(of: int, number: Any = "$mixed") -> dict[str, Any]:
    return {"$mod": [number, of]}


def _of(values: list[Any]) -> dict[str, Any]:
    return {"$arrayElemAt": [{"$literal": values}, _one(len(values))]}

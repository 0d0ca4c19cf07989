"""Which images are alike: the same file, the same pixels, or nearly the same look.

An image counts from the moment that its file is ours until it is put into the trash. What is
announced and has not come, and what proved to be unusable, does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from documents.fingerprints import Fingerprint
from documents.images import Image
from documents.pages import Raw
from documents.processing_states import ProcessingState
from documents.transactions import Session
from documents.unions import each

THERE: Raw = {
    "deleted_at": None,
    "state": {"$in": [ProcessingState.QUEUED, ProcessingState.PROCESSING, ProcessingState.READY]},
}
# The same with those that proved to be unusable.
EVER_THERE: Raw = {"deleted_at": None, "state": {"$ne": ProcessingState.AWAITING_UPLOAD}}
FILE, PICTURE, LOOK = "original.sha256", "facts.pixel_hash", "facts.perceptual_hash"


@dataclass(frozen=True, slots=True)
class Similar:
    """What looks like an image: within `distance` bits of its `look`, but not its `pixels`."""

    look: str
    pixels: str
    distance: int
    first: int


def of_file(sha256: str, first: int, other_than: PydanticObjectId | None = None) -> list[Raw]:
    """The pipeline of the images with a file, oldest first."""
    return [{"$match": {FILE: sha256, **_others(other_than)}}, *_oldest(first)]


def of_pixels(pixel_hash: str, sha256: str | None, first: int) -> list[Raw]:
    """The pipeline of the images with these pixels in another file, oldest first."""
    return [{"$match": {PICTURE: pixel_hash, FILE: {"$ne": sha256}, **THERE}}, *_oldest(first)]


async def found(pipelines: Sequence[Sequence[Raw]]) -> list[list[Raw]]:
    """The rows of each pipeline, in their order; one query."""
    return await each(Image, pipelines) if pipelines else []


async def similar(asked: Sequence[Similar]) -> list[list[tuple[PydanticObjectId, int]]]:
    """The images that each asks for with their distance, nearest and oldest first. Two queries."""
    near = await Fingerprint.near([(one.look, one.distance) for one in asked])
    pairs = zip(asked, near, strict=True)
    groups = await found([_lookalikes(one, list(hashes)) for one, hashes in pairs])
    return [
        _nearest(one, hashes, rows) for one, hashes, rows in zip(asked, near, groups, strict=True)
    ]


async def nearest(
    look: str, distance: int, where: Raw, *, first: int, other_than: PydanticObjectId
) -> list[tuple[PydanticObjectId, int]]:
    """The first images within a distance of a look that meet `where`, with theirs; two queries.

    Nearest and oldest first.
    """
    [hashes] = await Fingerprint.near([(look, distance)])
    ids = {"$minN": {"n": first, "input": "$_id"}}
    asked = {LOOK: {"$in": list(hashes)}, "_id": {"$ne": other_than}}
    [rows] = await found(
        [[{"$match": {"$and": [asked, where]}}, {"$group": {"_id": f"${LOOK}", "ids": ids}}]]
    )
    told = sorted((hashes[row["_id"]], id) for row in rows for id in row["ids"])
    return [(id, far) for far, id in told[:first]]


async def near(look: str, distance: int, *, most: int, other_than: PydanticObjectId) -> Raw:
    """The filter for the other images within a distance of a look; one query.

    Of different looks that near, those of the nearest `most`.
    """
    [hashes] = await Fingerprint.near([(look, distance)])
    nearest_first = sorted(hashes, key=lambda one: (hashes[one], one))
    return {LOOK: {"$in": nearest_first[:most]}, "_id": {"$ne": other_than}}


async def twin(
    field: str,
    value: str,
    *,
    among: Raw = THERE,
    other_than: PydanticObjectId | None = None,
    session: Session | None = None,
) -> PydanticObjectId | None:
    """The oldest other image whose `field`, FILE or PICTURE, has this value."""
    where = {field: value, **among, **({"_id": {"$ne": other_than}} if other_than else {})}
    images = Image.get_pymongo_collection()
    row = await images.find_one(where, {"_id": 1}, sort=[("_id", 1)], session=session)
    return None if row is None else row["_id"]


async def of_files(sha256s: Sequence[str]) -> dict[str, PydanticObjectId]:
    """The oldest image with each of these files, where there is one; one query."""
    asked = list(dict.fromkeys(sha256s))
    rows = await found([of_file(one, 1) for one in asked])
    return {one: some[0]["_id"] for one, some in zip(asked, rows, strict=True) if some}


async def named(
    group_id: PydanticObjectId, folded_name: str, session: Session | None = None
) -> PydanticObjectId | None:
    """The oldest image of a group whose file has this name, unusable ones included."""
    where = {"group_id": group_id, "original.folded_name": folded_name, **EVER_THERE}
    images = Image.get_pymongo_collection()
    row = await images.find_one(where, {"_id": 1}, sort=[("_id", 1)], session=session)
    return None if row is None else row["_id"]


async def of_names(
    group_id: PydanticObjectId, folded_names: Sequence[str]
) -> dict[str, PydanticObjectId]:
    """The oldest image of a group for each of these names, as `named` gives it; one query."""
    where = {"group_id": group_id, "original.folded_name": {"$in": list(folded_names)}}
    asked = {**where, **EVER_THERE}
    images = Image.get_pymongo_collection()
    found = images.find(asked, {"original.folded_name": 1}).sort("_id", -1)
    return {row["original"]["folded_name"]: row["_id"] async for row in found}


def _others(than: PydanticObjectId | None) -> Raw:
    return THERE if than is None else {**THERE, "_id": {"$ne": than}}


def _oldest(first: int) -> list[Raw]:
    return [{"$sort": {"_id": 1}}, {"$limit": first}]


def _lookalikes(asked: Similar, hashes: list[str]) -> list[Raw]:
    """For each hash the first images with it, enough of them should no other hash have any."""
    # The image itself has these pixels, so its id need not be left out as well.
    others = {PICTURE: {"$ne": asked.pixels}, **THERE}
    ids = {"$minN": {"n": asked.first, "input": "$_id"}}
    return [
        {"$match": {LOOK: {"$in": hashes}, **others}},
        {"$group": {"_id": f"${LOOK}", "ids": ids}},
    ]


def _nearest(
    asked: Similar, hashes: dict[str, int], rows: Sequence[Raw]
) -> list[tuple[PydanticObjectId, int]]:
    told = ((hashes[row["_id"]], id) for row in rows for id in row["ids"])
    return [(id, distance) for distance, id in sorted(told)[: asked.first]]

"""Which pictures are there twice, kept among the marks by which they are found.

It depends on other pictures, so no write of one keeps it: it is marked behind, and put right by
whoever looks at it again. The marks have a set of their own, `found_by.2`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import UpdateOne

from documents.finding import found
from documents.finding_indexes import MARKS
from documents.images import Image
from documents.likeness import FILE, PICTURE, THERE
from documents.pages import Raw

EXACT, SAME_PICTURE = "twin:exact", "twin:same_picture"
OURS = "found_by.2.t"
# What `renew` has to know of a row.
KNOWN = (FILE, PICTURE)
MARKED: Raw = {"found_by.1": {"$exists": True}}
NOT_THERE: Raw = {"state": {"$nin": THERE["state"]["$in"]}}


async def renew(rows: Sequence[Raw]) -> None:
    """Mark the twins of some pictures, and these themselves, as what they are by now.

    What an earlier version kept no marks for is marked for all that it is looked for by.
    """
    await _found_at_all([row["_id"] for row in rows])
    files = {sha256 for row in rows if (sha256 := row["original"].get("sha256"))}
    await _mark(EXACT, FILE, files, await _files(files))
    pixels = {pixels for row in rows if (pixels := (row.get("facts") or {}).get("pixel_hash"))}
    await _mark(SAME_PICTURE, PICTURE, pixels, await _pictures(pixels))


async def _found_at_all(ids: Sequence[Any]) -> None:
    images = Image.get_pymongo_collection()
    rows = images.find({"_id": {"$in": list(ids)}, "$nor": [MARKED]})
    writes = [
        UpdateOne({"_id": raw["_id"], "updated_at": raw["updated_at"]}, {"$set": found(raw)})
        async for raw in rows
    ]
    if writes:
        await images.bulk_write(writes)


async def _files(sha256s: Iterable[str]) -> set[str]:
    """Those that more than one picture has."""
    return await _several(FILE, sha256s, [{"$group": {"_id": f"${FILE}", "count": {"$sum": 1}}}])


async def _pictures(hashes: Iterable[str]) -> set[str]:
    """Those that are in more than one file."""
    apart = {"pixels": f"${PICTURE}", "file": f"${FILE}"}
    by_file = {"$group": {"_id": apart}}
    counted = {"$group": {"_id": "$_id.pixels", "count": {"$sum": 1}}}
    return await _several(PICTURE, hashes, [by_file, counted])


async def _several(field: str, values: Iterable[str], counted: list[Mapping[str, Any]]) -> set[str]:
    asked = {"$match": {field: {"$in": sorted(values)}, **THERE}}
    pipeline = [asked, *counted, {"$match": {"count": {"$gt": 1}}}]
    rows = await Image.get_pymongo_collection().aggregate(pipeline)
    return {row["_id"] async for row in rows}


async def _mark(mark: str, field: str, looked_at: set[str], several: set[str]) -> None:
    images = Image.get_pymongo_collection()
    lonely = {field: {"$in": sorted(looked_at - several)}}
    gone = {field: {"$in": sorted(several)}, **NOT_THERE}
    for where in (lonely, gone):
        await images.update_many({**where, MARKS: mark}, {"$pull": {OURS: mark}})
    if several:
        await images.update_many(
            # What has no other marks yet would get a set in the wrong place.
            {
                field: {"$in": sorted(several)},
                **THERE,
                MARKS: {"$ne": mark},
                **MARKED,
            },
            {"$addToSet": {OURS: mark}},
        )

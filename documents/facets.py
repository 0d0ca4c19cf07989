"""How often each value is among some pictures, counted in one pass over so many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.errors import ExecutionTimeout

from documents.errors import DocumentsError
from documents.images import Image
from documents.pages import Raw

# Where a value stands: (a path or an expression, whether it is a list).
NAMED: Mapping[str, Any] = {
    "keyword": {
        "$cond": [
            {"$eq": [{"$type": "$edits.keywords"}, "missing"]},
            "$metadata.keywords",
            "$edits.keywords",
        ]
    },
    "camera": "$metadata.camera_model",
    "collection": "$collection_ids",
    "content_type": "$original.content_type",
    "group": "$group_id",
    "importer": "$imported.importer_id",
    "month": {"$dateToString": {"date": "$traits.captured_at", "format": "%Y-%m"}},
    "problem": "$problem.code",
    "product_code": "$product_code",
    "quality": "$quality.marks",
    "readiness": "$readiness",
    "review": "$review.state",
    "source": "$imported.source",
    "state": "$state",
}


class CountingTookTooLong(DocumentsError):
    """Nothing was counted within the time."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The commonest values first, each with how many pictures have it; and whether more are."""

    values: Sequence[tuple[Any, int]]
    more: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """What was counted, by name, of how many pictures."""

    counted: int
    by_name: Mapping[str, Counts]


async def facets(
    where: Raw, names: Sequence[str], *, first: int, at_most: int, milliseconds: int
) -> Facets:
    """The `first` commonest values of each of `names` among at most so many pictures. One query.

    Raises CountingTookTooLong.
    """
    pipeline: list[Raw] = [
        {"$match": where},
        {"$limit": at_most},
        {"$project": {"_id": 0, **{name: NAMED[name] for name in names}}},
        {
            "$facet": {
                "all": [{"$count": "pictures"}],
                **{f"by_{name}": _counted(name, first) for name in names},
            }
        },
    ]
    try:
        found = await Image.get_pymongo_collection().aggregate(pipeline, maxTimeMS=milliseconds)
        [told] = await found.to_list()
    except ExecutionTimeout as error:
        raise CountingTookTooLong from error
    counted = told["all"][0]["pictures"] if told["all"] else 0
    return Facets(counted, {name: _counts(told[f"by_{name}"], first) for name in names})


def _counted(name: str, first: int) -> list[Raw]:
    return [
        {"$unwind": f"${name}"},
        {"$group": {"_id": f"${name}", "count": {"$sum": 1}}},
        {"$sort": {"count": -1, "_id": 1}},
        {"$limit": first + 1},
    ]


def _counts(rows: Sequence[Raw], first: int) -> Counts:
    return Counts([(row["_id"], row["count"]) for row in rows[:first]], more=len(rows) > first)

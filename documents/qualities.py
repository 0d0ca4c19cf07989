"""How pictures were judged when they were processed, so that lists can be filtered by it."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne

from documents.pages import Raw

BATCH = 500
# What an index of the verdict's marks finds, in the order of both lists.
QUALITY_INDEXES = [
    *(
        IndexModel(
            [
                (field, ASCENDING),
                (order, DESCENDING),
                ("_id", DESCENDING),
            ],
            name=f"quality_{name}_by_{order}",
            partialFilterExpression={"deleted_at": None},
        )
        for name, field in (("marks", "quality.marks"), ("score", "quality.score"))
        for order in ("created_at", "updated_at")
    ),
    IndexModel([("quality.by", ASCENDING)], name="quality_by", sparse=True),
]


class Verdict(BaseModel):
    """The score, a mark `<STATE>:<RULE>` for each rule that was missed, and by what thresholds."""

    score: int
    marks: list[str]
    # See Thresholds.digest.
    by: str


Judge = Callable[[Raw], Verdict]


def where_judged(marks: Sequence[Sequence[str]], scores: Sequence[int] | None) -> list[Raw]:
    """Conditions on images: one mark of each group, and one of the scores."""
    of_scores = [] if scores is None else [{"quality.score": {"$in": list(scores)}}]
    return [*({"quality.marks": {"$in": list(group)}} for group in marks), *of_scores]


async def judge_again(images: Any, by: str, judge: Judge) -> int:
    """Judge what was judged by other thresholds than `by`; gives how many those were.

    Nothing else of an image changes, and one that is processed meanwhile is left alone.
    """
    done = 0
    while rows := await images.find(stale(by), {"facts": 1, "quality.by": 1}).to_list(BATCH):
        writes = [
            UpdateOne(
                {"_id": raw["_id"], "quality.by": raw["quality"]["by"]},
                {"$set": {"quality": judge(raw["facts"]).model_dump()}},
            )
            for raw in rows
        ]
        done += (await images.bulk_write(writes, ordered=False)).modified_count
    return done


def stale(by: str) -> Raw:
    """Images that were judged by other thresholds."""
    # Two ranges of the index; for $ne the database would look at every picture.
    return {"$or": [{"quality.by": {"$lt": by}}, {"quality.by": {"$gt": by}}]}

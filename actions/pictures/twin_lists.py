"""Keeping up which pictures are there twice, so that lists can be made of them."""

from datetime import timedelta

from documents.clock import now
from documents.finding_indexes import MARKS
from documents.images import Image
from documents.pages import Order, Page, Raw, page
from documents.twin_marks import EXACT, KNOWN, SAME_PICTURE, renew
from documents.twin_walks import TwinWalk

# Pictures at a time, and how often at most before others are let in.
AT_ONCE, MOST_TIMES = 500, 40
# Who changes a picture takes the time before it commits, and clocks differ: what is younger is
# looked at again.
UNSETTLED = timedelta(minutes=2)
# What came or changed, and what went into the trash, by the time of that.
NEWS: tuple[tuple[str, Raw], ...] = (
    ("updated_at", {"deleted_at": None}),
    ("deleted_at", {"deleted_at": {"$type": "date"}}),
)
MARKED = "marked"


async def sweep_twins() -> int:
    """Mark what has changed since the last time, and look again at some that are marked.

    Gives how many were looked at. Any number of processes may do so; what one of them misses,
    such as a picture that was gone for good before its turn, the next round puts right.
    """
    seen = 0
    for field, where in NEWS:
        seen += await _news(field, where)
    return seen + await _again()


async def _news(field: str, where: Raw) -> int:
    kept = await TwinWalk.get(field)
    after = None if kept is None else (kept.at, kept.image_id)
    settled, seen = now() - UNSETTLED, 0
    for _ in range(MOST_TIMES):
        found = await page(
            Image,
            where,
            Order(field, descending=False),
            first=AT_ONCE,
            after=after,
            projection=KNOWN,
        )
        await renew(found.rows)
        seen += len(found.rows)
        if found.rows:
            after = (found.rows[-1][field], found.rows[-1]["_id"])
        if old := [row for row in found.rows if row[field] <= settled]:
            await TwinWalk.keep(field, old[-1][field], old[-1]["_id"])
        if not found.more:
            break
    return seen


async def _again() -> int:
    """Some of those that are marked, in turn."""
    kept = await TwinWalk.get(MARKED)
    where = {"deleted_at": None, MARKS: {"$in": [EXACT, SAME_PICTURE]}}
    found: Page = await page(
        Image,
        where,
        Order("created_at", descending=False),
        first=AT_ONCE,
        after=None if kept is None else (kept.at, kept.image_id),
        projection=KNOWN,
    )
    await renew(found.rows)
    if found.more:
        await TwinWalk.keep(MARKED, found.rows[-1]["created_at"], found.rows[-1]["_id"])
    else:
        await TwinWalk.begin_again(MARKED)
    return len(found.rows)

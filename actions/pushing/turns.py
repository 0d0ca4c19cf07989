"""A turn of the shop: whoever has its lease brings it on by a page."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from beanie import PydanticObjectId

from actions.publishing.feed import CursorExpired, kept_after
from actions.pushing.copying import Means, bring
from documents.catalog import CatalogRow
from documents.changes import Change
from documents.feed import Feed
from documents.notices import Notice, NoticeKind
from documents.problems import Problem
from documents.shop_files import PushLost, PushStage, ShopCopy, ShopPush
from shops.errors import ShopError, ShopForbids, ShopWaits

logger = logging.getLogger(__name__)
PAGE = 50
IDLE = timedelta(minutes=1)
FORBIDDEN = timedelta(minutes=10)
LONGEST_PAUSE_SECONDS = 600


async def push(by: str, means: Means) -> bool:
    """Bring the shop on by a page; False where it is in step, waits, or is somebody else's.

    Whatever happens on the way, the page is gone on with or begun anew, and nothing is in the
    shop twice.
    """
    latest = (await Feed.now()).latest
    turn = await ShopPush.claim(by, latest, means.clock())
    if turn is None:
        return False
    try:
        more = await STEPS[turn.stage](turn, means)
    except PushLost:
        return True
    except (ShopWaits, ShopForbids) as error:
        await _wait(turn, error, means)
        return True
    due = means.clock() + (timedelta() if more else IDLE)
    sets = {"attempts": 0, "problem": None, "due": due}
    await turn.release(sets, means.clock())
    return True


async def _rows(turn: ShopPush, means: Means) -> bool:
    """All that is shown, from a snapshot: what changes meanwhile comes again as changes."""
    if turn.cursor is None:
        await turn.keep({"cursor": (await Feed.now()).latest}, means.clock())
    rows = await CatalogRow.beyond(turn.walked, PAGE)
    copies = await ShopCopy.among([row["_id"] for row in rows])
    for row in rows:
        await bring(row["_id"], row, copies.get(row["_id"]), means)
        await turn.keep({"walked": row["_id"]}, means.clock())
    if len(rows) < PAGE:
        await turn.keep({"stage": PushStage.FILES, "walked": None}, means.clock())
    return True


async def _files(turn: ShopPush, means: Means) -> bool:
    """All that the shop has of us: what left the catalogue while nobody followed goes."""
    ids = await ShopCopy.beyond(turn.walked, PAGE)
    rows, copies = await CatalogRow.rows(ids), await ShopCopy.among(ids)
    for id in ids:
        if id not in rows:
            await bring(id, None, copies.get(id), means)
        await turn.keep({"walked": id}, means.clock())
    if len(ids) < PAGE:
        await turn.keep({"stage": PushStage.CHANGES, "walked": None}, means.clock())
    return True


async def _changes(turn: ShopPush, means: Means) -> bool:
    """The next changes; then what the shop did not take the last time."""
    assert turn.cursor is not None, "The stages before have set it."
    found = await Change.beyond(turn.cursor, PAGE)
    try:
        # Asked for afterwards: what is removed while we read is told before it is removed.
        await kept_after(turn.cursor)
    except CursorExpired:
        anew = {"stage": PushStage.ROWS, "cursor": None, "walked": None}
        await turn.keep(anew, means.clock())
        return True
    ids = [raw["image_id"] for raw in found]
    rows = await CatalogRow.rows(ids)
    for raw in found:
        id = raw["image_id"]
        copy = (await ShopCopy.among([id])).get(id)
        await bring(id, rows.get(id), copy, means)
        await turn.keep({"cursor": raw["_id"]}, means.clock())
    if not found:
        await _again(await ShopCopy.stuck(means.clock(), PAGE), turn, means)
    return len(found) == PAGE


async def _again(ids: Sequence[PydanticObjectId], turn: ShopPush, means: Means) -> None:
    rows, copies = await CatalogRow.rows(ids), await ShopCopy.among(ids)
    for id in ids:
        await bring(id, rows.get(id), copies.get(id), means)
        await turn.keep({}, means.clock())


STEPS = {PushStage.ROWS: _rows, PushStage.FILES: _files, PushStage.CHANGES: _changes}


async def _wait(turn: ShopPush, error: ShopError, means: Means) -> None:
    """Go on later, from where it was: the longer the more often this happened."""
    problem = Problem(code=error.code, message=str(error))
    if isinstance(error, ShopForbids) and turn.attempts == 0:
        notice = Notice(
            kind=NoticeKind.SHOP_PUSH_STUCK, subject_kind="shop", message=problem.message
        )
        await notice.insert()
    logger.warning("The shop is to be asked again later: %s", error)
    due = means.clock() + _pause(turn.attempts, error)
    sets: dict[str, Any] = {
        "attempts": turn.attempts + 1,
        "problem": problem.model_dump(),
        "due": due,
    }
    await turn.release(sets, means.clock())


def _pause(attempts: int, error: ShopError) -> timedelta:
    if isinstance(error, ShopForbids):
        return FORBIDDEN
    grown = timedelta(seconds=min(2 ** min(attempts, 20), LONGEST_PAUSE_SECONDS))
    return max(grown, error.wait) if isinstance(error, ShopWaits) else grown

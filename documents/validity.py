"""From when until when a picture may be shown: before and after, no approval of it stands."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import ASCENDING, UpdateOne

from documents.clock import now
from documents.errors import CannotMove
from documents.images import Image
from documents.reviews import ReviewState
from documents.transactions import Session
from documents.validity_indexes import BY_END


async def set_validity(
    images: Sequence[Image],
    valid_from: datetime | None,
    valid_until: datetime | None,
    session: Session,
) -> None:
    """Say when images may be shown; what may not be any more or not yet, is public no longer.

    Raises CannotMove where another version is there than the caller has seen in this transaction.
    """
    sets = {"valid_from": valid_from, "valid_until": valid_until, "updated_at": now()}
    hidden = {"publication": None} if valid_from is not None and valid_from > now() else {}
    writes = [
        UpdateOne(
            {"_id": image.id, "deleted_at": None, "version": image.version},
            {"$set": {**sets, **hidden}, "$inc": {"version": 1}},
        )
        for image in images
    ]
    if writes:
        result = await Image.get_pymongo_collection().bulk_write(writes, session=session)
        if result.matched_count != len(writes):
            raise CannotMove("another version", "another validity")


async def run_out(at: datetime, limit: int, session: Session) -> list[Image]:
    """Some approved images whose time is over, those that are longest first."""
    over = {
        "deleted_at": None,
        "review.state": ReviewState.APPROVED.value,
        "valid_until": {"$type": "date", "$lte": at},
    }
    # Left to itself MongoDB may look at all that is approved.
    found = Image.get_pymongo_collection().find(over, session=session).hint(BY_END)
    rows = await found.sort("valid_until", ASCENDING).limit(limit).to_list()
    return [Image.model_validate(raw) for raw in rows]

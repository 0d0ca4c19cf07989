"""How pictures are found by the end of their time, and which are within it."""

from datetime import datetime, timedelta

from pymongo import ASCENDING, IndexModel

from documents.pages import Raw

BY_END = "valid_until"
VALIDITY_INDEXES = [
    IndexModel(
        [("deleted_at", ASCENDING), ("valid_until", ASCENDING)],
        name=BY_END,
        partialFilterExpression={"valid_until": {"$type": "date"}},
    )
]


def in_force(at: datetime) -> Raw:
    """The filter for images that may be shown at a moment."""
    return {"valid_from": {"$not": {"$gt": at}}, "valid_until": {"$not": {"$lte": at}}}


def expiring(at: datetime, days: int) -> Raw:
    """The condition on `valid_until` for images whose time ends within so many days."""
    return {"$type": "date", "$gt": at, "$lte": at + timedelta(days=days)}

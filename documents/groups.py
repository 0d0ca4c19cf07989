"""Images that were taken or uploaded together: a shoot, an event."""

from datetime import datetime

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from documents.called import CALLED_INDEXES, Called
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.removable import HIDDEN
from documents.transactions import Session


class ImageGroup(Called):
    """A shoot or an event; an image is in at most one.

    `event_date` is a day of the calendar, as YYYY-MM-DD: MongoDB knows moments only. `turn`
    counts the moves into the group, so that none slips into a group that is being deleted.
    """

    TEXTS = ("name", "description", "event_name")

    description: str | None = None
    event_name: str | None = None
    event_date: str | None = None
    version: int = 1
    turn: int = 0
    created_by: PydanticObjectId | None
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how groups are kept."""

        name = "image_groups"
        indexes = [
            IndexModel([("created_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("name", ASCENDING), ("created_at", ASCENDING)]),
            *CALLED_INDEXES,
            HIDDEN,
        ]

    @classmethod
    async def take_turn(cls, id: PydanticObjectId, session: Session) -> None:
        """Say that the group changes in this transaction. Raises NoSuchDocument."""
        result = await cls.get_pymongo_collection().update_one(
            {"_id": id, "deleted_at": None}, {"$inc": {"turn": 1}}, session=session
        )
        if result.matched_count == 0:
            raise NoSuchDocument("group", str(id))

    @classmethod
    async def alive(cls, id: PydanticObjectId, session: Session) -> bool:
        """Whether the group is there and not being deleted."""
        return await cls.find_one({"_id": id, "deleted_at": None}, session=session) is not None

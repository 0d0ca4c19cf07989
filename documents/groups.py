"""Images that were taken or uploaded together: a shoot, an event."""

from datetime import datetime

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import DESCENDING, IndexModel

from documents.clock import now
from documents.kept import Kept


class ImageGroup(Kept):
    """A shoot or an event; an image is in at most one."""

    name: str
    created_by: PydanticObjectId | None
    created_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how groups are kept."""

        name = "image_groups"
        indexes = [IndexModel([("created_at", DESCENDING), ("_id", DESCENDING)])]

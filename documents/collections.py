"""Hand-made selections of images."""

from datetime import datetime

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import DESCENDING, IndexModel

from documents.clock import now
from documents.kept import Kept


class Collection(Kept):
    """A selection; an image may be in many."""

    name: str
    created_by: PydanticObjectId | None
    created_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how collections are kept."""

        name = "collections"
        indexes = [IndexModel([("created_at", DESCENDING), ("_id", DESCENDING)])]

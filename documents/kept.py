"""What every document of ours has."""

from beanie import Document, PydanticObjectId
from pydantic import Field


class Kept(Document):
    """A document whose id is known from the moment that it is made, before it is stored."""

    id: PydanticObjectId = Field(default_factory=PydanticObjectId)

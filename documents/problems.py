"""Why things fail."""

from beanie import PydanticObjectId
from pydantic import BaseModel


class Problem(BaseModel):
    """Why something failed: a code for programs, a sentence for people.

    `image_id` is what was in the way, where that is an image.
    """

    code: str
    message: str
    image_id: PydanticObjectId | None = None

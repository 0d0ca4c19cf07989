"""What people decide about pictures."""

from datetime import datetime
from enum import StrEnum

from beanie import PydanticObjectId
from pydantic import BaseModel


class ReviewState(StrEnum):
    """What people decided about a picture."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class ReviewReason(StrEnum):
    """Why a picture was rejected or withdrawn."""

    QUALITY = "QUALITY"
    WRONG_PRODUCT = "WRONG_PRODUCT"
    DUPLICATE = "DUPLICATE"
    RIGHTS = "RIGHTS"
    PRIVACY = "PRIVACY"
    OUTDATED = "OUTDATED"
    EXPIRED = "EXPIRED"
    OTHER = "OTHER"


REVIEW_ARROWS = {
    ReviewState.PENDING: {ReviewState.APPROVED, ReviewState.REJECTED},
    ReviewState.APPROVED: {ReviewState.WITHDRAWN},
    ReviewState.REJECTED: {ReviewState.PENDING},
    ReviewState.WITHDRAWN: {ReviewState.PENDING},
}


class Review(BaseModel):
    """The last decision and who made it when."""

    state: ReviewState = ReviewState.PENDING
    reason: ReviewReason | None = None
    note: str | None = None
    by: PydanticObjectId | None = None
    # The name of the automatic rule that decided, where no person did.
    rule: str | None = None
    at: datetime | None = None


class Undoable(BaseModel):
    """What a decision has replaced, as long as the image is at the `version` that it gave it."""

    review: Review
    version: int

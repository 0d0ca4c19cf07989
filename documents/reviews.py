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
    at: datetime | None = None

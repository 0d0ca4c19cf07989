"""Closed sets of the lower floors, told to the schema; import them from here."""

import strawberry

from actions.batches import ErrorPolicy
from documents.images import ImportSource, ProcessingState, ReviewReason, ReviewState
from documents.jobs import JobKind, JobState

__all__ = [
    "ErrorPolicy",
    "ImportSource",
    "JobKind",
    "JobState",
    "ProcessingState",
    "ReviewReason",
    "ReviewState",
]

strawberry.enum(
    ErrorPolicy,
    description="Whether one refusal of a call stops the others: ABORT does all or none.",
)
strawberry.enum(ImportSource, description="The way a picture came in.")
strawberry.enum(
    ProcessingState,
    description=(
        "Where a picture is on its way in: AWAITING_UPLOAD, QUEUED, PROCESSING, "
        "then READY or FAILED."
    ),
)
strawberry.enum(ReviewReason, description="Why a picture was rejected or withdrawn.")
strawberry.enum(
    ReviewState, description="What people decided about a picture; only APPROVED ones are public."
)
strawberry.enum(JobKind, description="What a job does.")
strawberry.enum(JobState, description="Where a job is.")

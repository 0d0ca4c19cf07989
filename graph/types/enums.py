"""Closed sets, as clients see them."""

import strawberry

from actions.batches import ErrorPolicy as ErrorPolicy_
from documents.images import ImportSource as ImportSource_
from documents.images import ProcessingState as ProcessingState_
from documents.images import ReviewReason as ReviewReason_
from documents.images import ReviewState as ReviewState_
from documents.jobs import JobKind as JobKind_
from documents.jobs import JobState as JobState_

ErrorPolicy = strawberry.enum(
    ErrorPolicy_, description="Whether one refusal stops the others of a call."
)
ImportSource = strawberry.enum(ImportSource_, description="The way a picture came in.")
ProcessingState = strawberry.enum(
    ProcessingState_,
    description=(
        "Where a picture is on its way in: AWAITING_UPLOAD, QUEUED, PROCESSING, "
        "then READY or FAILED."
    ),
)
ReviewReason = strawberry.enum(
    ReviewReason_, description="Why a picture was rejected or withdrawn."
)
ReviewState = strawberry.enum(
    ReviewState_, description="What people decided about a picture; only APPROVED is public."
)
JobKind = strawberry.enum(JobKind_, description="What a job does.")
JobState = strawberry.enum(JobState_, description="Where a job is.")

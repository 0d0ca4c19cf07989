"""Who is to decide, and what waits: a queue in the order in which pictures came in."""

from pymongo import ASCENDING, IndexModel

from documents.pages import Order, Raw
from documents.processing_states import ProcessingState
from documents.reviews import ReviewState

OLDEST_FIRST = Order("created_at", descending=False)
OF_ALL, OF_ONE, COUNTED = "review_queue", "review_queue_of", "review_queue_counted"
# What waits for a decision.
WAITS: Raw = {
    "deleted_at": None,
    "state": ProcessingState.READY.value,
    "review.state": ReviewState.PENDING.value,
}
# Each is a queue and nothing else, in its order; all that is decided is in none of them.
QUEUE_INDEXES = [
    *(
        IndexModel(
            [
                *((field, ASCENDING) for field in fields),
                ("created_at", ASCENDING),
                ("_id", ASCENDING),
            ],
            name=name,
            partialFilterExpression=WAITS,
        )
        for name, fields in ((OF_ALL, ()), (OF_ONE, ("assignee_id",)))
    ),
    # All that a count asks, so that it looks at no picture.
    IndexModel(
        [(field, ASCENDING) for field in (*WAITS, "assignee_id")],
        name=COUNTED,
        partialFilterExpression=WAITS,
    ),
]


def is_waiting(raw: Raw) -> bool:
    """Whether a row is of a picture that waits for a decision."""
    return (
        raw.get("deleted_at") is None
        and raw["state"] == ProcessingState.READY
        and raw["review"]["state"] == ReviewState.PENDING
    )

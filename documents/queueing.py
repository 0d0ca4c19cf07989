"""Putting processed images back into the queue."""

from collections.abc import Mapping

from beanie import PydanticObjectId
from pymongo import UpdateOne

from documents.clock import now
from documents.errors import CannotMove
from documents.images import Image
from documents.processing_states import ProcessingState
from documents.transactions import Session

# Where a picture stands that was processed, whatever came of it.
PROCESSED = [ProcessingState.READY, ProcessingState.FAILED]


async def queue_again(jobs: Mapping[PydanticObjectId, PydanticObjectId], session: Session) -> None:
    """Move images, each with the job that processes it from now on, to QUEUED.

    Raises CannotMove unless the caller has seen all of them processed in this transaction.
    """
    if not jobs:
        return
    updates = [
        UpdateOne(
            {"_id": id, "deleted_at": None, "state": {"$in": PROCESSED}},
            {
                "$set": {
                    "state": ProcessingState.QUEUED,
                    "job_id": job_id,
                    "problem": None,
                    "updated_at": now(),
                }
            },
        )
        for id, job_id in jobs.items()
    ]
    result = await Image.get_pymongo_collection().bulk_write(updates, session=session)
    if result.matched_count != len(jobs):
        raise CannotMove("another state", ProcessingState.QUEUED)

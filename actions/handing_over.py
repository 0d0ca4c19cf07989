"""Giving what a job has made to whoever asked for it."""

from collections.abc import Mapping
from typing import Any

from documents.expiring import MadeFile
from documents.jobs import Job, JobState
from documents.transactions import Session, together
from storage.bucket import Bucket


async def hand_over(
    job: Job, made: MadeFile, told: Mapping[str, Any], *, key: str, bucket: Bucket
) -> None:
    """Say what came of a file that lies under `key` now, and end its job as READY.

    Where nobody may have it any more, the job is CANCELLED, and nothing is left of the file.
    """

    async def write(session: Session) -> bool:
        wanted = await made.ready(told, session)
        state, stage = JobState.SUCCEEDED, "READY"
        if not wanted:
            state, stage = JobState.CANCELLED, "CANCELLED"
        await job.finish(state, stage, session=session)
        return wanted

    if not await together(write):
        await bucket.delete([key])

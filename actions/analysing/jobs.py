"""The jobs that ask a model about pictures."""

from collections.abc import Sequence

from beanie import PydanticObjectId

from documents.analyses import AnalysisWish
from documents.jobs import NEVER, Job, JobKind


def analysis_job(image_id: PydanticObjectId, wish: AnalysisWish) -> Job:
    """The job that fulfils a wish; not kept yet."""
    return Job(kind=JobKind.ANALYSE, image_id=image_id, payload={"wish": wish.model_dump()})


def wished_jobs(image_id: PydanticObjectId, wishes: Sequence[AnalysisWish]) -> list[Job]:
    """The jobs for what was wished along with an upload; not kept yet.

    Nobody sends a broker's message for them: the sweep does, for they were never told.
    """
    jobs = [analysis_job(image_id, wish) for wish in wishes]
    return [job.model_copy(update={"told_at": NEVER}) for job in jobs]


def wish_of(job: Job) -> AnalysisWish:
    """What a job is to ask."""
    return AnalysisWish.model_validate(job.payload["wish"])

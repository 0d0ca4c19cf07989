"""retryJob."""

import strawberry

from actions.operating import control
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.job import Job


@strawberry.input(description="Which job.")
class RetryJobInput:
    """Try again what failed."""

    id: strawberry.ID = strawberry.field(description="The job.")


@strawberry.type(description="What came of it.")
class RetryJobPayload:
    """The job."""

    job: Job | None = strawberry.field(
        default=None, description="The job that does it, perhaps a new one."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RetryJobPayload)
async def retry_job(info: Info, input: RetryJobInput) -> RetryJobPayload:
    """Have a FAILED job done again. Needs the role ADMIN.

    Imports, exports and pictures go on as by `retryImport`, `resumeExport` and `reprocessImages`,
    in a new job. INVALID_TRANSITION for one that has not failed, JOB_NOT_RETRYABLE for a kind that
    is asked for anew: synchronizations, regenerations and archives.
    """
    id, deliver = object_id("Job", input.id, ["id"]), info.context.house.deliver
    job = await control.retry(info.context.viewer, id, deliver=deliver)
    return RetryJobPayload(job=Job.of({"_id": job.id, **job.model_dump()}))

"""cancelJob."""

import strawberry

from actions.operating import control
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.job import Job


@strawberry.input(description="Which job.")
class CancelJobInput:
    """Stop what is under way."""

    id: strawberry.ID = strawberry.field(description="The job.")


@strawberry.type(description="What came of it.")
class CancelJobPayload:
    """The job."""

    job: Job | None = strawberry.field(default=None, description="The job as it is now.")
    user_errors: list[UserError] = no_errors()


@mutation(CancelJobPayload)
async def cancel_job(info: Info, input: CancelJobInput) -> CancelJobPayload:
    """Stop a job. Needs the role ADMIN.

    Imports, exports, edits of many, synchronizations and regenerations stop at their next step, as
    by their own mutations; others only while they wait, else INVALID_TRANSITION.
    JOB_NOT_CANCELLABLE for a kind whose work must be finished.
    """
    id, deliver = object_id("Job", input.id, ["id"]), info.context.house.deliver
    job = await control.cancel(info.context.viewer, id, deliver=deliver)
    return CancelJobPayload(job=Job.of({"_id": job.id, **job.model_dump()}))

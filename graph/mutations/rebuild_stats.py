"""rebuildStats: count all numbers anew."""

import strawberry

from actions.counting import rebuilding
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.job import Job


@strawberry.input(description="Nothing has to be said.")
class RebuildStatsInput:
    """All numbers, always."""

    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of asking.")
class RebuildStatsPayload:
    """It takes its time."""

    job: Job | None = strawberry.field(
        default=None,
        description="Ask `node(id)` for its `progress`; null where it was refused.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(RebuildStatsPayload)
async def rebuild_stats(info: Info, input: RebuildStatsInput) -> RebuildStatsPayload:
    """Count all numbers of `stats` anew from what is kept, by a job, while work goes on.

    Until it has ended, the numbers of before are told; then those that were counted, with all
    that happened meanwhile. While one is under way, another is refused with STATS_REBUILDING.
    Needs the role ADMIN.
    """
    job = await rebuilding.ask(
        info.context.viewer, deliver=info.context.house.deliver, key=input.idempotency_key
    )
    return RebuildStatsPayload(job=Job.of({"_id": job.id, **job.model_dump()}))

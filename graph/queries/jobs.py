"""jobs(where, first, after): all work."""

from typing import Annotated

import strawberry

from actions.operating.listing import NEWEST_FIRST, JobFilter, asked
from documents.jobs import Job as JobDocument
from graph.context import Info
from graph.cursors import USUAL
from graph.types.connection import Connection, connect
from graph.types.enums import JobKind, JobState
from graph.types.job import Job


@strawberry.input(description="Which jobs; all that is given must hold, an empty list means any.")
class JobsWhere:
    """A filter."""

    kinds: list[JobKind] = strawberry.field(default_factory=list, description="Any of these kinds.")
    states: list[JobState] = strawberry.field(
        default_factory=list, description="In any of these states."
    )


@strawberry.field(
    description="What runs, waits, failed or was done, newest first. Needs the role ADMIN."
)
async def jobs(
    info: Info,
    where: Annotated[
        JobsWhere | None, strawberry.argument(description="Which; all by default.")
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[Job]:
    """By keyset."""
    wanted = where or JobsWhere()
    return await connect(
        info,
        JobDocument,
        asked(info.context.viewer, JobFilter(kinds=wanted.kinds, states=wanted.states)),
        NEWEST_FIRST,
        Job.of,
        first=first,
        after=after,
    )

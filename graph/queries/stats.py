"""stats(range, groupBy, of): numbers for people who run the library."""

from typing import Annotated

import strawberry

from actions.counting.days import Grouping
from actions.counting.reading import Asked, names, read
from graph.context import Info
from graph.cursors import USUAL, decode, page_size
from graph.selection import asked
from graph.types.pictures import After, First
from graph.types.stats import PARTS, Stats, StatsOf, StatsRange

Range = Annotated[StatsRange, strawberry.argument(description="Which days.")]
By = Annotated[Grouping, strawberry.argument(description="By what; by DAY by default.")]
Of = Annotated[
    StatsOf | None,
    strawberry.argument(description="Whose numbers; by people or products, everybody's only."),
]


@strawberry.field(
    description=(
        "What came in, was decided, failed and waits, and how long it took; added up when it "
        "happens, so an answer costs the same whatever there is of pictures. Needs the role "
        "REVIEWER, or ADMIN; an IMPORTER is told their own numbers, by DAY, WEEK, MONTH or "
        "IMPORTER. `first` and `after` page through people and products."
    )
)
async def stats(
    info: Info,
    range: Range,
    *,
    group_by: By = Grouping.DAY,
    of: Of = None,
    first: First = USUAL,
    after: After = None,
) -> Stats:
    """A fixed number of queries."""
    wanted = asked(info, "total") | asked(info, "groups", "numbers")
    question = Asked(
        days=range.days(),
        grouping=group_by,
        subject=(of or StatsOf()).subject(),
        parts={PARTS.get(name, "counts") for name in wanted},
        first=page_size(first),
        after=decode(after) if after else None,
    )
    answer = await read(info.context.viewer, question)
    called = await names(group_by, answer)
    return Stats.of(answer, question.days, group_by, called, began=after is None)

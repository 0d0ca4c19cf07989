"""Numbers, as clients see them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import strawberry
from beanie import PydanticObjectId

from actions.counting.days import Days, Grouping
from actions.counting.holdings import StorageClass
from actions.counting.reading import Answer, NotOneSubject, Numbers, Subject, held_by_day, held_now
from documents.sketches import quantile
from documents.stats import Dimension
from graph.context import Info
from graph.cursors import encode
from graph.ids import InvalidGlobalId, global_id, kind_and_id
from graph.scalars import ByteCount
from graph.types.connection import place
from graph.types.enums import JobKind
from graph.types.node import PageInfo

strawberry.enum(
    Grouping,
    name="StatsGrouping",
    description=(
        "By what numbers are told apart: by DAY, WEEK (from Monday) or MONTH, in UTC, or by "
        "IMPORTER, REVIEWER or PRODUCT. A range of 366 days at most; by MONTH, of 3,660."
    ),
)
strawberry.enum(
    StorageClass,
    name="StorageClass",
    description=(
        "What objects in the store are for: the ORIGINAL, a private RENDITION, a PUBLISHED file, "
        "an EARLIER_VERSION of a picture whose file was replaced (with its renditions), or an "
        "EXPORT, which is any file made to be taken along."
    ),
)


@strawberry.input(description="Days in UTC, both included.")
class StatsRange:
    """A range."""

    from_: date = strawberry.field(name="from", description="The first day.")
    to: date = strawberry.field(
        description="The last day, at most 365 days later; by MONTH, 3,659 days."
    )

    def days(self) -> Days:
        """The same for actions."""
        return Days(self.from_, self.to)


@strawberry.input(description="Whose numbers: one of these. Null and absent both mean everybody's.")
class StatsOf:
    """A subject."""

    importer_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of the pictures that this account brought in."
    )
    reviewer_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of the decisions that this account made."
    )
    product_code: str | None = strawberry.field(
        default=None, description="Of the pictures of this product, by its exact code."
    )

    def subject(self) -> Subject:
        """The same for actions. Raises NotOneSubject, InvalidGlobalId."""
        given = [
            *_person(Dimension.IMPORTER, self.importer_id, "importerId"),
            *_person(Dimension.REVIEWER, self.reviewer_id, "reviewerId"),
        ]
        if self.product_code is not None:
            given.append(Subject(Dimension.PRODUCT, self.product_code))
        if len(given) > 1:
            raise NotOneSubject
        return given[0] if given else Subject()


@strawberry.type(description="How long something took.")
class StatsDurations:
    """Of a number of times; the estimates are within 2 % of the true ones."""

    count: int = strawberry.field(description="How many were measured.")
    median_seconds: float | None = strawberry.field(
        description="Half took no longer, in seconds; null where none was measured."
    )
    p95_seconds: float | None = strawberry.field(
        description="95 % took no longer, in seconds; null where none was measured."
    )

    @classmethod
    def of(cls, bins: Mapping[str, int]) -> "StatsDurations":
        """The durations in bins."""
        return cls(
            count=sum(bins.values()),
            median_seconds=quantile(bins, 0.5),
            p95_seconds=quantile(bins, 0.95),
        )


@strawberry.type(description="How long a stage of jobs took, of those that succeeded.")
class StatsStage:
    """A stage."""

    kind: JobKind = strawberry.field(description="PROCESS or PUBLISH.")
    stage: str = strawberry.field(
        description=(
            "From the stage before to this one; the first also waited for a worker. "
            "ALL is the whole job, from when it was asked for."
        )
    )
    durations: StatsDurations = strawberry.field(description="How long it took.")


@strawberry.type(description="How often jobs failed for one reason.")
class StatsFailure:
    """A reason."""

    kind: JobKind = strawberry.field(description="What the jobs did.")
    code: str = strawberry.field(description="Why, such as FILE_TRUNCATED.")
    count: int = strawberry.field(description="How many jobs ended FAILED so.")


@strawberry.type(description="Numbers of some days. What people did counts when they did it.")
class StatsNumbers:
    """Added up from buckets."""

    counts: strawberry.Private[Mapping[str, int]]
    images_in: int = strawberry.field(description="Pictures that came in: acknowledged uploads.")
    approved: int = strawberry.field(description="Approvals.")
    rejected: int = strawberry.field(description="Rejections.")
    withdrawn: int = strawberry.field(description="Withdrawals from the shop.")
    deleted: int = strawberry.field(description="Pictures put into the trash.")
    failed: int = strawberry.field(description="Times that the processing of a picture failed.")
    waiting: int = strawberry.field(
        description=(
            "Of the pictures that came in then, those that are READY and wait for a decision now. "
            "0 by REVIEWER, for nobody's decision is waited for."
        )
    )
    time_to_decision: StatsDurations = strawberry.field(
        description=(
            "From when a picture came in, was given another file or was submitted again, to its "
            "approval or rejection."
        )
    )
    stages: list[StatsStage] = strawberry.field(
        description="How long stages of processing took; none by REVIEWER or PRODUCT."
    )
    failures: list[StatsFailure] = strawberry.field(
        description="Why jobs of any kind failed; none by REVIEWER or PRODUCT."
    )

    @classmethod
    def of(cls, numbers: Numbers) -> "StatsNumbers":
        """The numbers of some buckets."""
        counts = numbers.counts
        return cls(
            counts=counts,
            images_in=counts.get("imagesIn", 0),
            approved=counts.get("approved", 0),
            rejected=counts.get("rejected", 0),
            withdrawn=counts.get("withdrawn", 0),
            deleted=counts.get("deleted", 0),
            failed=counts.get("failed", 0),
            waiting=counts.get("waiting", 0),
            time_to_decision=StatsDurations.of(numbers.decided),
            stages=_stages(numbers),
            failures=_failures(numbers),
        )


@strawberry.type(description="The numbers of a day, week, month, person or product.")
class StatsGroup:
    """A group; which of its names is set is decided by `groupBy`."""

    start: date | None = strawberry.field(
        description=(
            "The first day of the day, week or month; days outside the range do not count. "
            "Null by people and products."
        )
    )
    user_id: strawberry.ID | None = strawberry.field(
        description="The account of the importer or reviewer; null by time and by PRODUCT."
    )
    user_name: str | None = strawberry.field(
        description="What they are called; null for an account that is gone, by time, by PRODUCT."
    )
    product_code: str | None = strawberry.field(
        description="The product's code; null by anything but PRODUCT."
    )
    numbers: StatsNumbers = strawberry.field(description="Its numbers.")


@strawberry.type(description="What is stored of one class.")
class StorageUse:
    """Bytes and objects."""

    storage_class: StorageClass = strawberry.field(description="What the objects are for.")
    bytes: ByteCount = strawberry.field(description="The sum of their sizes.")
    objects: int = strawberry.field(description="How many there are.")


@strawberry.type(description="What was stored at the end of a day, or is by now.")
class StorageDay:
    """A snapshot."""

    day: date = strawberry.field(description="The day, in UTC.")
    storage: list[StorageUse] = strawberry.field(description="By class; all classes.")


@strawberry.type(description="Numbers, added up when things happen: nothing is counted when asked.")
class Stats:
    """An answer."""

    days: strawberry.Private[Days]
    counted_at: datetime | None = strawberry.field(
        description=(
            "Whatever happened before is in the numbers; usually seconds ago. Null before the "
            "first counting has ended."
        )
    )
    total: StatsNumbers = strawberry.field(description="Of the whole range and of all groups.")
    groups: list[StatsGroup] = strawberry.field(
        description=(
            "By time: each day, week or month of the range, in order. By people or products: a "
            "page of those for whom anything was counted on the first day or later, whoever had "
            "something counted last first."
        )
    )
    page_info: PageInfo = strawberry.field(
        description="Where this page of groups lies; by time, all are on one."
    )

    @strawberry.field(
        description="What is stored now, by class; all classes. Needs the role REVIEWER, or ADMIN."
    )
    async def storage(self, info: Info) -> list[StorageUse]:
        """One document."""
        return _uses(await held_now(info.context.viewer))

    @strawberry.field(
        description=(
            "What was stored on the days of the range, in order; only days on which it changed. "
            "A range of 366 days at most. Needs the role REVIEWER, or ADMIN."
        )
    )
    async def storage_by_day(self, info: Info) -> list[StorageDay]:
        """One query."""
        found = await held_by_day(info.context.viewer, self.days)
        return [StorageDay(day=date.fromisoformat(day), storage=_uses(held)) for day, held in found]

    @classmethod
    def of(
        cls,
        answer: Answer,
        days: Days,
        grouping: Grouping,
        names: Mapping[str, str],
        *,
        began: bool,
    ) -> "Stats":
        """The answer of actions; `began` says that its page is the first."""
        rows = answer.keys.rows if answer.keys else []
        cursors = [encode(raw["last_day"], raw["_id"]) for raw in rows]
        lies = place(answer.keys, cursors, began=began) if answer.keys else ALL_ON_ONE
        return cls(
            days=days,
            counted_at=answer.counted_at,
            total=StatsNumbers.of(answer.whole),
            groups=[
                _group(grouping, name, numbers, names) for name, numbers in answer.groups.items()
            ],
            page_info=lies,
        )


ALL_ON_ONE = PageInfo(
    has_previous_page=False, start_cursor=None, has_next_page=False, end_cursor=None
)
# What a field of StatsNumbers is made of, where it is not of `counts`.
PARTS = {"timeToDecision": "decided", "stages": "stages", "failures": "failures"}


def _group(grouping: Grouping, name: str, numbers: Numbers, names: Mapping[str, str]) -> StatsGroup:
    person = grouping in {Grouping.IMPORTER, Grouping.REVIEWER}
    product = grouping is Grouping.PRODUCT
    return StatsGroup(
        start=None if person or product else date.fromisoformat(name),
        user_id=strawberry.ID(global_id("User", name)) if person else None,
        user_name=names.get(name),
        product_code=name if product else None,
        numbers=StatsNumbers.of(numbers),
    )


def _stages(numbers: Numbers) -> list[StatsStage]:
    return [
        StatsStage(kind=JobKind(kind), stage=stage, durations=StatsDurations.of(bins))
        for kind, stages in sorted(numbers.stages.items())
        for stage, bins in sorted(stages.items())
    ]


def _failures(numbers: Numbers) -> list[StatsFailure]:
    return [
        StatsFailure(kind=JobKind(kind), code=code, count=count)
        for kind, codes in sorted(numbers.failures.items())
        for code, count in sorted(codes.items())
    ]


def _uses(held: Mapping[str, Any]) -> list[StorageUse]:
    nothing = {"bytes": 0, "objects": 0}
    return [
        StorageUse(storage_class=kind, **{**nothing, **held.get(kind, {})}) for kind in StorageClass
    ]


def _person(dimension: Dimension, id: str | None, field: str) -> list[Subject]:
    """The subject that an id of an account names, in whichever way it was told."""
    if id is None:
        return []
    kind, inner = kind_and_id(id)
    if kind not in {"User", "Account"}:
        raise InvalidGlobalId(id, "User", ["of", field])
    return [Subject(dimension, str(PydanticObjectId(inner)))]

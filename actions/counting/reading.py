"""Reading the numbers: from buckets alone, whatever there is of pictures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.counting.days import TOLD_BY_DAY, Days, Grouping, start_of
from actions.errors import ActionError
from documents.pages import Order, Page, Raw, by_ids, page
from documents.sketches import merged
from documents.stat_progress import StatProgress
from documents.stats import HELD, OBSERVED, Dimension, Grain, StatBucket, StatKey, Stretch
from documents.users import User

# The parts of a bucket.
PARTS = ("counts", "decided", "failures", "stages")
RECENT = Order("last_day")


class NotOneSubject(ActionError):
    """Numbers are told of one person or product, or by them, not of one by another."""

    def __init__(self) -> None:
        super().__init__(
            "Ask for one of importerId, reviewerId and productCode, and by DAY, WEEK or MONTH."
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose numbers."""

    dimension: Dimension = Dimension.ALL
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The numbers of some days, told apart by `grouping`; only the `parts` that somebody wants.

    By people or products they come in pages of `first`, whoever had something counted last first.
    """

    days: Days
    grouping: Grouping
    subject: Subject = field(default_factory=Subject)
    parts: Collection[str] = PARTS
    first: int = 20
    after: tuple[str, PydanticObjectId] | None = None


@dataclass(frozen=True)
class Numbers:
    """Buckets added up."""

    counts: Mapping[str, int] = field(default_factory=dict)
    decided: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    stages: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole, and its groups: by the first day of each, or by key.

    `keys` are the rows of keys that this page has, in order; None where groups are of time.
    """

    epoch: int
    counted_at: datetime | None
    whole: Numbers
    groups: Mapping[str, Numbers]
    keys: Page | None


async def read(viewer: Viewer | None, asked: Asked) -> Answer:
    """The numbers that the viewer may see.

    An importer sees their own. Raises Unauthenticated, Forbidden, NotOneSubject, RangeOutOfOrder,
    RangeTooLong.
    """
    subject = _seen(require(viewer, Permission.IMPORT_IMAGES), asked)
    stretches = asked.days.checked(asked.grouping).stretches(asked.grouping)
    progress = await StatProgress.current()
    epoch, parts = progress.epoch, asked.parts
    of_subject = await StatBucket.within(epoch, subject.dimension, [subject.key], stretches, parts)
    if _by_time(asked.grouping):
        groups = _by_start(of_subject, asked)
        return Answer(epoch, progress.counted_at, _whole(of_subject, asked), groups, keys=None)
    keys = await _keys(epoch, asked, subject)
    groups = await _by_key(epoch, asked, [raw["key"] for raw in keys.rows], stretches)
    return Answer(epoch, progress.counted_at, added(of_subject), groups, keys)


async def held_now(viewer: Viewer | None) -> Mapping[str, Mapping[str, int]]:
    """Bytes and objects of all that is stored, by class. Raises Forbidden."""
    require(viewer, Permission.REVIEW_IMAGES)
    progress = await StatProgress.current()
    return progress.held.get(str(progress.epoch), {})


async def held_by_day(viewer: Viewer | None, days: Days) -> list[tuple[str, Mapping[str, Any]]]:
    """The same at the end of each day on which it changed, in order. Raises Forbidden."""
    require(viewer, Permission.REVIEW_IMAGES)
    days.checked(Grouping.DAY)
    stretch = Stretch(Grain.DAY, days.first.isoformat(), days.last.isoformat())
    rows = await StatBucket.within(OBSERVED, HELD, [""], [stretch], ["held"])
    return [(raw["start"], raw["held"]) for raw in sorted(rows, key=lambda raw: raw["start"])]


def added(buckets: Iterable[Mapping[str, Any]]) -> Numbers:
    """Some buckets together."""
    rows = list(buckets)
    if len(rows) == 1:
        [one] = rows
        return Numbers(**{part: one.get(part, {}) for part in PARTS})
    return Numbers(
        counts=merged(row.get("counts", {}) for row in rows),
        decided=merged(row.get("decided", {}) for row in rows),
        failures=_nested([row.get("failures", {}) for row in rows], merged),
        stages=_nested(
            [row.get("stages", {}) for row in rows], lambda some: _nested(list(some), merged)
        ),
    )


def _nested(parts: Sequence[Mapping[str, Any]], add: Any) -> dict[str, Any]:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: add(part[name] for part in parts if name in part) for name in names}


def _seen(viewer: Viewer, asked: Asked) -> Subject:
    """Whose numbers are read for the viewer."""
    subject = asked.subject
    if subject.dimension is not Dimension.ALL and not _by_time(asked.grouping):
        raise NotOneSubject
    if viewer.may(Permission.REVIEW_IMAGES):
        return subject
    own = Subject(Dimension.IMPORTER, str(viewer.user_id))
    if asked.grouping in {Grouping.REVIEWER, Grouping.PRODUCT} or subject not in {Subject(), own}:
        require(viewer, Permission.REVIEW_IMAGES)
    return own


def _by_time(grouping: Grouping) -> bool:
    return grouping in {Grouping.DAY, Grouping.WEEK, Grouping.MONTH}


def _by_start(buckets: Sequence[Raw], asked: Asked) -> dict[str, Numbers]:
    """Each day, week or month, also those on which nothing was counted."""
    groups: dict[str, list[Raw]] = {start: [] for start in asked.days.starts(asked.grouping)}
    days_alone = asked.grouping in TOLD_BY_DAY
    for bucket in buckets:
        if days_alone and bucket["grain"] != Grain.DAY:
            continue
        groups[start_of(asked.grouping, bucket["start"])].append(bucket)
    return {start: added(some) for start, some in groups.items()}


def _whole(buckets: Sequence[Raw], asked: Asked) -> Numbers:
    """Of whole months where there are some: these are fewer than the days in them."""
    months = asked.days.months()
    return added(
        bucket
        for bucket in buckets
        if bucket["grain"] == Grain.MONTH or not months.first <= bucket["start"][:7] <= months.last
    )


async def _keys(epoch: int, asked: Asked, subject: Subject) -> Page:
    """A page of those for whom anything was counted on the first day or later."""
    where: Raw = {"epoch": epoch, "dimension": Dimension(asked.grouping.value)}
    if subject.dimension is not Dimension.ALL:
        where["key"] = subject.key
    where["last_day"] = {"$gte": asked.days.first.isoformat()}
    fields = ["key", "first_day", "last_day"]
    return await page(
        StatKey, where, RECENT, first=asked.first, after=asked.after, projection=fields
    )


async def _by_key(
    epoch: int, asked: Asked, keys: Sequence[str], stretches: Sequence[Stretch]
) -> dict[str, Numbers]:
    buckets = await StatBucket.within(epoch, asked.grouping.value, keys, stretches, asked.parts)
    groups: dict[str, list[Raw]] = {key: [] for key in keys}
    for bucket in buckets:
        groups[bucket["key"]].append(bucket)
    return {key: added(some) for key, some in groups.items()}


async def names(grouping: Grouping, answer: Answer) -> dict[str, str]:
    """What the people of an answer by people are called, by their keys; one query."""
    if grouping not in {Grouping.IMPORTER, Grouping.REVIEWER}:
        return {}
    found = await by_ids(User, [PydanticObjectId(key) for key in answer.groups], None, ["name"])
    return {str(id): raw["name"] for id, raw in found.items()}

"""Numbers of each day and month, added up when something happens, never by looking at pictures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne

from documents.kept import Kept
from documents.pages import Raw
from documents.transactions import Session

# Days of storage are snapshots; counting anew leaves them as they were seen.
OBSERVED = 0
HELD = "HELD"


class Dimension(StrEnum):
    """By what is counted; ALL has one key, which is empty."""

    ALL = "ALL"
    IMPORTER = "IMPORTER"
    REVIEWER = "REVIEWER"
    PRODUCT = "PRODUCT"


class Grain(StrEnum):
    """How long a bucket is; its start is such as 2026-11-21, or 2026-11."""

    DAY = "DAY"
    MONTH = "MONTH"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something counts: a key of a dimension, on a day in UTC."""

    dimension: Dimension
    key: str
    day: str


Increments = Mapping[Place, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Buckets of one length whose starts lie from `first` to `last`, both included."""

    grain: Grain
    first: str
    last: str


class StatBucket(Kept):
    """What happened on a day or in a month, of one key; see `actions.counting` for the fields."""

    epoch: int
    dimension: str
    key: str
    grain: Grain
    start: str
    counts: dict[str, int] = Field(default_factory=dict)
    decided: dict[str, int] = Field(default_factory=dict)
    stages: dict[str, dict[str, dict[str, int]]] = Field(default_factory=dict)
    failures: dict[str, dict[str, int]] = Field(default_factory=dict)
    held: dict[str, dict[str, int]] = Field(default_factory=dict)

    class Settings:
        """Where buckets are kept: the index serves every question."""

        name = "stat_buckets"
        indexes = [
            IndexModel(
                [
                    ("epoch", ASCENDING),
                    ("dimension", ASCENDING),
                    ("key", ASCENDING),
                    ("grain", ASCENDING),
                    ("start", ASCENDING),
                ],
                unique=True,
                name="place",
            ),
        ]

    @classmethod
    async def add(cls, epoch: int, increments: Increments, session: Session) -> None:
        """Add to the buckets of days and months, in the transaction that marks why."""
        writes = [
            UpdateOne({"epoch": epoch, **where}, {"$inc": dict(fields)}, upsert=True)
            for place, fields in increments.items()
            for where in _buckets(place)
            if fields
        ]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)
            await StatKey.see(epoch, increments, session)

    @classmethod
    async def observe(cls, day: str, held: Mapping[str, Any], session: Session) -> None:
        """Note what is stored as the last known of a day."""
        where = {"epoch": OBSERVED, "dimension": HELD, "key": "", "grain": Grain.DAY, "start": day}
        await cls.get_pymongo_collection().update_one(
            where, {"$set": {"held": dict(held)}}, upsert=True, session=session
        )

    @classmethod
    async def within(
        cls,
        epoch: int,
        dimension: str,
        keys: Sequence[str],
        stretches: Sequence[Stretch],
        fields: Iterable[str],
    ) -> list[Raw]:
        """The buckets of some keys in some stretches, with these of their fields; one query."""
        parts = [
            {
                "epoch": epoch,
                "dimension": dimension,
                "key": {"$in": list(keys)},
                "grain": stretch.grain,
                "start": {"$gte": stretch.first, "$lte": stretch.last},
            }
            for stretch in stretches
        ]
        if not parts or not keys:
            return []
        shown = dict.fromkeys(["key", "grain", "start", *fields], 1)
        return await cls.get_pymongo_collection().find({"$or": parts}, shown).to_list()

    @classmethod
    async def forget_others(cls, epoch: int) -> None:
        """Remove what earlier countings have left."""
        outdated = {"epoch": {"$nin": [OBSERVED, epoch]}}
        await cls.get_pymongo_collection().delete_many(outdated)
        await StatKey.get_pymongo_collection().delete_many({"epoch": {"$ne": epoch}})


class StatKey(Kept):
    """A key of a dimension that anything was counted for, and on which days."""

    epoch: int
    dimension: str
    key: str
    first_day: str
    last_day: str

    class Settings:
        """Where keys are kept."""

        name = "stat_keys"
        indexes = [
            IndexModel(
                [("epoch", ASCENDING), ("dimension", ASCENDING), ("key", ASCENDING)], unique=True
            ),
            IndexModel(
                [
                    ("epoch", ASCENDING),
                    ("dimension", ASCENDING),
                    ("last_day", DESCENDING),
                    ("_id", DESCENDING),
                ],
                name="recent",
            ),
        ]

    @classmethod
    async def see(cls, epoch: int, increments: Increments, session: Session) -> None:
        """Note that something is counted for keys, in the same transaction."""
        writes = [
            UpdateOne(
                {"epoch": epoch, "dimension": place.dimension, "key": place.key},
                {"$min": {"first_day": place.day}, "$max": {"last_day": place.day}},
                upsert=True,
            )
            for place, fields in increments.items()
            if place.dimension is not Dimension.ALL and fields
        ]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, session=session)


def day_of(moment: datetime) -> str:
    """The day in UTC of a moment."""
    return moment.astimezone(UTC).date().isoformat()


def _buckets(place: Place) -> list[Raw]:
    at = {"dimension": place.dimension, "key": place.key}
    return [
        {**at, "grain": Grain.DAY, "start": place.day},
        {**at, "grain": Grain.MONTH, "start": place.day[:7]},
    ]

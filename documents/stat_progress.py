"""How far counting has come: one document that every step of it changes."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from beanie import Document, PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from documents.clock import now
from documents.transactions import Session

LEASE = timedelta(seconds=30)
THE_ONE = "counting"


class Walked(BaseModel):
    """Up to which document of a collection everything is counted anew."""

    name: str
    id: PydanticObjectId


class StatProgress(Document):
    """Numbers are read from `epoch`; while they are counted anew they go to `target`.

    `token` is where the changes of what is stored are followed from; `held` is what is stored.
    Counting anew, `done` of about `expected` documents are counted; `job_id` is the job that
    somebody asked for it with.
    """

    id: str = THE_ONE  # type: ignore[assignment]
    epoch: int = 0
    target: int | None = 1
    token: dict[str, Any] | None = None
    # By epoch, as text.
    held: dict[str, dict[str, Any]] = Field(default_factory=dict)
    counted_at: datetime | None = None
    walked: Walked | None = None
    done: int = 0
    expected: int = 0
    job_id: PydanticObjectId | None = None
    by: str | None = None
    until: datetime = Field(default_factory=now)
    steps: int = 0

    class Settings:
        """Where it is kept."""

        name = "stat_progress"

    @property
    def writing(self) -> int:
        """The epoch that is counted into."""
        return self.epoch if self.target is None else self.target

    @property
    def share(self) -> float:
        """How much is counted anew, from 0 to 0.99."""
        return min(0.99, self.done / max(self.expected, 1))

    @classmethod
    async def current(cls) -> "StatProgress":
        """How far it is; the beginning where nobody has begun."""
        return await cls.get(THE_ONE) or cls()

    @classmethod
    async def claim(cls, by: str) -> "StatProgress | None":
        """Take or renew the lease; None while another one has it.

        It only spares work: two that count at once count nothing twice.
        """
        begun = cls().model_dump(exclude={"id", "by", "until"})
        free = {"$or": [{"by": by}, {"until": {"$lte": now()}}]}
        try:
            raw = await cls.get_pymongo_collection().find_one_and_update(
                {"_id": THE_ONE, **free},
                {"$set": {"by": by, "until": now() + LEASE}, "$setOnInsert": begun},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKeyError:
            return None
        return None if raw is None else cls.model_validate(raw)

    @classmethod
    async def release(cls, by: str) -> None:
        """Let somebody else have the lease at once."""
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE, "by": by}, {"$set": {"by": None, "until": now()}}
        )

    @classmethod
    async def step(cls, epoch: int, session: Session) -> bool:
        """Go before or after every other step; False where counting goes elsewhere by now."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": THE_ONE},
            {"$inc": {"steps": 1}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return raw is not None and cls.model_validate(raw).writing == epoch

    @classmethod
    async def hold(
        cls, epoch: int, increments: Mapping[str, int], session: Session
    ) -> dict[str, Any]:
        """Add to what is stored, and give all of it."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": THE_ONE},
            {"$inc": {f"held.{epoch}.{path}": count for path, count in increments.items()}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        assert raw is not None, "A step is taken before anything is held."
        held: dict[str, Any] = raw["held"][str(epoch)]
        return held

    @classmethod
    async def followed(cls, epoch: int, token: Mapping[str, Any]) -> None:
        """Keep the place up to which all changes are counted."""
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE, "$or": [{"target": epoch}, {"target": None, "epoch": epoch}]},
            {"$set": {"token": dict(token)}},
        )

    @classmethod
    async def set_out(cls, epoch: int, token: Mapping[str, Any], expected: int) -> None:
        """Begin to count about so many documents anew, and to follow the changes from here."""
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE, "target": epoch},
            {"$set": {"token": dict(token), "expected": expected, "done": 0, "walked": None}},
        )

    @classmethod
    async def get_on(cls, epoch: int, count: int, walked: Walked | None = None) -> None:
        """Note that so many more documents are counted anew, and up to where, if that is told."""
        there = {"$set": {"walked": walked.model_dump()}} if walked else {}
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE, "target": epoch}, {"$inc": {"done": count}, **there}
        )

    @classmethod
    async def up_to_date(cls, moment: datetime) -> None:
        """Note that all that was written before a moment is counted."""
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE}, {"$max": {"counted_at": moment}}
        )

    @classmethod
    async def anew(cls) -> int:
        """Have everything counted anew, into the epoch that is given back."""
        await cls._there()
        epoch = await cls._begin_anew({}, {}, None)
        assert epoch is not None, "It was made above."
        return epoch

    @classmethod
    async def anew_by(cls, job_id: PydanticObjectId, session: Session) -> int | None:
        """The same by a job, in the transaction that adds it; None while another job does so."""
        await cls._there()
        return await cls._begin_anew({"job_id": None}, {"job_id": job_id}, session)

    @classmethod
    async def let_go(cls, job_id: PydanticObjectId, session: Session) -> None:
        """Let another job count anew: this one has given up."""
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE, "job_id": job_id}, {"$set": {"job_id": None}}, session=session
        )

    @classmethod
    async def _there(cls) -> None:
        begun = cls().model_dump(exclude={"id"})
        # Another one may have made it at this moment.
        with suppress(DuplicateKeyError):
            await cls.get_pymongo_collection().update_one(
                {"_id": THE_ONE}, {"$setOnInsert": begun}, upsert=True
            )

    @classmethod
    async def _begin_anew(
        cls, where: Mapping[str, Any], sets: Mapping[str, Any], session: Session | None
    ) -> int | None:
        fresh = {"token": None, "walked": None, "done": 0, "expected": 0}
        target = {"$add": [{"$ifNull": ["$target", "$epoch"]}, 1]}
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": THE_ONE, **where},
            [{"$set": {"target": target, **fresh, **sets}}],
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return None if raw is None else int(raw["target"])

    @classmethod
    async def switch(cls, target: int) -> bool:
        """Let the numbers be read from where they were counted anew; False where that is over."""
        result = await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE, "target": target},
            {"$set": {"epoch": target, "target": None, "job_id": None}},
        )
        earlier = [f"held.{name}" for name in (await cls.current()).held if int(name) < target]
        if earlier:
            await cls.get_pymongo_collection().update_one(
                {"_id": THE_ONE}, {"$unset": dict.fromkeys(earlier, "")}
            )
        return result.modified_count == 1

"""How far counting has come: one document that every step of it changes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from documents.clock import now
from documents.transactions import Session

LEASE = timedelta(seconds=30)
THE_ONE = "counting"


class StatProgress(Document):
    """Numbers are read from `epoch`; while they are counted anew they go to `target`.

    `token` is where the changes of what is stored are followed from; `held` is what is stored.
    """

    id: str = THE_ONE  # type: ignore[assignment]
    epoch: int = 0
    target: int | None = 1
    token: dict[str, Any] | None = None
    # By epoch, as text.
    held: dict[str, dict[str, Any]] = Field(default_factory=dict)
    counted_at: datetime | None = None
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
    async def up_to_date(cls, moment: datetime) -> None:
        """Note that all that was written before a moment is counted."""
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE}, {"$max": {"counted_at": moment}}
        )

    @classmethod
    async def anew(cls) -> int:
        """Have everything counted anew, into the epoch that is given back."""
        begun = cls()
        await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE}, {"$setOnInsert": begun.model_dump(exclude={"id"})}, upsert=True
        )
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": THE_ONE},
            [
                {
                    "$set": {
                        "target": {"$add": [{"$ifNull": ["$target", "$epoch"]}, 1]},
                        "token": None,
                    }
                }
            ],
            return_document=ReturnDocument.AFTER,
        )
        assert raw is not None, "It was made above."
        return int(raw["target"])

    @classmethod
    async def switch(cls, target: int) -> bool:
        """Let the numbers be read from where they were counted anew; False where that is over."""
        result = await cls.get_pymongo_collection().update_one(
            {"_id": THE_ONE, "target": target}, {"$set": {"epoch": target, "target": None}}
        )
        earlier = [f"held.{name}" for name in (await cls.current()).held if int(name) < target]
        if earlier:
            await cls.get_pymongo_collection().update_one(
                {"_id": THE_ONE}, {"$unset": dict.fromkeys(earlier, "")}
            )
        return result.modified_count == 1

"""The count of changes of the catalogue: whoever changes it takes the next numbers here."""

from typing import Any

from beanie import Document
from pymongo import ReturnDocument

from documents.catalog import MAJORITY
from documents.transactions import Session, contended

CATALOG = "catalog"


class Feed(Document):
    """How far the changes go: `latest` was the last one, `oldest` is the first still kept.

    Numbers are taken in the transaction of the change. Two that take them at the same time
    cannot both commit, and the one that is run again sees what the other has written. So
    numbers have no gaps, and whoever has seen one can see all below it.
    """

    id: str  # type: ignore[assignment]
    latest: int = 0
    oldest: int = 1
    turn: int = 0

    class Settings:
        """Where the count is kept."""

        name = "feeds"

    @classmethod
    async def begin(cls) -> None:
        """Have the count, at nothing where there was none; may be repeated."""
        await cls.get_pymongo_collection().update_one(
            {"_id": CATALOG}, {"$setOnInsert": {"latest": 0, "oldest": 1, "turn": 0}}, upsert=True
        )

    @classmethod
    async def take(cls, count: int, session: Session) -> int:
        """The first of `count` numbers that are this transaction's."""
        raw = await cls._counted({"latest": count}, session)
        return int(raw["latest"]) - count + 1

    @classmethod
    async def touch(cls, session: Session) -> None:
        """Go before or after, never beside, every other transaction that changes the catalogue."""
        await cls._counted({"turn": 1}, session)

    @classmethod
    async def now(cls) -> "Feed":
        """How far the changes go that no rollback can take back."""
        settled = cls.get_pymongo_collection().with_options(read_concern=MAJORITY)
        raw = await settled.find_one({"_id": CATALOG})
        return cls(id=CATALOG) if raw is None else cls.model_validate(raw)

    @classmethod
    async def begin_at(cls, oldest: int) -> None:
        """Say, before they are removed, that changes below `oldest` are no longer kept."""
        await cls.get_pymongo_collection().update_one(
            {"_id": CATALOG}, {"$max": {"oldest": oldest}}
        )

    @classmethod
    async def _counted(cls, counts: dict[str, int], session: Session) -> dict[str, Any]:
        new = {"latest": 0, "oldest": 1, "turn": 0}
        with contended(cls.touch):
            raw = await cls.get_pymongo_collection().find_one_and_update(
                {"_id": CATALOG},
                {
                    "$inc": counts,
                    "$setOnInsert": {k: v for k, v in new.items() if k not in counts},
                },
                upsert=True,
                return_document=ReturnDocument.AFTER,
                session=session,
            )
        assert raw is not None, "It is made where it is missing."
        return dict(raw)

"""Every change of what shops see, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from beanie import Document, PydanticObjectId
from pydantic import Field

from documents.catalog import MAJORITY
from documents.clock import now
from documents.pages import Raw
from documents.transactions import Session


class ChangeKind(StrEnum):
    """What became of a picture in the catalogue."""

    PUBLISHED = "PUBLISHED"
    UPDATED = "UPDATED"
    REORDERED = "REORDERED"
    WITHDRAWN = "WITHDRAWN"
    DELETED = "DELETED"


class Change(Document):
    """One change, under its number: see `documents.feed`.

    `fields` are those of CatalogRow that differ; `product_code` is where the picture is now, or
    was until it went, `previous_product_code` where it came from if it moved.
    """

    id: int  # type: ignore[assignment]
    kind: ChangeKind
    image_id: PydanticObjectId
    product_code: str | None = None
    previous_product_code: str | None = None
    fields: list[str] = Field(default_factory=list)
    at: datetime = Field(default_factory=now)

    class Settings:
        """Where changes are kept; they are read and removed by number only."""

        name = "changes"

    @classmethod
    async def add(cls, changes: "Sequence[Change]", session: Session) -> None:
        """Keep changes in the transaction that makes them."""
        rows = [{"_id": one.id, **one.model_dump(exclude={"id"})} for one in changes]
        await cls.get_pymongo_collection().insert_many(rows, session=session)

    @classmethod
    async def beyond(cls, number: int, limit: int) -> list[Raw]:
        """At most `limit` raw changes after `number` that no rollback can take back, in order."""
        settled = cls.get_pymongo_collection().with_options(read_concern=MAJORITY)
        return await settled.find({"_id": {"$gt": number}}).sort("_id", 1).limit(limit).to_list()

    @classmethod
    async def newest(cls, kind: ChangeKind, among: int = 1_000) -> Raw | None:
        """The newest raw change of a kind `among` the newest of all; None if none is."""
        rows = cls.get_pymongo_collection().find().sort("_id", -1).limit(among)
        async for raw in rows:
            if raw["kind"] == kind:
                return dict(raw)
        return None

    @classmethod
    async def older(cls, than: datetime, limit: int) -> int | None:
        """The last of the first changes, at most `limit`, that are all older; None if none is."""
        found = cls.get_pymongo_collection().find({}, {"at": 1}).sort("_id", 1).limit(limit)
        last = None
        async for raw in found:
            if raw["at"] >= than:
                break
            last = int(raw["_id"])
        return last

    @classmethod
    async def forget(cls, below: int) -> int:
        """Remove the changes below a number; tells how many there were."""
        gone = await cls.get_pymongo_collection().delete_many({"_id": {"$lt": below}})
        return gone.deleted_count

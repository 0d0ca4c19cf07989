"""Pictures that are not in an export, and why: its report."""

from collections.abc import Sequence
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.kept import Kept


class ExportSkip(Kept):
    """One picture that was left out; `number` counts them, from 1. `facts` are the reason's."""

    export_id: PydanticObjectId
    number: int
    image_id: PydanticObjectId
    product_code: str | None = None
    reason: str
    facts: dict[str, Any] = Field(default_factory=dict)

    class Settings:
        """Where and how they are kept: as long as their export."""

        name = "export_skips"
        indexes = [
            IndexModel([("export_id", ASCENDING), ("number", ASCENDING)], unique=True),
        ]

    @classmethod
    async def add(cls, skips: "Sequence[ExportSkip]") -> None:
        """Keep some more."""
        if skips:
            await cls.insert_many(list(skips))

    @classmethod
    async def forget_after(cls, export_id: PydanticObjectId, number: int) -> None:
        """Forget those after a number, for they are found again."""
        where = {"export_id": export_id, "number": {"$gt": number}}
        await cls.get_pymongo_collection().delete_many(where)

    @classmethod
    async def forget_all(cls, export_ids: Sequence[PydanticObjectId]) -> None:
        """Forget the reports of some exports."""
        where = {"export_id": {"$in": list(export_ids)}}
        await cls.get_pymongo_collection().delete_many(where)

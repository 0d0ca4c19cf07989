"""What the shop sells."""

from datetime import datetime

from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.kept import Kept
from documents.transactions import Session


class Product(Kept):
    """A product, known by its code (SKU)."""

    code: str
    name: str | None = None
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how products are kept."""

        name = "products"
        indexes = [IndexModel([("code", ASCENDING)], unique=True)]

    @classmethod
    async def ensure(cls, code: str, name: str | None, session: Session | None = None) -> None:
        """Have a product under `code`; a known one keeps its name unless it has none yet."""
        products = cls.get_pymongo_collection()
        new = {"created_at": now(), "updated_at": now()}
        await products.update_one(
            {"code": code}, {"$setOnInsert": {"name": None, **new}}, upsert=True, session=session
        )
        if name is not None:
            await products.update_one(
                {"code": code, "name": None},
                {"$set": {"name": name, "updated_at": now()}},
                session=session,
            )

    @classmethod
    async def rename(cls, code: str, name: str | None, session: Session) -> None:
        """Give the product under `code` another name, or none."""
        await cls.get_pymongo_collection().update_one(
            {"code": code}, {"$set": {"name": name, "updated_at": now()}}, session=session
        )

"""What the shop sells."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.errors import DuplicateKeyError

from documents.clock import now
from documents.errors import DocumentsError, NoSuchDocument
from documents.kept import Kept
from documents.transactions import Session


class ProductRole(StrEnum):
    """What an image is to its product."""

    MAIN = "MAIN"
    ADDITIONAL = "ADDITIONAL"
    LIFESTYLE = "LIFESTYLE"
    SWATCH = "SWATCH"
    DETAIL = "DETAIL"


class CodeTaken(DocumentsError):
    """There is a product with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is a product with the code {code}.")
        self.code = code


class Product(Kept):
    """A product, known by its code (SKU).

    `turn` counts the changes of what is placed on it, so that of two at the same moment one
    waits for the other.
    """

    code: str
    name: str | None = None
    version: int = 1
    turn: int = 0
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how products are kept."""

        name = "products"
        indexes = [
            IndexModel([("code", ASCENDING)], unique=True),
            # A list sorts by the id too, and MongoDB does not conclude that there is no tie.
            IndexModel([("code", ASCENDING), ("_id", ASCENDING)], name="in_order"),
        ]

    async def add(self, session: Session) -> None:
        """Keep a new product. Raises CodeTaken."""
        try:
            await self.insert(session=session)
        except DuplicateKeyError as error:
            raise CodeTaken(self.code) from error

    @classmethod
    async def ensure(cls, code: str, name: str | None, session: Session | None = None) -> bool:
        """Have a product under `code`; a known one keeps its name unless it has none yet.

        Tells whether one that was there has got its first name by this.
        """
        products = cls.get_pymongo_collection()
        known = await products.update_one({"code": code}, _ensured(), upsert=True, session=session)
        if name is None:
            return False
        named = await products.update_one(
            {"code": code, "name": None},
            {"$set": {"name": name, "updated_at": now()}},
            session=session,
        )
        return bool(known.matched_count and named.modified_count)

    @classmethod
    async def exists(cls, code: str, session: Session) -> bool:
        """Whether there is a product under `code`."""
        found = await cls.get_pymongo_collection().find_one(
            {"code": code}, {"_id": 1}, session=session
        )
        return found is not None

    @classmethod
    async def take_turn(cls, code: str, session: Session) -> "Product":
        """Change what is placed on the product in this transaction. Raises NoSuchDocument."""
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"code": code}, {"$inc": {"turn": 1}}, session=session
        )
        if raw is None:
            raise NoSuchDocument("product", code)
        product: Product = cls.model_validate(raw)
        return product

    @classmethod
    async def ensure_all(cls, codes: Iterable[str], session: Session) -> None:
        """As `ensure` without a name, for many at once."""
        writes = [UpdateOne({"code": one}, _ensured(), upsert=True) for one in dict.fromkeys(codes)]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, session=session)

    @classmethod
    async def rename(cls, code: str, name: str | None, session: Session) -> None:
        """Give the product under `code` another name, or none."""
        await cls.rename_all({code: name}, session)

    @classmethod
    async def names(cls, codes: Iterable[str], session: Session) -> dict[str, str | None]:
        """The names of those of some products that are there, by their codes; one query."""
        where = {"code": {"$in": [*codes]}}
        found = cls.get_pymongo_collection().find(where, {"code": 1, "name": 1}, session=session)
        return {raw["code"]: raw.get("name") async for raw in found}

    @classmethod
    async def rename_all(cls, names: Mapping[str, str | None], session: Session) -> None:
        """Give products, by their codes, other names, or none."""
        writes = [UpdateOne({"code": code}, _renamed(name)) for code, name in names.items()]
        if writes:
            await cls.get_pymongo_collection().bulk_write(writes, session=session)

    @classmethod
    async def remove(cls, id: PydanticObjectId, session: Session) -> "Product | None":
        """Remove the record and give it; None if there was none."""
        raw = await cls.get_pymongo_collection().find_one_and_delete({"_id": id}, session=session)
        return None if raw is None else cls.model_validate(raw)


def _ensured() -> dict[str, Any]:
    new = {"name": None, "version": 1, "created_at": now(), "updated_at": now()}
    # Counting keeps the product from being deleted by a transaction at the same moment.
    return {"$setOnInsert": new, "$inc": {"turn": 1}}


def _renamed(name: str | None) -> list[dict[str, Any]]:
    sets = {
        "name": {"$literal": name},
        "updated_at": now(),
        "version": {"$add": [{"$ifNull": ["$version", 1]}, 1]},
    }
    return [{"$set": sets}]

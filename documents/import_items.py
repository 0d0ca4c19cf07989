"""The items of an import: each is a file elsewhere, and ends accounted for exactly once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.errors import CannotMove
from documents.imports import Import
from documents.kept import Kept
from documents.problems import Problem
from documents.products import ProductRole
from documents.transactions import Session, together


class ItemState(StrEnum):
    """What became of an item."""

    PENDING = "PENDING"
    TAKEN = "TAKEN"
    SKIPPED = "SKIPPED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"


# TAKEN is an image from then on, and its own processing tells the rest.
ITEM_ARROWS = {
    ItemState.PENDING: {
        ItemState.TAKEN,
        ItemState.SKIPPED,
        ItemState.REFUSED,
        ItemState.CANCELLED,
    },
    ItemState.TAKEN: set[ItemState](),
    ItemState.SKIPPED: set[ItemState](),
    ItemState.REFUSED: {ItemState.PENDING},
    ItemState.CANCELLED: set[ItemState](),
}


class SaidOfItem(BaseModel):
    """What is said of one item; None leaves what is said of all of them.

    Groups and collections are named: one that has the name already is used, else it is made.
    The texts are as they were written; they are cleaned and checked when the item is taken in.
    """

    product_code: str | None = None
    product_name: str | None = None
    product_position: int | None = None
    product_role: ProductRole | None = None
    title: str | None = None
    keywords: list[str] | None = None
    group_name: str | None = None
    collection_names: list[str] = Field(default_factory=list)

    @property
    def placed(self) -> bool:
        """Whether it has a place on its product to go to."""
        return self.product_position is not None or self.product_role is not None


class ImportItem(Kept):
    """A file that is to become the image `image_id`, which is fixed before anything is stored.

    `name` tells it from the others of its import, whenever they are listed; `where` is what
    the source needs to open it. `image_id` of a SKIPPED item is the image that was there
    before, and so is that of a TAKEN one whose file has replaced another. `to_place` is the
    product on which a TAKEN one has not come to its place yet.
    """

    import_id: PydanticObjectId
    position: int
    name: str
    file_name: str
    where: str
    said: SaidOfItem = Field(default_factory=SaidOfItem)
    image_id: PydanticObjectId = Field(default_factory=PydanticObjectId)
    state: ItemState = ItemState.PENDING
    problem: Problem | None = None
    attempts: int = 0
    round: int = 1
    to_place: str | None = None
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how items are kept; by position, of any state or of one."""

        name = "import_items"
        indexes = [
            IndexModel([("import_id", ASCENDING), ("name", ASCENDING)], unique=True),
            IndexModel([("import_id", ASCENDING), ("position", ASCENDING), ("_id", ASCENDING)]),
            IndexModel(
                [
                    ("import_id", ASCENDING),
                    ("state", ASCENDING),
                    ("position", ASCENDING),
                    ("_id", ASCENDING),
                ]
            ),
            IndexModel([("image_id", ASCENDING)]),
            IndexModel(
                [("import_id", ASCENDING), ("to_place", ASCENDING)],
                name="to_place",
                partialFilterExpression={"to_place": {"$type": "string"}},
            ),
        ]

    @classmethod
    async def add(cls, items: "Sequence[ImportItem]", session: Session) -> None:
        """Keep and count those of the items of one import that are not known yet."""
        if not items:
            return
        import_id = items[0].import_id
        names = [item.name for item in items]
        found = cls.get_pymongo_collection().find(
            {"import_id": import_id, "name": {"$in": names}}, {"name": 1}, session=session
        )
        known = {raw["name"] async for raw in found}
        fresh = [item for item in items if item.name not in known]
        if fresh:
            await cls.insert_many(fresh, session=session)
            await Import.tally(import_id, _counted(fresh), session)

    @classmethod
    async def in_state(
        cls, import_id: PydanticObjectId, state: ItemState, limit: int, *, after: int = -1
    ) -> "list[ImportItem]":
        """At most `limit` items in a state behind the position `after`, in their order."""
        where = {"import_id": import_id, "state": state, "position": {"$gt": after}}
        return await cls.find(where).sort("+position", "+_id").limit(limit).to_list()

    async def begin(self) -> bool:
        """Count one more attempt; False if the item is not PENDING any more."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "state": ItemState.PENDING},
            {"$inc": {"attempts": 1}, "$set": {"updated_at": now()}},
        )
        self.attempts += 1
        return result.matched_count == 1

    async def rename_image(self) -> None:
        """Give the item another image to become: the one before is being removed."""
        fresh = PydanticObjectId()
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "state": ItemState.PENDING, "image_id": self.image_id},
            {"$set": {"image_id": fresh}},
        )
        if result.matched_count == 0:
            raise CannotMove("another state", ItemState.PENDING)
        self.image_id = fresh

    async def move(
        self,
        there: ItemState,
        session: Session,
        *,
        problem: Problem | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Import:
        """Take one arrow of ITEM_ARROWS from PENDING, and count it. Raises CannotMove."""
        sets = {
            **(facts or {}),
            "state": there,
            "problem": problem.model_dump() if problem else None,
            "updated_at": now(),
        }
        here = ItemState.PENDING
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "state": here}, {"$set": sets}, session=session
        )
        if result.matched_count == 0:
            raise CannotMove("another state", there)
        return await Import.tally(self.import_id, {here: -1, there: 1}, session)

    @classmethod
    async def reopen(cls, import_id: PydanticObjectId, round: int, limit: int) -> int:
        """Make refused items of earlier rounds PENDING again, `limit` at most; tells how many."""
        refused = await cls._ids(
            {"import_id": import_id, "state": ItemState.REFUSED, "round": {"$lt": round}}, limit
        )
        sets = {"problem": None, "attempts": 0, "round": round}
        return await cls._move_all(import_id, refused, ItemState.REFUSED, ItemState.PENDING, sets)

    @classmethod
    async def cancel(cls, items: "Sequence[ImportItem]") -> int:
        """Give up those of the items of one import that are still PENDING; tells how many."""
        ids = [item.id for item in items]
        import_id = items[0].import_id
        return await cls._move_all(import_id, ids, ItemState.PENDING, ItemState.CANCELLED, {})

    async def excuse(self) -> None:
        """Take the last attempt back: it failed for a reason that is none of the item's doing."""
        await self.get_pymongo_collection().update_one(
            {"_id": self.id, "state": ItemState.PENDING}, {"$inc": {"attempts": -1}}
        )

    @classmethod
    async def point(
        cls, image_id: PydanticObjectId, other_id: PydanticObjectId, session: Session
    ) -> None:
        """Say that what was taken in as one image is another one, which was there before."""
        await cls.get_pymongo_collection().update_many(
            {"image_id": image_id},
            {"$set": {"image_id": other_id, "to_place": None, "updated_at": now()}},
            session=session,
        )

    @classmethod
    async def unplaced(cls, import_id: PydanticObjectId, limit: int) -> "list[ImportItem]":
        """Items that have yet to come to their place, all of one product, `limit` at most."""
        where = {"import_id": import_id, "to_place": {"$type": "string"}}
        one = await cls.find_one(where)
        if one is None:
            return []
        return await cls.find({**where, "to_place": one.to_place}).limit(limit).to_list()

    @classmethod
    async def place(
        cls,
        items: "Sequence[ImportItem]",
        problem: Problem | None = None,
        session: Session | None = None,
    ) -> None:
        """Say that these have come to their place, or that they cannot, and why."""
        sets: dict[str, Any] = {"to_place": None, "updated_at": now()}
        if problem is not None:
            sets["problem"] = problem.model_dump()
        await cls.get_pymongo_collection().update_many(
            {"_id": {"$in": [item.id for item in items]}}, {"$set": sets}, session=session
        )

    @classmethod
    async def _move_all(
        cls,
        import_id: PydanticObjectId,
        ids: Sequence[PydanticObjectId],
        here: ItemState,
        there: ItemState,
        facts: Mapping[str, Any],
    ) -> int:
        if not ids:
            return 0
        sets = {**facts, "state": there, "updated_at": now()}

        async def write(session: Session) -> int:
            result = await cls.get_pymongo_collection().update_many(
                {"_id": {"$in": list(ids)}, "state": here}, {"$set": sets}, session=session
            )
            moved = result.modified_count
            await Import.tally(import_id, {here: -moved, there: moved}, session)
            return moved

        return await together(write)

    @classmethod
    async def _ids(cls, where: Mapping[str, Any], limit: int) -> list[PydanticObjectId]:
        found = cls.get_pymongo_collection().find(where, {"_id": 1}).limit(limit)
        return [raw["_id"] async for raw in found]


def _counted(items: "Sequence[ImportItem]") -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in items:
        counts[item.state] = counts.get(item.state, 0) + 1
    return counts

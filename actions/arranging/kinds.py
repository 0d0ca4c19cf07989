"""Collections that people fill, and those that fill themselves."""

from collections.abc import Sequence

from beanie import PydanticObjectId

from actions.errors import Path, Refused
from documents.collections import Collection, CollectionKind


class CollectionIsSmart(Refused):
    """Nobody puts images into a smart collection, takes them out or sorts them."""

    code = "COLLECTION_IS_SMART"

    def __init__(self, path: Path = ("collectionId",)) -> None:
        super().__init__(
            "Its filter says what is in a smart collection: change that by updateSmartCollection, "
            "or take a collection of your own."
        )
        self.path = path


class CollectionIsManual(Refused):
    """A collection that was filled by hand has no filter."""

    code = "COLLECTION_IS_MANUAL"
    path = ("id",)

    def __init__(self) -> None:
        super().__init__("This collection was filled by hand: make a smart one for the filter.")


def by_hand(collection: Collection) -> Collection:
    """The same collection. Raises CollectionIsSmart."""
    if collection.kind is CollectionKind.SMART:
        raise CollectionIsSmart
    return collection


async def must_be_by_hand(ids: Sequence[PydanticObjectId], path: Path = ("collectionIds",)) -> None:
    """Raise CollectionIsSmart, with `path`, where one of `ids` is smart."""
    if ids and await smart_among(ids):
        raise CollectionIsSmart(path)


async def smart_among(ids: Sequence[PydanticObjectId]) -> set[PydanticObjectId]:
    """Those of `ids` that are smart; one query."""
    where = {"_id": {"$in": list(ids)}, "kind": CollectionKind.SMART}
    found = Collection.get_pymongo_collection().find(where, {"_id": 1})
    return {raw["_id"] async for raw in found}

"""The indexes that documents declare: built, and replaced where an earlier version had others."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from beanie import Document
from beanie.odm.fields import IndexModelField
from pymongo import IndexModel
from pymongo.errors import OperationFailure

from documents.built_indexes import BuiltIndexes
from documents.errors import DocumentsError

# MongoDB has no more for one collection, that of `_id` among them.
MOST = 64
# IndexOptionsConflict, IndexKeySpecsConflict: there is one like it that is not the same.
LIKE_IT = (85, 86)
# CannotCreateIndex (there are too many) and DuplicateKey are for the operator to see to.
TOO_MANY, DUPLICATES = 67, 11000
INDEX_NOT_FOUND = 27
# What a unique index is called while the one that it will replace is still there.
INTERIM = ".next"
# Those of versions that did not take down yet what they had built.
ONCE_OURS: Mapping[str, frozenset[str]] = {
    "audit": frozenset({"at_-1", "subject_id_1_at_-1"}),
    "images": frozenset(
        {
            "original.sha256_1",
            "published",
            *(
                f"deleted_at_1_{field}{order}_-1__id_-1"
                for field in (
                    "",
                    "collection_ids_1_",
                    "group_id_1_",
                    "product_code_1_",
                    "review.state_1_",
                    "state_1_",
                )
                for order in ("created_at", "updated_at")
            ),
        }
    ),
}


class IndexNotBuilt(DocumentsError):
    """What is kept, or an index of somebody else, is in the way of one that we need."""

    def __init__(self, collection: str, name: str, reason: str) -> None:
        super().__init__(f"The index {name} of {collection} cannot be built: {reason}")
        self.collection, self.name, self.reason = collection, name, reason


async def build(models: Iterable[type[Document]]) -> None:
    """Have the indexes that `models` declare, and none that only earlier versions declared.

    One that is there with other keys or options is replaced. Any number of processes may do this
    at the same time. What nobody of ours has built is left alone. Raises IndexNotBuilt.
    """
    known = await BuiltIndexes.known()
    for model in models:
        declared = declared_by(model)
        names = known.get(model.get_collection_name(), set())
        if declared and not (names == declared.keys() and await _complete(model, declared)):
            await _settle(model, declared)


def declared_by(model: type[Document]) -> dict[str, IndexModel]:
    """The indexes of a document, by name; of several with the same fields, Beanie takes one."""
    fields = IndexModelField.merge_indexes([], model.get_settings().indexes)
    return {field.name: field.index for field in fields}


async def _complete(model: type[Document], declared: Mapping[str, IndexModel]) -> bool:
    """Build those that are missing; False where one of them cannot simply be built."""
    try:
        await model.get_pymongo_collection().create_indexes(list(declared.values()))
    except OperationFailure:
        return False
    return True


async def _settle(model: type[Document], declared: Mapping[str, IndexModel]) -> None:
    rows = model.get_pymongo_collection()
    async with BuiltIndexes.turn(rows.name) as names:
        there = (await rows.index_information()).keys()
        retired = sorted(_retired(rows.name, there, names, declared))
        # Lists of versions that still run need them until then, where there is room for all.
        too_many = max(0, len(there | declared.keys() | {"_id_"}) - MOST + 1)
        for name in retired[:too_many]:
            await _drop(model, name)
        if not await _complete(model, declared):
            for index in declared.values():
                await _build(model, index, retired)
        for name in retired[too_many:]:
            await _drop(model, name)
        await BuiltIndexes.remember(rows.name, declared)


def _retired(
    collection: str, there: Collection[str], known: set[str], declared: Mapping[str, IndexModel]
) -> set[str]:
    ours = (
        known | ONCE_OURS.get(collection, frozenset()) | {f"{name}{INTERIM}" for name in declared}
    )
    return (ours & set(there)) - declared.keys()


async def _build(model: type[Document], index: IndexModel, retired: Collection[str]) -> None:
    """Build one; whatever is like it and ours makes room for it."""
    try:
        await _create(model, index)
    except OperationFailure as error:
        if error.code not in LIKE_IT:
            raise
    else:
        return
    there, name = (
        await model.get_pymongo_collection().index_information(),
        str(index.document["name"]),
    )
    if name in there:
        await _replace(model, index)
        return
    for other in _like(index, there):
        if other not in retired:
            raise IndexNotBuilt(
                model.get_collection_name(),
                name,
                f"{other}, which is not ours, is the same under another name. Drop that one.",
            )
        await _drop(model, other)
    await _create(model, index)


def _like(index: IndexModel, there: Mapping[str, Mapping[str, Any]]) -> list[str]:
    keys = list(index.document["key"].items())
    return [name for name, found in there.items() if found["key"] == keys]


async def _replace(model: type[Document], index: IndexModel) -> None:
    """Put one in the place of another of its name; what is unique stays so all the while."""
    interim = _interim(index) if index.document.get("unique") else None
    if interim is not None:
        await _create(model, interim)
    await _drop(model, str(index.document["name"]))
    await _create(model, index)
    if interim is not None:
        await _drop(model, str(interim.document["name"]))


def _interim(index: IndexModel) -> IndexModel:
    """The same under another name. MongoDB has no two that are alike, so it says more: nothing."""
    options = {key: value for key, value in index.document.items() if key != "key"}
    options["partialFilterExpression"] = {
        **options.get("partialFilterExpression", {}),
        "_id": {"$exists": True},
    }
    options["name"] += INTERIM
    return IndexModel(list(index.document["key"].items()), **options)


async def _create(model: type[Document], index: IndexModel) -> None:
    rows = model.get_pymongo_collection()
    try:
        await rows.create_indexes([index])
    except OperationFailure as error:
        if error.code not in (TOO_MANY, DUPLICATES):
            raise
        reason = _shared(error) if error.code == DUPLICATES else f"{error.details}"
        raise IndexNotBuilt(rows.name, str(index.document["name"]), reason) from error


def _shared(error: OperationFailure) -> str:
    values = (error.details or {}).get("keyValue", {})
    said = ", ".join(f"{field} {value!r}" for field, value in values.items())
    return f"it is to be unique, and several documents have {said}. Change all but one of them."


async def _drop(model: type[Document], name: str) -> None:
    try:
        await model.get_pymongo_collection().drop_index(name)
    except OperationFailure as error:
        if error.code != INDEX_NOT_FOUND:
            raise

"""Imports and items: found by indexes, moved along their arrows, counted as they move."""

from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo.asynchronous.database import AsyncDatabase

from documents.audit import Actor
from documents.collections import Collection
from documents.errors import CannotMove, NoSuchDocument
from documents.groups import ImageGroup
from documents.image_files import ImportSource
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, ImportState
from documents.transactions import Session, together

pytestmark = pytest.mark.usefixtures("database")
COUNT = 300


async def begun(count: int = 0) -> tuple[Import, list[ImportItem]]:
    """An import with so many items."""
    made = Import(
        source=ImportSource.FOLDER,
        actor=Actor(),
        importer_id=None,
        job_id=PydanticObjectId(),
        counts=dict.fromkeys(ItemState, 0),
    )
    await made.insert()
    items = [
        ImportItem(import_id=made.id, position=n, name=f"{n}", file_name=f"{n}.jpg", where="")
        for n in range(count)
    ]
    await added(items)
    return made, items


async def added(items: list[ImportItem]) -> None:
    """Add items, in a transaction as always."""

    async def write(session: Session) -> None:
        await ImportItem.add(items, session)

    await together(write)


async def moved(item: ImportItem, there: ItemState) -> Import:
    """Move an item, in a transaction as always."""
    return await together(lambda session: item.move(there, session))


async def test_items_are_added_and_counted_once() -> None:
    """Listed again, only what is new is kept, and none twice; nothing is nothing."""
    made, items = await begun(3)
    again = [item.model_copy(update={"id": PydanticObjectId()}) for item in items]
    fresh = ImportItem(import_id=made.id, position=3, name="new", file_name="n.jpg", where="")
    await added([*again, fresh])
    await added([])

    assert (await Import.present(made.id)).counts[ItemState.PENDING] == 4
    assert await ImportItem.find({"import_id": made.id}).count() == 4


async def test_an_item_ends_once() -> None:
    """Of two who end an item one does, and it is counted once."""
    made, [item] = await begun(1)
    counted = await moved(item, ItemState.TAKEN)
    with pytest.raises(CannotMove):
        await moved(item, ItemState.REFUSED)
    with pytest.raises(CannotMove):
        await item.rename_image()

    assert not await item.begin()
    assert counted.counts == (await Import.present(made.id)).counts
    assert counted.counts[ItemState.TAKEN] == 1


async def test_refused_items_of_this_round_stay_refused() -> None:
    """Reopening goes on until no item of an earlier round is left, then it ends."""
    made, items = await begun(3)
    for item in items:
        await moved(item, ItemState.REFUSED)
    opened = [await ImportItem.reopen(made.id, 2, 2) for _ in range(3)]
    await moved(items[0], ItemState.REFUSED)

    assert opened == [2, 1, 0]
    assert await ImportItem.reopen(made.id, 2, 2) == 0


async def test_an_import_moves_along_its_arrows() -> None:
    """What is over stays over but for a retry, which begins another round."""
    made, _ = await begun()
    await Import.move(made.id, ImportState.RUNNING)
    ended = await Import.move(made.id, ImportState.FINISHED)
    again = await Import.move(made.id, ImportState.QUEUED, again=True)
    with pytest.raises(CannotMove):
        await Import.move(made.id, ImportState.FINISHED)
    with pytest.raises(NoSuchDocument):
        await Import.move(PydanticObjectId(), ImportState.RUNNING)
    with pytest.raises(NoSuchDocument):
        await Import.state_of(PydanticObjectId())

    assert (ended.over, ended.finished_at is None) == (True, False)
    assert (again.over, again.finished_at, again.round) == (False, None, 2)


async def test_indexes_find_what_imports_ask_for(database: AsyncDatabase[dict[str, Any]]) -> None:
    """No question reads more than it answers, however many items there are."""
    made, items = await begun(COUNT)
    for item in items[:2]:
        await moved(item, ItemState.REFUSED)
    mine = {"import_id": made.id}
    await ImportItem.get_pymongo_collection().update_one(
        {"_id": items[5].id}, {"$set": {"to_place": "A"}}
    )
    names = {"name": "Shoot", "deleted_at": None}
    by_position = [("position", 1), ("_id", 1)]
    by_time = [("created_at", -1), ("_id", -1)]
    asked: list[tuple[str, dict[str, Any], list[tuple[str, int]]]] = [
        ("import_items", {**mine, "state": "REFUSED"}, by_position),
        ("import_items", {**mine, "state": "PENDING", "position": {"$gt": 250}}, by_position),
        ("import_items", {**mine, "position": {"$gt": 250}}, by_position),
        ("import_items", {**mine, "state": "REFUSED", "round": {"$lt": 2}}, []),
        ("import_items", {**mine, "to_place": {"$type": "string"}}, []),
        ("import_items", {**mine, "name": {"$in": ["1", "2"]}}, []),
        ("imports", {"importer_id": None}, by_time),
        ("imports", {}, by_time),
        ("image_groups", names, [("created_at", 1)]),
        ("collections", names, [("created_at", 1)]),
    ]
    for model in (ImageGroup, Collection):
        await model(name="Shoot", created_by=None).insert()
    for name, where, order in asked:
        found = database[name].find(where)
        plan = await (found.sort(order) if order else found).explain()
        read = plan["executionStats"]

        assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"]), where
        assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"]), where
        assert read["totalDocsExamined"] == read["nReturned"], where

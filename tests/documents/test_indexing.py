"""The indexes of a database that an earlier version has made are brought up to date."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from beanie import Document
from pymongo import AsyncMongoClient, IndexModel
from pymongo.asynchronous.database import AsyncDatabase

import documents
from app.connections import database as opened
from app.errors import CannotStart
from documents import built_indexes
from documents.built_indexes import BuiltIndexes
from documents.images import Image
from documents.indexing import MOST, ONCE_OURS, IndexNotBuilt, build, declared_by
from documents.users import User
from tests.conftest import TEST_DATABASE, drop

Database = AsyncDatabase[dict[str, Any]]
# One that earlier versions had with other keys, under the name that it has today.
CHANGED = "custom_by_created_at"
OLD_KEYS = [("deleted_at", 1), ("custom.k", 1), ("custom.v", 1), ("created_at", -1), ("_id", -1)]


@pytest.fixture
async def empty(mongo: AsyncMongoClient[dict[str, Any]]) -> AsyncIterator[Database]:
    """A database in which nothing of ours is, with our documents bound; dropped after the test."""
    fresh = mongo[TEST_DATABASE + secrets.token_hex(6)]
    await documents.bind(fresh)
    yield fresh
    await drop(fresh)


async def indexes(database: Database, model: type[Document] = User) -> Mapping[str, Any]:
    """What is there, by name."""
    there: Mapping[str, Any] = await database[model.get_collection_name()].index_information()
    return there


def declared(model: type[Document] = User) -> dict[str, tuple[Any, ...]]:
    """What should be there, by name."""
    return {name: shape(index) for name, index in declared_by(model).items()}


def shape(index: IndexModel) -> tuple[Any, ...]:
    """What two indexes have to have in common to serve the same lists."""
    said = index.document
    filtered = said.get("partialFilterExpression")
    return list(said["key"].items()), filtered, said.get("unique", False)


def shapes(there: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The same of those that are there."""
    return {
        name: (found["key"], found.get("partialFilterExpression"), found.get("unique", False))
        for name, found in there.items()
        if name != "_id_"
    }


async def test_an_index_that_changed_under_its_name_is_replaced(empty: Database) -> None:
    """Whatever an earlier version built for pictures, the indexes are those of today."""
    await empty["images"].create_index(OLD_KEYS, name=CHANGED)
    await documents.connect(empty)

    assert shapes(await indexes(empty, Image)) == declared(Image)


async def test_several_that_start_at_once_replace_it_once(empty: Database) -> None:
    """Nobody falls over what another one drops or builds, and none ends with the old one."""
    await empty["images"].create_index(OLD_KEYS, name=CHANGED)
    await asyncio.gather(*(documents.connect(empty) for _ in range(3)))

    assert shapes(await indexes(empty, Image)) == declared(Image)


async def test_those_that_earlier_versions_had_make_room(empty: Database) -> None:
    """MongoDB takes 64: what nothing asks for any longer is dropped, in time."""
    for name in sorted(ONCE_OURS["images"]):
        await empty["images"].create_index([(f"once {name}".replace(".", " "), 1)], name=name)
    await build([Image])

    assert shapes(await indexes(empty, Image)) == declared(Image)


async def test_what_was_built_and_is_declared_no_longer_goes(empty: Database) -> None:
    """What we have built is taken down, so the next version knows what is ours."""
    await build([User])
    await empty["users"].create_index([("forgotten", 1)], name="of_yesterday")
    await BuiltIndexes.remember("users", {*declared(), "of_yesterday"})
    await build([User])

    assert shapes(await indexes(empty)) == declared()
    assert await BuiltIndexes.known() == {"users": set(declared())}


async def test_an_operators_own_index_stays(empty: Database) -> None:
    """What we have not built is left alone."""
    await empty["users"].create_index([("name", 1)], name="of_the_operator")
    await empty["users"].create_index([("role", -1)], name="role")
    await build([User])

    assert (await indexes(empty)).keys() == {"_id_", "of_the_operator", *declared()}


async def test_one_that_has_another_name_today_is_named_anew(empty: Database) -> None:
    """The same index under a name that an earlier version of ours gave it."""
    await empty["users"].create_index([("role", 1)], name="of_yesterday")
    await empty["built_indexes"].insert_one({"_id": "users", "names": ["of_yesterday"]})
    await build([User])

    assert shapes(await indexes(empty)) == declared()


async def test_the_same_by_a_strangers_name_is_said(empty: Database) -> None:
    """It is not ours to drop, and MongoDB has none twice: the message names both."""
    await empty["users"].create_index([("role", 1)], name="of_the_operator")
    with pytest.raises(IndexNotBuilt) as caught:
        await build([User])

    assert caught.value.name == "role"
    assert "of_the_operator" in str(caught.value)


async def test_too_many_of_others_are_said(empty: Database) -> None:
    """There is nothing to drop, so the operator is told which has no room."""
    for number in range(MOST - 2):
        await empty["users"].create_index([(f"field{number}", 1)])
    with pytest.raises(IndexNotBuilt, match="too many indexes"):
        await build([User])


async def test_a_unique_index_that_cannot_be_is_said(empty: Database, mongo_uri: str) -> None:
    """Whoever starts the service is told which, of what, and what is there twice."""
    row = {"product_code": "MUG-1", "product_role": "MAIN"}
    await empty["images"].insert_many([{**row, "original": {"clash_key": n}} for n in (1, 2)])
    with pytest.raises(CannotStart) as caught:
        async with opened(mongo_uri, empty.name):
            pass

    assert "The index one_main of images cannot be built" in str(caught.value)
    assert "product_code 'MUG-1'" in str(caught.value)


async def test_an_old_unique_index_stays_until_its_heir_can_be_built(empty: Database) -> None:
    """There is no moment without one, and a failed start leaves what was there."""
    await empty["users"].create_index([("first", 1), ("_id", 1)], name="first", unique=True)
    await empty["users"].insert_many([{"first": True, "email": name} for name in ("ada", "bob")])
    with pytest.raises(IndexNotBuilt):
        await build([User])
    kept = (await indexes(empty))["first"]["key"]
    await empty["users"].delete_one({"email": "bob"})
    await build([User])

    assert kept == [("first", 1), ("_id", 1)]
    assert shapes(await indexes(empty)) == declared()


async def test_the_turn_of_one_that_died_ends(empty: Database) -> None:
    """Whoever was killed while it built keeps the others waiting for a lease, not for ever."""
    over = {"holder": "killed", "until": {"$subtract": ["$$NOW", 1]}, "names": ["role"]}
    await empty["built_indexes"].update_one({"_id": "users"}, [{"$set": over}], upsert=True)
    async with BuiltIndexes.turn("users") as names:
        found = names

    assert found == {"role"}


async def test_one_waits_for_the_turn_of_another(empty: Database) -> None:
    """Two never change the indexes of one collection at the same time."""
    seen: list[str] = []

    async def take(name: str) -> None:
        async with BuiltIndexes.turn("users"):
            seen.append(name)
            await empty.command("ping")
            seen.append(name)

    await asyncio.gather(take("ada"), take("bob"))

    assert seen in (["ada", "ada", "bob", "bob"], ["bob", "bob", "ada", "ada"])


async def test_a_turn_is_held_for_as_long_as_it_takes(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large indexes take longer than a lease, which is therefore taken again and again."""
    monkeypatch.setattr(built_indexes, "RENEWAL", 0.01)
    async with BuiltIndexes.turn("users"):
        first = await empty["built_indexes"].find_one({"_id": "users"})
        later = first
        while later == first:
            later = await empty["built_indexes"].find_one({"_id": "users"})

    assert first is not None
    assert later is not None
    assert later["until"] > first["until"]

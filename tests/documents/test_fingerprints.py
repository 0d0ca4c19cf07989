"""Fingerprints: every near hash is found, and nothing is read through for it."""

import random
from typing import Any

import pytest
from beanie import PydanticObjectId
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from documents.fingerprints import MOST_DISTANCE, Fingerprint, kept, neighbours, pieces
from documents.images import Image
from documents.likeness import Similar, of_file, of_pixels
from documents.likeness import _lookalikes as lookalikes
from documents.transactions import Session, together

HASHES = st.integers(0, 2**64 - 1)
FLIPS = st.sets(st.integers(0, 63), max_size=MOST_DISTANCE)


def flipped(bits: int, places: set[int]) -> int:
    """The hash with some bits turned."""
    for place in places:
        bits ^= 1 << place
    return bits


def text(bits: int) -> str:
    """As facts tell a hash."""
    return f"{bits:016x}"


def crowd(count: int, seed: int = 7) -> list[int]:
    """Hashes as pictures have them: some alone, some in clusters of near ones, some far ends."""
    dice = random.Random(seed)
    found = {0, 2**64 - 1, 1 << 63}
    while len(found) < count:
        one = dice.getrandbits(64)
        found.add(one)
        for _ in range(dice.randrange(6)):
            found.add(flipped(one, set(dice.sample(range(64), dice.randrange(1, 14)))))
    return sorted(found)


async def filled(hashes: list[int]) -> None:
    """Keep hashes."""
    rows = [kept(text(one)) for one in hashes]
    await Fingerprint.get_pymongo_collection().insert_many(rows)


@settings(max_examples=300, deadline=None)
@given(HASHES, FLIPS)
def test_near_hashes_share_a_neighbour(bits: int, places: set[int]) -> None:
    """Whatever bits differ, one piece of the other hash is among the neighbours of ours."""
    other = flipped(bits, places)

    assert set(pieces(other)) & set(neighbours(bits, len(places)))


def test_the_neighbours_are_few() -> None:
    """A look-up asks the index for some hundred keys, each once."""
    for distance, most in ((0, 1), (6, 300), (MOST_DISTANCE, 750)):
        near = neighbours(0x0123456789ABCDEF, distance)

        assert len(near) == len(set(near)) <= most


@pytest.mark.parametrize("distance", range(MOST_DISTANCE + 1))
async def test_none_is_missed_and_none_is_too_far(
    database: AsyncDatabase[Any], distance: int
) -> None:
    """What the index gives is what comparing with every single hash gives."""
    hashes = crowd(3_000)
    await filled(hashes)
    asked = [*random.Random(distance).sample(hashes, 30), 0, 2**64 - 1, 1 << 63, 0x0F0F0F0F0F0F0F0F]
    found = await Fingerprint.near([(text(one), distance) for one in asked])
    apart = [{text(two): (one ^ two).bit_count() for two in hashes} for one in asked]
    brute = [{two: far for two, far in all.items() if far <= distance} for all in apart]

    assert found == brute


async def test_a_hash_is_kept_once(database: AsyncDatabase[Any]) -> None:
    """However many images have it, and with or without its highest bit."""

    async def write(session: Session) -> None:
        for one in (1, 1 << 63, 1, 2**64 - 1):
            await Fingerprint.keep(text(one), session)

    await together(write)
    await together(write)
    [near] = await Fingerprint.near([(text(0), 1)])

    assert await Fingerprint.get_pymongo_collection().count_documents({}) == 3
    assert near == {text(1): 1, text(1 << 63): 1}


def image(number: int) -> dict[str, Any]:
    """A picture that looks like one in seven others."""
    return {
        "deleted_at": None,
        "state": "READY",
        "group_id": None,
        "original": {"clash_key": str(number), "sha256": f"{number % 30:064x}"},
        "facts": {"pixel_hash": f"{number % 20:064x}", "perceptual_hash": text(number % 7)},
    }


async def plan(database: AsyncDatabase[Any], name: str, pipeline: list[dict[str, Any]]) -> str:
    """How the database runs a pipeline, of all the ways that it has thought of."""
    asked = {"aggregate": name, "pipeline": pipeline, "cursor": {}}
    told = await database.command("explain", asked, verbosity="queryPlanner")
    planner = told if "queryPlanner" in told else told["stages"][0]["$cursor"]
    return str(planner["queryPlanner"]["winningPlan"])


async def test_an_index_alone_finds_near_hashes(database: AsyncDatabase[Any]) -> None:
    """No fingerprint is fetched, let alone all of them."""
    await filled(crowd(200))
    pipeline: list[dict[str, Any]] = [{"$match": {"pieces": {"$in": neighbours(5, 8)}}}]
    pipeline.append({"$group": {"_id": None, "all": {"$push": "$_id"}}})
    told = await plan(database, "fingerprints", pipeline)

    assert "PROJECTION_COVERED" in told
    assert "FETCH" not in told
    assert "COLLSCAN" not in told


async def test_an_index_finds_each_kind_of_likeness(database: AsyncDatabase[Any]) -> None:
    """Same file, same pixels and similar looks are each found by an index of their own."""
    images = Image.get_pymongo_collection()
    await images.insert_many([image(number) for number in range(300)])
    me = await images.distinct("_id", {"original.clash_key": "3"})
    similar = Similar("0" * 16, "0" * 64, 6, 20)
    for index, pipeline in (
        ("same_file", of_file(f"{3:064x}", 20, me[0])),
        ("same_picture", of_pixels(f"{3:064x}", f"{3:064x}", 20)),
        ("similar", lookalikes(similar, [text(0), text(3)])),
    ):
        told = await plan(database, "images", pipeline)

        assert f"'indexName': '{index}'" in told
        assert "COLLSCAN" not in told
        assert "'SORT'" not in told


async def test_an_index_finds_a_name_in_a_group(database: AsyncDatabase[Any]) -> None:
    """A clash of names is seen without reading the group."""
    where = {"group_id": PydanticObjectId(), "original.folded_name": "a.jpg", "deleted_at": None}
    pipeline: list[dict[str, Any]] = [{"$match": where}, {"$sort": {"_id": 1}}, {"$limit": 1}]
    told = await plan(database, "images", pipeline)

    assert "'indexName': 'same_name'" in told
    assert "'SORT'" not in told

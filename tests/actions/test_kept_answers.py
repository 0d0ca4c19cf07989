"""Answers that are kept: true, bounded, made once, and thrown away by changes."""

import asyncio
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.publishing.freshness import SILENCE_SECONDS, Freshness
from actions.publishing.kept_answers import OVERHEAD_BYTES, Answer, KeptAnswers
from documents.api_keys import ApiKey
from documents.hearing import FOLLOWING, LOST, NOTHING
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    """At nothing."""
    return Clock()


@pytest.fixture
def freshness(clock: Clock) -> Freshness:
    """One that hears what it is told."""
    made = Freshness(clock)
    made._take(FOLLOWING)
    return made


def answer(body: str = "a", *, lasting: bool = True) -> Answer:
    """An answer."""
    return Answer(body.encode(), '"tag"', "application/json", lasting)


async def at_once(body: str = "a") -> Answer:
    """Makes it without waiting."""
    return answer(body)


async def never() -> Answer:
    """Must not be called."""
    raise AssertionError


async def test_what_is_kept_is_not_made_again(freshness: Freshness) -> None:
    """Until a change is heard of; that nothing changed changes nothing."""
    kept = KeptAnswers(freshness)
    await kept.get("a", at_once)
    freshness._take(NOTHING)

    assert (await kept.get("a", never)).body == b"a"
    freshness._take("a moment")
    assert kept.find("a") is None
    assert (await kept.get("a", lambda: at_once("b"))).body == b"b"


async def test_what_was_read_before_a_change_is_not_kept(freshness: Freshness) -> None:
    """It is told to those who asked before; who asks after the change has another one made."""
    kept = KeptAnswers(freshness)
    begun, going = asyncio.Event(), asyncio.Event()

    async def slow() -> Answer:
        begun.set()
        await going.wait()
        return answer("old")

    before = [asyncio.create_task(kept.get("a", slow)) for _ in range(2)]
    await begun.wait()
    freshness._take("a moment")
    after = await kept.get("a", lambda: at_once("new"))
    going.set()

    assert [(await one).body for one in before] == [b"old", b"old"]
    assert after.body == b"new"
    assert (await kept.get("a", never)).body == b"new"


async def test_one_makes_it_for_all(freshness: Freshness) -> None:
    """Also where the one that began it goes away, and where it fails."""
    kept = KeptAnswers(freshness)
    going, made = asyncio.Event(), 0

    async def slow() -> Answer:
        nonlocal made
        made += 1
        await going.wait()
        if made == 2:
            raise ValueError
        return answer()

    first, *others = [asyncio.create_task(kept.get("a", slow)) for _ in range(20)]
    await asyncio.sleep(0)
    first.cancel()
    going.set()
    bodies = [one.body for one in await asyncio.gather(*others)]
    failed = await asyncio.gather(*(kept.get("b", slow) for _ in range(3)), return_exceptions=True)

    assert bodies == [b"a"] * 19
    assert made == 2
    assert [type(one) for one in failed] == [ValueError] * 3
    assert (await kept.get("b", at_once)).body == b"a"


@pytest.mark.parametrize("way", ["lost", "silent"])
async def test_who_hears_nothing_keeps_nothing(
    freshness: Freshness, clock: Clock, way: str
) -> None:
    """A stream that broke, or hangs: each is answered anew, and nothing of before comes back."""
    kept = KeptAnswers(freshness)
    await kept.get("a", at_once)
    if way == "lost":
        freshness._take(LOST)
    else:
        clock.now += SILENCE_SECONDS
    told = [await kept.get("a", lambda: at_once("new")) for _ in range(2)]

    assert [one.body for one in told] == [b"new", b"new"]
    assert kept.find("a") is None
    freshness._take(FOLLOWING)
    assert kept.find("a") is None


async def test_what_is_kept_has_an_end(freshness: Freshness) -> None:
    """Those that nobody has asked for longest go first; what fails is never kept."""
    kept = KeptAnswers(freshness, most_bytes=3 * (OVERHEAD_BYTES + 10))
    for key in "abc":
        await kept.get(key, lambda: at_once("0123456789"))
    kept.find("a")
    await kept.get("d", lambda: at_once("0123456789"))
    await kept.get("e", _failed)
    there = [key for key in "abcde" if kept.find(key)]
    await kept.get("f", lambda: at_once("x" * 10_000))

    assert there == ["a", "c", "d"]
    assert (len(kept), kept.bytes) == (0, 0)


async def _failed() -> Answer:
    return answer(lasting=False)


async def test_changes_are_heard_from_the_database(database: AsyncDatabase[dict[str, Any]]) -> None:
    """Of the catalogue, products and keys; not that a key was used. At the end none is known."""
    freshness = Freshness()
    listening = asyncio.create_task(freshness.run())
    await freshness.reached(lambda one: one.known)
    epochs = [freshness.epoch]
    key = ApiKey(name="a", scopes=[], secret_hash="", created_by=None)

    async def heard() -> None:
        await freshness.reached(lambda one: one.epoch > epochs[-1])
        epochs.append(freshness.epoch)

    for name in ("catalog", "products", "changes", "catalog_products", "feeds"):
        await database[name].insert_one({"code": name})
        await heard()
    await key.insert()
    await heard()
    await key.used()
    await database["images"].insert_one({})
    await ApiKey.get_pymongo_collection().update_one({"_id": key.id}, {"$set": {"revoked_at": 1}})
    await heard()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    assert epochs == list(range(epochs[0], epochs[0] + 8))
    assert not freshness.known


async def test_a_stream_that_breaks_is_begun_again(own_database: AsyncDatabase[Any]) -> None:
    """What was dropped under it is told as lost; then it hears again."""
    freshness = Freshness()
    listening = asyncio.create_task(freshness.run())
    await freshness.reached(lambda one: one.known)
    await own_database["products"].insert_one({"code": "a"})
    await freshness.reached(lambda one: one.latest is not None)
    await own_database.client.drop_database(own_database)
    await freshness.reached(lambda one: not one.known)
    await freshness.reached(lambda one: one.known)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    assert freshness.epoch >= 4

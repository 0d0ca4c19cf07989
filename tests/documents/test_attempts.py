"""Counting attempts."""

import asyncio
from datetime import timedelta

import pytest

from documents.attempts import Attempts
from documents.clock import now

pytestmark = pytest.mark.usefixtures("database")
# It does not end while a test runs.
CENTURY = timedelta(days=36_500)


async def test_twenty_attempts_at_once_are_counted_one_by_one() -> None:
    """No two callers get the same number, so a limit lets exactly as many through as it says."""
    tallies = await asyncio.gather(*(Attempts.count_one("login", CENTURY) for _ in range(20)))

    assert sorted(tally.count for tally in tallies) == list(range(1, 21))


async def test_each_thing_has_a_count_of_its_own() -> None:
    """One address does not use up another's attempts."""
    for what, count in (("a", 1), ("b", 1), ("a", 2)):
        assert (await Attempts.count_one(what, CENTURY)).count == count


async def test_a_count_ends_with_its_window() -> None:
    """Afterwards counting begins anew, and MongoDB removes what was counted."""
    window = timedelta(milliseconds=200)
    tally = await Attempts.count_one("login", window)
    assert tally.ends_at - now() <= window
    await asyncio.sleep((tally.ends_at - now()).total_seconds() + 0.01)

    assert (await Attempts.count_one("login", window)).count == 1
    indexes = await Attempts.get_pymongo_collection().index_information()
    assert indexes["expiry"]["expireAfterSeconds"] == 0


async def test_what_is_forgotten_is_counted_anew() -> None:
    """A success wipes the slate."""
    await Attempts.count_one("login", CENTURY)
    await Attempts.forget("login", CENTURY)

    assert (await Attempts.count_one("login", CENTURY)).count == 1

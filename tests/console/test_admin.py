"""Accounts, one's own and others', jobs, the comparison of store and records, and settings."""

import pytest

from tests.console.conftest import Journey
from tests.console.visitor import account

SCREENS = pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])


@SCREENS
def test_people_can_be_invited_and_jobs_and_the_store_be_looked_after(
    journey: Journey, language: str, screen: str
) -> None:
    """A one-time link lets the invited choose a password; nothing is changed by a dry run."""
    assert journey("admin", language=language, screen=screen) == []


@SCREENS
def test_administrators_can_see_to_what_this_house_has_set(
    journey: Journey, language: str, screen: str
) -> None:
    """Fields, rules that are only tried out, renditions made anew, and the audit as a file."""
    assert journey("settings", language=language, screen=screen) == []


@SCREENS
def test_people_can_see_to_their_own_account(journey: Journey, language: str, screen: str) -> None:
    """Name, password and sessions; what is refused is told at the field."""
    facts = {**account("vera"), "name": "Vera"}
    assert journey("account", language=language, screen=screen, who="vera", facts=facts) == []

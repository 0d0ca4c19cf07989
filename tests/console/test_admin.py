"""Accounts, one's own and others', jobs, the comparison of store and records, and settings."""

import pytest

from tests.console.conftest import Journey, Seeded
from tests.console.elsewhere import SULK
from tests.console.visitor import Visitor, account

ANALYZE = """
mutation ($input: AnalyzeImagesInput!) { analyzeImages(input: $input) { userErrors { code } } }"""
SCREENS = pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])


@SCREENS
def test_people_can_be_invited_and_jobs_and_the_store_be_looked_after(
    journey: Journey, seeded: Seeded, ada: Visitor, language: str, screen: str
) -> None:
    """By one-time links; what failed is found and done again; a dry run changes nothing."""
    for number in range(3):
        prompt = f"{SULK}{screen}{number} at first, then say what it is."
        ada.do(ANALYZE, input={"ids": seeded.image_ids[:1], "kind": "CUSTOM", "prompt": prompt})

    assert journey("admin", language=language, screen=screen) == []


@SCREENS
def test_administrators_can_see_to_what_this_house_has_set(
    journey: Journey, language: str, screen: str
) -> None:
    """Fields, rules and their trial, renditions made anew, and the audit as a file."""
    assert journey("settings", language=language, screen=screen) == []


@SCREENS
def test_people_can_see_to_their_own_account(journey: Journey, language: str, screen: str) -> None:
    """Name, password and sessions; what is refused is told at the field."""
    facts = {**account("vera"), "name": "Vera"}
    assert journey("account", language=language, screen=screen, who="vera", facts=facts) == []

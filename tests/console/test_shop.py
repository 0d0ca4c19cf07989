"""Exports, webhooks, keys, and the catalogue as shops see it."""

import pytest

from tests.console.conftest import Journey


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_people_can_bring_pictures_to_shops(journey: Journey, language: str, screen: str) -> None:
    """Files are told live, secrets are shown once, and a document's faults while it is written."""
    assert journey("shop", language=language, screen=screen) == []

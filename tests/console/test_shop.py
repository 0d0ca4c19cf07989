"""Exports, webhooks, keys, and the catalogue as shops see it."""

import pytest

from tests import photos
from tests.console.conftest import Journey
from tests.console.elsewhere import Elsewhere
from tests.console.visitor import Visitor


@pytest.mark.parametrize(
    ("language", "screen", "seed"), [("en", "desk", 3_100), ("pt-BR", "phone", 3_200)]
)
def test_people_can_bring_pictures_to_shops(
    journey: Journey, elsewhere: Elsewhere, ada: Visitor, language: str, screen: str, seed: int
) -> None:
    """Files are told live, secrets are shown once; what failed is told, and sent again."""
    pending = ada.sent(f"news-{screen}.jpg", photos.photo(0.4, seed), "SHOE-4")
    ada.ready([pending])
    hook = f"{elsewhere.address}/shop/{screen}"
    facts = {"hook": hook, "pending": pending, "token": ada.token}

    assert journey("shop", language=language, screen=screen, facts=facts) == []

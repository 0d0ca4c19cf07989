"""Exports, webhooks, keys, and the catalogue as shops see it."""

import pytest

from tests import photos
from tests.console.conftest import Journey
from tests.console.elsewhere import Elsewhere
from tests.console.visitor import Visitor

# Each journey has a picture of its own: the same file twice would be taken for a duplicate.
SEEDS = {"desk": 3_100, "phone": 3_200}


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_people_can_bring_pictures_to_shops(
    journey: Journey, elsewhere: Elsewhere, ada: Visitor, language: str, screen: str
) -> None:
    """Files are told live, secrets are shown once; what failed is told, and sent again."""
    pending = ada.sent(f"news-{screen}.jpg", photos.photo(0.4, SEEDS[screen]), "SHOE-4")
    ada.ready([pending])
    hook = f"{elsewhere.address}/shop/{screen}"
    facts = {"hook": hook, "pending": pending, "token": ada.token}

    assert journey("shop", language=language, screen=screen, facts=facts) == []

"""Groups, collections and products."""

import pytest

from tests.console.conftest import Journey
from tests.console.own import pictures_of
from tests.console.visitor import Visitor

SCREENS = [("en", "desk", 100), ("pt-BR", "phone", 200)]


@pytest.mark.parametrize(("language", "screen", "seed"), SCREENS)
def test_people_can_arrange_groups(
    journey: Journey, ada: Visitor, language: str, screen: str, seed: int
) -> None:
    """Made, filled, found, edited against somebody else, and deleted without its pictures."""
    facts = pictures_of(ada, f"coat-{screen}", seed)

    assert journey("groups", language=language, screen=screen, facts=facts) == []


@pytest.mark.parametrize(("language", "screen", "seed"), SCREENS)
def test_people_can_order_collections(
    journey: Journey, ada: Visitor, language: str, screen: str, seed: int
) -> None:
    """By keyboard and by drag; smart ones fill themselves and are edited as a whole."""
    facts = pictures_of(ada, f"vase-{screen}", seed + 10)

    assert journey("collections", language=language, screen=screen, facts=facts) == []


@pytest.mark.parametrize(("language", "screen", "seed"), SCREENS)
def test_people_can_see_what_shops_see_of_products(
    journey: Journey, ada: Visitor, language: str, screen: str, seed: int
) -> None:
    """Its pictures in their order, what is published, why not, and what is missing."""
    facts = pictures_of(ada, f"boot-{screen}", seed + 20)

    assert journey("products", language=language, screen=screen, facts=facts) == []

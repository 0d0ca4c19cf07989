"""The numbers as plots, and as tables for whoever does not see these."""

import pytest

from tests.console.conftest import Journey
from tests.console.visitor import Visitor


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_people_can_read_the_numbers(
    journey: Journey, ada: Visitor, language: str, screen: str
) -> None:
    """Range and grouping are in the address, and outlive a reload."""
    ada.counted()

    assert journey("numbers", language=language, screen=screen) == []

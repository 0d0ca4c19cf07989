"""The numbers as plots, and as tables for whoever does not see these."""

import pytest

from tests.console.conftest import Journey


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_people_can_read_the_numbers(journey: Journey, language: str, screen: str) -> None:
    """Range and grouping are in the address, and outlive a reload."""
    assert journey("numbers", language=language, screen=screen) == []

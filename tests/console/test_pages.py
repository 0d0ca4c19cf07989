"""The frame around all pages."""

import pytest

from tests.console.conftest import Journey


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_every_page_can_be_reached(journey: Journey, language: str, screen: str) -> None:
    """By its address and by the navigation, which a phone has in a drawer; the rest is told."""
    assert journey("pages", language=language, screen=screen) == []

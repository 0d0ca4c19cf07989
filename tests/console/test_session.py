"""Registering, signing in and out."""

import pytest

from tests.console.conftest import Journey


@pytest.mark.parametrize("language", ["en", "pt-BR"])
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_people_can_register_sign_in_and_out(journey: Journey, language: str, screen: str) -> None:
    """The session survives a reload, ends for good, and no script can read its token."""
    assert journey("session", language=language, screen=screen, who=None) == []


def test_graphiql_is_signed_in_already(journey: Journey) -> None:
    """Whoever comes from the console need not sign in again."""
    assert journey("graphiql") == []

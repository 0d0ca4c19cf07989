"""GraphiQL in a browser: it works, and it talks to nobody but us."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.web import DIST
from tests.clients.conftest import Run, missing

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def visited(service: str, run: Run, two_photos: list[Path]) -> Any:
    """What a browser saw: in light and dark, and on a phone."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        missing("There is no Chromium.")
    if not (DIST / "graphiql.html").exists():
        missing("The pages are not built: make web.")
    return run("graphiql.mjs", service, browser, two_photos[0])


def test_people_can_sign_in_query_and_follow(visited: Any) -> None:
    """The examples run as they stand, and there is room for the answer on a phone too."""
    assert set(visited["widths"]) == {"light", "dark", "phone"}
    assert min(visited["widths"].values()) > 250


def test_the_page_asks_no_other_host(visited: Any) -> None:
    """Fonts, workers, scripts: all are ours, so that it works without internet access."""
    assert visited["elsewhere"] == []


def test_the_page_breaks_no_rule_of_its_own(visited: Any) -> None:
    """No violation of its policy, no failed request, no word in the console."""
    assert visited["policy"] == visited["refused"] == visited["console"] == []

"""The library: looking, searching, narrowing, choosing, and changing many at once."""

import pytest

from tests import photos
from tests.console.conftest import Journey
from tests.console.visitor import Visitor

OWN = 8
SCREENS = pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])


@SCREENS
def test_people_find_choose_and_change_many(
    journey: Journey, ada: Visitor, language: str, screen: str
) -> None:
    """From words and filters to previews, decisions, a ZIP, and the way back from the trash."""
    prefix = f"walk{screen}"
    _upload(ada, prefix)

    assert journey("library", language=language, screen=screen, facts={"prefix": prefix}) == []


@SCREENS
def test_people_change_all_that_match(
    journey: Journey, ada: Visitor, language: str, screen: str
) -> None:
    """However few of them were read: one after another, by a job, and by their ids."""
    prefix = f"matching{screen}"
    _upload(ada, prefix)

    assert journey("matching", language=language, screen=screen, facts={"prefix": prefix}) == []


def _upload(ada: Visitor, prefix: str) -> None:
    """Eight READY pictures of the journey's own."""
    seed = _seed(prefix)
    ids = [ada.sent(f"{prefix}-{at}.jpg", photos.photo(0.2, seed + at)) for at in range(OWN)]
    ada.ready(ids)


def _seed(prefix: str) -> int:
    """Seeds of one journey's photos, apart from those of the others."""
    return 1000 + 10 * len(prefix)

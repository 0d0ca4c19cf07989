"""Deciding about pictures, one after another and several at once."""

import pytest

from tests import photos
from tests.console.conftest import Journey, Seeded
from tests.console.visitor import account, visiting

PICTURES = 5


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("pt-BR", "phone")])
def test_reviewers_go_through_their_queue(
    journey: Journey, seeded: Seeded, language: str, screen: str
) -> None:
    """By keys or by touch, with others at work; nothing that was typed or decided gets lost."""
    product = f"REVIEW-{screen}"
    mine = _brought_in(seeded.address, product)
    facts = {"product": product, "mine": mine, "ada": account("ada")}

    assert journey("review", language=language, screen=screen, who="rui", facts=facts) == []


def _brought_in(address: str, product: str) -> list[dict[str, str]]:
    """Pictures of their own that are READY and wait, in the order in which they came in."""
    # Each of them differs from all that others bring in.
    seed = sum(map(ord, product))
    names = [f"{product.lower()}-{number + 1}.jpg" for number in range(PICTURES)]
    with visiting(address, "iris") as iris:
        ids = [
            iris.sent(name, photos.photo(0.4, seed + at), product) for at, name in enumerate(names)
        ]
        iris.ready(ids)
    return [{"id": id, "fileName": name} for id, name in zip(ids, names, strict=True)]

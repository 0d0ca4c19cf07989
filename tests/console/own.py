"""Pictures of a journey's own, for what it changes."""

from typing import Any

from tests import photos
from tests.console.visitor import Visitor, account
from tests.graph.documents import APPROVE


def pictures_of(ada: Visitor, name: str, seed: int, count: int = 4) -> dict[str, Any]:
    """Uploads photos `NAME-1.jpg` ... on a product of that name, and publishes the first.

    The facts of a journey: `pictures`, their file names, and `product`, its code. `seed` makes
    them differ from all others.
    """
    names = [f"{name}-{number + 1}.jpg" for number in range(count)]
    ids = [ada.sent(one, photos.photo(0.4, seed + at), name) for at, one in enumerate(names)]
    ada.ready(ids)
    ada.do(APPROVE, input={"ids": ids[:1]})
    ada.public(ids[:1])
    return {"pictures": names, "product": name, "account": account("ada")}

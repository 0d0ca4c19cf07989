"""Deciding about pictures, one after another and several at once."""

import json
from typing import Any

import httpx
import pytest

from tests import photos
from tests.console.conftest import LOGIN, Journey, Seeded, account
from tests.graph.documents import UPLOAD
from tests.server import PREFLIGHT

STATES = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { id state fileName } } }"
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
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        session = _ask(http, LOGIN, input=account("iris"))["login"]["session"]
        http.headers["authorization"] = f"Bearer {session['accessToken']}"
        ids = [_upload(http, product, number) for number in range(PICTURES)]
        while True:
            found: list[dict[str, str]] = _ask(http, STATES, ids=ids)["nodes"]
            assert not [one for one in found if one["state"] == "FAILED"]
            if all(one["state"] == "READY" for one in found):
                return found


def _upload(http: httpx.Client, product: str, number: int) -> str:
    input = {"files": [None], "productCode": product}
    operations = {"query": UPLOAD, "variables": {"input": input}}
    form = {"operations": json.dumps(operations), "map": '{"0": ["variables.input.files.0"]}'}
    # Each of them differs from all that others bring in.
    seed = sum(map(ord, product)) + number
    file = (f"{product.lower()}-{number + 1}.jpg", photos.photo(0.4, seed))
    answer = http.post("/graphql", data=form, files={"0": file}, headers=PREFLIGHT).json()
    [result] = answer["data"]["uploadImages"]["results"]
    assert result["error"] is None
    return str(result["image"]["id"])


def _ask(http: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = http.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return dict(answer["data"])
